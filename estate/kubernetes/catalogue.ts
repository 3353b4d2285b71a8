import { builtInResources, customResource, type Resource } from './kinds.ts';
import { asObjects, complete, type KubernetesObject, keyOf, type RawObject } from './objects.ts';

/** A resource with its objects in the order of etcd keys (namespace, name), which is the order that lists have. */
export interface Served {
  readonly resource: Resource;
  /** Every version under which the group serves it; the objects are the same. */
  readonly versions: ReadonlySet<string>;
  readonly builtIn: boolean;
  readonly items: readonly KubernetesObject[];
}

/** All that one cluster serves. */
export interface Catalogue {
  readonly served: readonly Served[];
  /** The resourceVersion of lists: one for the whole cluster, as nothing ever changes. */
  readonly resourceVersion: string;
  find(group: string, version: string, plural: string): Served | undefined;
}

interface Shelf {
  readonly resource: Resource;
  readonly versions: Set<string>;
  readonly builtIn: boolean;
  readonly items: Map<string, KubernetesObject>;
}

const DEFAULT_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Objects as `kubectl get -o json` prints them (Lists are opened) → what the API of that cluster serves. The built-in resources and
 * the four default namespaces are always there, and every namespace in which an object stands; a kind that is not built in gets its
 * plural and scope from its CustomResourceDefinition, or else lowercase with `s` and the scope of its first object.
 * Throws where an object is malformed or occurs twice; `cluster` (its ARN) makes the UIDs that objects lack, the same each time.
 */
export function catalogue(cluster: string, objects: readonly unknown[]): Catalogue {
  const shelves = new Map<string, Shelf>(
    builtInResources.map((resource) => [`${resource.group}/${resource.kind}`, shelf(resource, true)]),
  );
  const raw = asObjects(objects);
  for (const object of raw) if (object.kind === 'CustomResourceDefinition') define(shelves, object);
  for (const object of raw) put(shelves, cluster, object);
  for (const name of namespacesOf(shelves)) putNamespace(shelves, cluster, name);
  const served = [...shelves.values()].map((entry) => ({
    ...entry,
    items: [...entry.items.entries()].sort(byKey).map(([, item]) => item),
  }));
  const index = new Map(
    served.flatMap((entry) => [...entry.versions].map((v) => [`${entry.resource.group}/${v}/${entry.resource.plural}`, entry])),
  );
  return {
    served,
    resourceVersion: String(1000 + raw.length),
    find: (group, version, plural) => index.get(`${group}/${version}/${plural}`),
  };
}

const shelf = (resource: Resource, builtIn: boolean): Shelf => ({
  resource,
  versions: new Set([resource.version]),
  builtIn,
  items: new Map(),
});

// Code units, not a locale: the order must be that of the keys.
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);

function put(shelves: Map<string, Shelf>, cluster: string, object: RawObject): void {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const version = object.apiVersion.slice(slash + 1);
  const id = `${group}/${object.kind}`;
  let entry = shelves.get(id);
  if (!entry) {
    const namespaced = object.metadata.namespace !== undefined;
    entry = shelf(
      customResource({ group, version, kind: object.kind, plural: `${object.kind.toLowerCase()}s`, namespaced }),
      false,
    );
    shelves.set(id, entry);
  }
  entry.versions.add(version);
  const item = complete(cluster, object, entry.resource.namespaced);
  if (entry.items.has(keyOf(item))) throw new Error(`${object.kind} ${keyOf(item)}: occurs twice`);
  entry.items.set(keyOf(item), item);
}

/** What a CustomResourceDefinition makes the server serve (apiextensions.k8s.io/v1). */
function define(shelves: Map<string, Shelf>, { metadata, spec }: RawObject): void {
  const { group, names, scope, versions } = (spec ?? {}) as {
    group?: unknown;
    names?: { kind?: unknown; plural?: unknown };
    scope?: unknown;
    versions?: readonly { name?: unknown; served?: unknown }[];
  };
  const servedVersions = (versions ?? []).flatMap(({ name, served }) =>
    served === false || typeof name !== 'string' ? [] : [name],
  );
  const [version] = servedVersions;
  if (
    typeof group !== 'string' ||
    typeof names?.kind !== 'string' ||
    typeof names.plural !== 'string' ||
    version === undefined
  ) {
    throw new Error(`CustomResourceDefinition ${metadata.name}: needs spec.group, spec.names and spec.versions`);
  }
  const entry = shelf(
    customResource({ group, version, kind: names.kind, plural: names.plural, namespaced: scope !== 'Cluster' }),
    false,
  );
  for (const other of servedVersions) entry.versions.add(other);
  shelves.set(`${group}/${names.kind}`, entry);
}

function namespacesOf(shelves: ReadonlyMap<string, Shelf>): Set<string> {
  const inUse = [...shelves.values()].flatMap(({ items }) =>
    [...items.values()].flatMap(({ metadata }) => metadata.namespace ?? []),
  );
  return new Set([...DEFAULT_NAMESPACES, ...inUse]);
}

function putNamespace(shelves: Map<string, Shelf>, cluster: string, name: string): void {
  if (shelves.get('/Namespace')?.items.has(name)) return;
  const labels = { 'kubernetes.io/metadata.name': name };
  const status = { phase: 'Active' };
  put(shelves, cluster, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
    spec: { finalizers: ['kubernetes'] },
    status,
  });
}
