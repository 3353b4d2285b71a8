import * as v from 'valibot';
import type { ListItem } from '../../clients/kubernetes/list.ts';
import { Unidentified } from '../reason.ts';

/** An object of the API that is not as the API makes them: it alone is missing, under its id. */
export class Malformed extends Unidentified {}

/** Go writes null, or nothing, for what is not set. */
export const maybe = <const S extends v.GenericSchema>(schema: S) => v.nullish(schema);
/** A list that is absent where it is empty. */
export const listOf = <const S extends v.GenericSchema>(item: S, most = 10_000) =>
  v.nullish(v.pipe(v.array(item), v.maxLength(most)), []);
export const text = v.string();
export const texts = listOf(text);
export const flag = v.boolean();
export const integer = v.pipe(v.number(), v.integer());
export const textRecord = v.nullish(v.record(text, text), {});

/** The same object without the members that are not set. */
export type Defined<T> = {
  [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as null extends T[K] ? K : undefined extends T[K] ? K : never]?: NonNullable<T[K]> };

export const defined = <const T extends object>(object: T): Defined<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null)) as Defined<T>;

/**
 * An object, or a part of one, as its schema has it; unknown members are dropped. The message names where, never what stands there.
 * @throws Malformed
 */
export function parsed<const S extends v.GenericSchema>(schema: S, value: unknown, at = ''): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const inner = v.getDotPath(result.issues[0]);
  throw new Malformed(
    `malformed ${
      [at, inner]
        .filter((part) => part !== null && part !== '')
        .join('.')
        .slice(0, 200) || 'object'
    }`,
  );
}

// RFC 1123 subdomains, which is what names of these kinds are; a name of any other form never gets into a fact.
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
// What the API takes as the kind of an owner is any text: whoever makes a pod may write there what they like.
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;
const API_VERSION = /^([a-z0-9][a-z0-9.-]{0,252}\/)?[a-z0-9]{1,63}$/;
const UID = /^[A-Za-z0-9-]{1,128}$/;
/** A name that the API gives to an object. */
const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);

const ownerReference = v.object({
  apiVersion: v.pipe(text, v.regex(API_VERSION)),
  kind: v.pipe(text, v.regex(KIND)),
  name: v.pipe(text, v.maxLength(253), v.regex(/^[\w.:-]+$/)),
  uid: v.pipe(text, v.regex(UID)),
  controller: v.literal(true),
});
const metadata = v.object({
  namespace: maybe(v.pipe(text, v.regex(NAME))),
  uid: v.pipe(text, v.regex(UID)),
  labels: textRecord,
  annotations: textRecord,
  creationTimestamp: maybe(v.pipe(text, v.isoTimestamp())),
});

/** What every object has. `owner` is its controller; a reference that is not in form is none, so that it hides nothing. */
export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly labels: Record<string, string>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly createdAt?: string;
  readonly owner?: { apiVersion: string; kind: string; name: string; uid: string };
}

const isRecord = (value: unknown): value is ListItem => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Name and namespace of an object, as far as they are in form: under these it is named where nothing else of it can be read. */
export function placeOf({ metadata }: ListItem): { readonly name?: string; readonly namespace?: string } {
  const { name, namespace } = isRecord(metadata) ? metadata : {};
  return { ...(isName(name) && { name }), ...(isName(namespace) && { namespace }) };
}

/** @throws Malformed */
export function metadataOf(item: ListItem): Metadata {
  const { name } = placeOf(item);
  if (name === undefined) throw new Malformed('malformed metadata.name');
  const { creationTimestamp, namespace, ...rest } = parsed(metadata, item.metadata, 'metadata');
  const owner = ownerOf(isRecord(item.metadata) ? item.metadata.ownerReferences : undefined);
  return {
    name,
    namespace: namespace ?? '',
    ...rest,
    ...(creationTimestamp && { createdAt: creationTimestamp }),
    ...(owner && { owner }),
  };
}

function ownerOf(references: unknown): Metadata['owner'] {
  if (!Array.isArray(references)) return undefined;
  for (const reference of references.slice(0, 100)) {
    const { success, output } = v.safeParse(ownerReference, reference);
    if (success) return { apiVersion: output.apiVersion, kind: output.kind, name: output.name, uid: output.uid };
  }
  return undefined;
}
