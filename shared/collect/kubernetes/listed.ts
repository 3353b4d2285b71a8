import type { KubernetesConnection } from '../../clients/kubernetes/connection.ts';
import { KubernetesError, type KubernetesErrorKind } from '../../clients/kubernetes/errors.ts';
import { type ListItem, type ListOptions, list } from '../../clients/kubernetes/list.ts';
import type { ResourceReference } from '../../clients/kubernetes/resource.ts';
import type { Missing } from '../../facts/fact.ts';
import type { Fact, ManyName, Stored } from '../../facts/index.ts';
import type { Context } from '../collector.ts';
import { type Gathering, gather } from '../items.ts';
import { missingOf, Unidentified } from '../reason.ts';
import type { ClusterBounds } from './bounds.ts';
import { type Metadata, metadataOf, placeOf } from './raw.ts';
import { reaching } from './reaching.ts';

/** One resource, and what is kept of each of its objects. */
export interface Listing<T> {
  readonly resource: ResourceReference;
  readonly view?: ListOptions['view'];
  /** @throws Malformed: that object is missing, and no other */
  readonly project: (item: ListItem, metadata: Metadata) => T;
  /** The id of an item by its place, where it is not `<Kind>/<namespace>/<name>`. */
  readonly id?: (place: { readonly name: string; readonly namespace?: string }) => string;
}

/** What keeps the whole cluster from answering, and not one list alone. */
const unserved: ReadonlySet<KubernetesErrorKind> = new Set([
  'unreachable',
  'timeout',
  'certificate',
  'unauthorized',
  'configuration',
]);

/** Whether an error is of one list only, so that the others stand. */
export const isOfOneList = (error: unknown): error is KubernetesError =>
  error instanceof KubernetesError && !unserved.has(error.kind);

/** `deployments.apps`, `pods`: how kubectl and authorisation errors name a resource. */
export const resourceName = ({ group, resource }: Pick<ResourceReference, 'group' | 'resource'>): string =>
  group === '' ? resource : `${resource}.${group}`;

/** Lists one resource as a fact. Pages are projected and dropped. @throws KubernetesError, Refusal */
export function listed<const F extends ManyName>(
  name: F,
  context: Context,
  cluster: Stored<'cluster'>,
  listing: Listing<Stored<F>>,
): Promise<Fact<F>> {
  return reaching(context, cluster, async (connection, options) => {
    const gathering = gather(name);
    await listInto(gathering, connection, listing, { ...options, keep: context.clusterBounds.keep });
    return gathering.done() as Fact<F>;
  });
}

/** Adds the items of one list. An object that is malformed is missing under its own id; without a name, under its position. @throws KubernetesError */
export async function listInto<T extends object>(
  gathering: Gathering<T>,
  connection: KubernetesConnection,
  { resource, view = 'whole', project, id }: Listing<T>,
  { keep, ...options }: ListOptions & Pick<ClusterBounds, 'keep'>,
): Promise<void> {
  const name = resourceName(resource);
  let position = 0;
  // Entries, not additions: a list that begins anew leaves nothing behind of what it had.
  const entries = await list(
    connection,
    resource,
    (item): Entry<T> => {
      const at = idOf(item, resource, id) ?? `${name}[${position}]`;
      position++;
      const entry = attempt(at, () => project(item, metadataOf(item)));
      if (!keep(JSON.stringify(entry).length))
        throw new KubernetesError('too-large', `list ${name}: all that was read of the cluster is more than is kept of one`);
      return entry;
    },
    { ...options, view },
  );
  for (const entry of entries) {
    if ('item' in entry) gathering.add(entry.item);
    else gathering.miss(entry.missing);
  }
}

type Entry<T> = { readonly item: T } | { readonly missing: Missing };

function attempt<T>(id: string, make: () => T): Entry<T> {
  try {
    return { item: make() };
  } catch (error) {
    if (!(error instanceof Unidentified)) throw error;
    return { missing: missingOf(id, error) };
  }
}

function idOf<T>(item: ListItem, { kind }: ResourceReference, id: Listing<T>['id']): string | undefined {
  const { name, namespace } = placeOf(item);
  if (name === undefined) return undefined;
  const place = { name, ...(namespace !== undefined && { namespace }) };
  return id?.(place) ?? [kind, namespace, name].filter((part) => part !== undefined).join('/');
}
