import * as v from 'valibot';
import { Malformed, maybe, parsed, text, textRecord } from './raw.ts';

/** An object as a manifest has it, and where it stands. */
export interface Manifest {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: Readonly<Record<string, unknown>>;
}

export interface ManifestMetadata {
  readonly namespace: string;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Names of the API are shorter. */
export const LONGEST_NAME = 253;
const nameSchema = v.pipe(text, v.minLength(1), v.maxLength(LONGEST_NAME));
const optionalName = maybe(v.pipe(text, v.maxLength(LONGEST_NAME)));
const schema = v.object({
  name: optionalName,
  generateName: optionalName,
  namespace: optionalName,
  annotations: textRecord,
});
const unrendered = 'a template of Helm that was not rendered: helm template CHART | postern manifests -';

/**
 * Where and under what name an object of a manifest would be; without a namespace `default`, where kubectl puts it unless it is told another.
 * @throws Malformed
 */
export function manifestMetadata({ object }: Manifest): ManifestMetadata {
  const { name, generateName, namespace, annotations } = parsed(schema, object.metadata, 'metadata');
  const called = parsed(nameSchema, name || generateName, 'metadata.name');
  if (called.includes('{{')) throw new Malformed(unrendered);
  return { namespace: namespace || 'default', name: called, annotations: annotations ?? {} };
}

/** How reports name an object; by its kind alone, where it has no name. */
export function manifestId(manifest: Manifest): string {
  const kind = manifest.kind.slice(0, LONGEST_NAME);
  const named = attempt(() => manifestMetadata(manifest));
  return named === undefined ? kind : `${kind}/${named.namespace}/${named.name}`;
}

/** What is made, or undefined where the object is not in form. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
