import type { Derivation } from '../derive/derive.ts';
import { type Exposures, type NetworkFacts, networkFactNames } from '../derive/exposure/exposure.ts';
import { unknown } from '../facts/fact.ts';
import type { FactsOfTarget } from '../facts/index.ts';
import type { ExposureTarget, RegionExposures, UnknownExposure } from '../report/exposure/row.ts';
import { type Members, membersOf, ownersOf } from './exposure-members.ts';
import { type NetworkPlace, type NetworkSource, NotThere, type RegionNetwork } from './exposure-place.ts';
import { ahead } from './pool.ts';

/** A Region of an account. */
interface Located {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** What judges networks: given, as checks are. */
export interface ExposureWork {
  readonly source: NetworkSource;
  readonly exposuresOf: (network: NetworkFacts, options: { readonly place: Located }) => Exposures;
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
  for await (const place of source.places(['clusters'])) {
    const listed = namesIn(place.facts.clusters);
    for (const name of listed ?? []) found.add(name);
    doubt ||= listed === undefined;
    if (listed === undefined || clusters.some((name) => listed.has(name))) kept.push(place);
  }
  const absent = clusters.find((name) => !found.has(name));
  if (absent !== undefined && !doubt)
    throw new NotThere(`--cluster ${absent}: no Region that was looked at has such a cluster`);
  return kept;
}

/** A cluster that could not be described is missing under its ARN, which ends in its name. */
function namesIn(clusters: FactsOfTarget['clusters']): ReadonlySet<string> | undefined {
  if (!clusters?.known) return undefined;
  return new Set([...clusters.items.map(({ name }) => name), ...clusters.missing.map(({ id }) => id.split('/').at(-1) ?? id)]);
}

function judged(work: ExposureWork, place: NetworkPlace, network: RegionNetwork): RegionExposures {
  const { account, region } = place;
  const target = { account, ...(region === undefined ? {} : { region }) };
  if (region === undefined || network.unread !== undefined) {
    const { why, action } = network.unread ?? { why: 'it was not read' };
    const resource = region === undefined ? { type: 'account', id: account } : { type: 'region', id: region };
    return { target, exposures: [], unknown: [{ target, resource, why, ...(action === undefined ? {} : { action }) }] };
  }
  const { partition } = place;
  const found = work.exposuresOf(networkFacts(network.facts), { place: { partition, account, region } });
  const some = found.exposures.length + found.unknown.length > 0;
  const members =
    some || work.clusters !== undefined ? membersOf(network, { partition, account, region }, work.derivations) : [];
  const all = located({ account, region }, found, members);
  return work.clusters === undefined ? all : ofClusters(work.clusters, all, members, network);
}

/** Facts as the judgement takes them: one that nobody read is unknown. */
const networkFacts = (given: FactsOfTarget): NetworkFacts =>
  Object.fromEntries(
    networkFactNames.map((name) => [name, given[name] ?? unknown(`the fact ${name} was not collected`)]),
  ) as unknown as NetworkFacts;

/** Says of each row where it is, and whose. */
function located(place: Omit<Located, 'partition'>, found: Exposures, members: readonly Members[]): RegionExposures {
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

/** Only what is, or may be, of the named clusters. What is unknown of no listed interface and no endpoint may concern them, too. */
function ofClusters(
  names: readonly string[],
  all: RegionExposures,
  members: readonly Members[],
  network: RegionNetwork,
): RegionExposures {
  const named = members.filter(({ name }) => names.includes(name));
  const own = new Set(named.flatMap(({ arn, items }) => [arn, ...items.map(({ id }) => id)]));
  const { networkInterfaces } = network.facts;
  const others = new Set([
    ...members.map(({ arn }) => arn),
    ...(networkInterfaces?.known ? networkInterfaces.items.map(({ id }) => id) : []),
  ]);
  const meant = ({ resource: { id } }: { readonly resource: UnknownExposure['resource'] }) => own.has(id) || !others.has(id);
  const unread = named.flatMap(({ name, arn, missing }) =>
    missing.map((one) => ({ target: { ...all.target, cluster: name }, resource: { type: 'cluster', id: arn }, ...one })),
  );
  const unlisted = unlistedIn(all.target, network.facts.clusters);
  return {
    ...all,
    exposures: all.exposures.filter(meant),
    unknown: [...unlisted, ...all.unknown.filter(meant), ...unread],
  };
}

/** Where the clusters cannot be listed, one of those that were named may be there. */
function unlistedIn(target: RegionExposures['target'], clusters: FactsOfTarget['clusters']): readonly UnknownExposure[] {
  if (clusters?.known) return [];
  const { why, action } = clusters ?? unknown('its clusters were not read');
  const resource = { type: 'region', id: target.region ?? target.account };
  return [{ target, resource, why, ...(action === undefined ? {} : { action }) }];
}
