import { createHash } from 'node:crypto';

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** An object as an estate file has it. */
export interface RawObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [member: string]: unknown;
}

/** An object as the server stores it: with the metadata that every stored object has. */
export interface KubernetesObject extends RawObject {
  readonly metadata: Metadata & { readonly uid: string; readonly resourceVersion: string; readonly creationTimestamp: string };
}

/** The order and identity of an object within its resource: `namespace/name`, or the name alone. */
export const keyOf = ({ metadata }: RawObject) =>
  metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;

/** Checks the form that every object has, and opens Lists. Errors name the place. */
export function asObjects(values: readonly unknown[], at = 'objects'): RawObject[] {
  return values.flatMap((value, i) => {
    const { apiVersion, kind, metadata, items } = (value ?? {}) as Record<string, unknown>;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') throw new Error(`${at}[${i}]: needs apiVersion and kind`);
    if (kind === 'List' && Array.isArray(items)) return asObjects(items, `${at}[${i}].items`);
    const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string' || name === '') throw new Error(`${at}[${i}] (${kind}): needs metadata.name`);
    if (namespace !== undefined && (typeof namespace !== 'string' || namespace === '')) {
      throw new Error(`${at}[${i}] (${kind} ${name}): metadata.namespace is not a name`);
    }
    return [value as RawObject];
  });
}

/** Adds what the API server sets when it stores an object, where the file does not have it. */
export function complete(cluster: string, object: RawObject, namespaced: boolean): KubernetesObject {
  const { name, namespace } = object.metadata;
  if (!namespaced && namespace !== undefined) throw new Error(`${object.kind} ${name}: has a namespace, but its kind has none`);
  const place = namespaced ? { namespace: namespace ?? 'default' } : {};
  const uid = uidOf(`${cluster} ${object.apiVersion} ${object.kind} ${place.namespace ?? ''} ${name}`);
  const metadata = { uid, resourceVersion: '1000', creationTimestamp: '2026-01-01T00:00:00Z', ...object.metadata, ...place };
  return { ...object, metadata };
}

/** A UUID that is the same for the same text (RFC 9562, version 8). */
function uidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
