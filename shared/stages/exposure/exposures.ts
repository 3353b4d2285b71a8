import type { Derivation } from '../../derive/derive.ts';
import type { Exposures, Located, NetworkFacts } from '../../derive/exposure/exposure.ts';
import type { ExposureOptions } from '../../derive/exposure/exposures.ts';
import type { FactsOfTarget } from '../../facts/index.ts';
import type { ExposureTarget, RegionExposures, UnknownExposure } from '../../report/exposure/row.ts';
import { ahead } from '../pool.ts';
import { selfManagedIn, unreadSelfManaged } from '../self-managed.ts';
import { unevaluatedDoors, vpcsOf } from './doors.ts';
import { networkFacts } from './facts.ts';
import { type Members, membersOf, ownersOf } from './members.ts';
import { type NetworkPlace, type NetworkSource, NotThere, type RegionNetwork } from './place.ts';

/** What judges networks: given, as checks are. */
export interface ExposureWork {
  readonly source: NetworkSource;
  readonly exposuresOf: (network: NetworkFacts, options: ExposureOptions) => Exposures;
  readonly derivations: readonly Derivation[];
  /** Names of clusters: only what is theirs. Without any, everything. */
  readonly clusters?: readonly string[] | undefined;
  /** Told of each network that has been judged. */
  readonly progress?: (done: number, total: number, label: string) => void;
}

/**
 * What the internet reaches, Region by Region in order; one network is held at a time, or a few.
 * @throws NotThere for a cluster that no Region lists, where all Regions could be looked at
 */
export async function* exposures(work: ExposureWork): AsyncGenerator<RegionExposures> {
  const { source, clusters, progress } = work;
  const places = clusters === undefined ? await all(source.places([])) : await placesOf(source, clusters);
  let done = 0;
  yield* ahead(places, source.atOnce, async (place) => {
    const found = judged(work, place, await place.network(clusters));
    progress?.(++done, places.length, place.region ?? place.account);
    return found;
  });
}

async function all(places: AsyncIterable<NetworkPlace>): Promise<readonly NetworkPlace[]> {
  const list: NetworkPlace[] = [];
  for await (const place of places) list.push(place);
  return list;
}

/** The places that list one of the clusters, and those of which nobody knows whether they do. */
async function placesOf(source: NetworkSource, clusters: readonly string[]): Promise<readonly NetworkPlace[]> {
  const kept: NetworkPlace[] = [];
  const found = new Set<string>();
  let doubt = false;
  for await (const place of source.places(['clusters', 'clusterPresence', 'instances'])) {
    const { names, whole } = namesIn(place.facts);
    for (const name of names) found.add(name);
    doubt ||= !whole;
    if (!whole || clusters.some((name) => names.has(name))) kept.push(place);
  }
  const absent = clusters.find((name) => !found.has(name));
  if (absent !== undefined && !doubt)
    throw new NotThere(`--cluster ${absent}: no Region that was looked at has such a cluster`);
  return kept;
}

/** The clusters of a place, and whether those are all. One that could not be described is missing under its ARN, which ends in its name. */
function namesIn(facts: FactsOfTarget): { readonly names: ReadonlySet<string>; readonly whole: boolean } {
  const { clusters } = facts;
  if (!clusters?.known) return { names: new Set(), whole: false };
  const others = selfManagedIn(facts);
  const listed = [...clusters.items, ...(others.known ? others.items : [])].map(({ name }) => name);
  const undescribed = clusters.missing.map(({ id }) => id.split('/').at(-1) ?? id);
  return { names: new Set([...listed, ...undescribed]), whole: unreadSelfManaged(facts) === undefined };
}

function judged(work: ExposureWork, place: NetworkPlace, network: RegionNetwork): RegionExposures {
  const { account, region } = place;
  const target = { account, ...(region === undefined ? {} : { region }) };
  if (region === undefined || network.unread !== undefined) {
    const { why, action } = network.unread ?? { why: 'it was not read' };
    const resource = region === undefined ? { type: 'account', id: account } : { type: 'region', id: region };
    return { target, exposures: [], unknown: [{ target, resource, why, ...(action === undefined ? {} : { action }) }] };
  }
  const located = { partition: place.partition, account, region };
  return work.clusters === undefined ? ofRegion(work, located, network) : ofClusters(work, work.clusters, located, network);
}

/** Everything; whose it is, is asked only where there is something. */
function ofRegion({ exposuresOf, derivations }: ExposureWork, place: Located, network: RegionNetwork): RegionExposures {
  const doors = unevaluatedDoors(network.facts, derivations, {});
  const found = withDoors(exposuresOf(networkFacts(network.facts), { place }), doors);
  const none = found.exposures.length + found.unknown.length === 0;
  return withTargets(place, found, none ? [] : membersOf(network, place, derivations));
}

function ofClusters(
  { exposuresOf, derivations }: ExposureWork,
  names: readonly string[],
  place: Located,
  network: RegionNetwork,
): RegionExposures {
  const members = membersOf(network, place, derivations);
  const named = members.filter(({ name }) => names.includes(name));
  const interfaces = new Set(named.flatMap(({ items }) => items.map(({ id }) => id)));
  const clusters = new Set(named.flatMap(({ arn }) => arn ?? []));
  const doors = unevaluatedDoors(network.facts, derivations, { vpcs: vpcsOf(network.facts, interfaces) });
  const rows = withDoors(exposuresOf(networkFacts(network.facts), { place, interfaces, clusters }), doors);
  const found = withTargets(place, rows, members);
  const listed = new Set(named.map(({ name }) => name));
  const hidden = names.every((name) => listed.has(name)) ? [] : unlisted(found.target, network.facts);
  return { ...found, unknown: [...found.unknown, ...hidden, ...unplaced(found.target, named)] };
}

/** A named cluster that is not EKS's may be here, too, where the instances that would name it were not read. */
function unlisted(target: RegionExposures['target'], facts: FactsOfTarget): readonly UnknownExposure[] {
  const unread = facts.clusters?.known ? unreadSelfManaged(facts) : undefined;
  if (unread === undefined) return [];
  const { why, action } = unread;
  return [{ target, resource: { type: 'region', id: target.region ?? '' }, why, ...(action === undefined ? {} : { action }) }];
}

const withDoors = ({ exposures, unknown }: Exposures, doors: Exposures['unknown']): Exposures => ({
  exposures,
  unknown: [...unknown, ...doors],
});

/** What may be a named cluster's, too: nobody knows what of it the internet reaches. */
const unplaced = (place: RegionExposures['target'], named: readonly Members[]): readonly UnknownExposure[] =>
  named.flatMap(({ name, arn, missing }) =>
    missing.map((one) => ({ target: { ...place, cluster: name }, resource: { type: 'cluster', id: arn ?? name }, ...one })),
  );

/** Says of each row where it is, and whose. */
function withTargets({ account, region }: Located, found: Exposures, members: readonly Members[]): RegionExposures {
  const place = { account, region };
  const owners = ownersOf(members);
  const targetOf = ({ type, id }: UnknownExposure['resource']): ExposureTarget => {
    const cluster = owners.get(`${type} ${id}`);
    return cluster === undefined ? place : { ...place, cluster };
  };
  return {
    target: place,
    exposures: found.exposures.map((row) => ({ target: targetOf(row.resource), ...row })),
    unknown: found.unknown.map((row) => ({ target: targetOf(row.resource), ...row })),
  };
}
