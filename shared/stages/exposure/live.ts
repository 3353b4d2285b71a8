import type { Aws } from '../../clients/aws.ts';
import { contextOf } from '../../collect/collector.ts';
import { accountCollectors } from '../../collect/of-account.ts';
import { clusterCollectors } from '../../collect/of-cluster.ts';
import { regionCollectors } from '../../collect/of-region.ts';
import { Refusal } from '../../collect/reason.ts';
import { closure } from '../../engine/order.ts';
import { networkFactNames } from '../../facts/exposures.ts';
import { type CollectedName, type FactName, type FactsOfTarget, facts } from '../../facts/index.ts';
import { ahead } from '../pool.ts';
import { read } from '../read.ts';
import { factsOfSelfManaged } from '../self-managed.ts';
import type { Snapshot } from '../snapshot.ts';
import { accountTarget, clustersOf, clusterTarget, type ListedCluster, regionsOf, regionTarget } from '../targets.ts';
import { type NetworkPlace, type NetworkSource, NotThere, type RegionNetwork } from './place.ts';

export interface LiveNetwork {
  readonly aws: Aws;
  readonly account: string;
  readonly partition: string;
  /** Names of Regions; without any, every enabled one. */
  readonly regions?: readonly string[] | undefined;
  readonly signal?: AbortSignal;
  /** Told in a line what was left out. */
  readonly note: (line: string) => void;
}

/** Regions that are read at the same time: the API budget bounds the calls, this the memory. */
const regionsAtOnce = 4;

/** The networks of an account as they are now: a few lists of each Region, whether or not there is a cluster in it. */
export const liveNetwork = (live: LiveNetwork): NetworkSource => ({
  atOnce: regionsAtOnce,
  places: (first) => places(live, first),
});

async function* places(live: LiveNetwork, first: readonly CollectedName[]): AsyncIterable<NetworkPlace> {
  yield* ahead(await regionNames(live), regionsAtOnce, async (region) => {
    const given = await ofRegion(live, region, first, {});
    const { partition, account } = live;
    return { partition, account, region, facts: given, network: (clusters) => networkOf(live, region, given, clusters ?? []) };
  });
}

/** The Regions that are meant, in order. @throws NotThere, Refusal where they cannot be listed */
async function regionNames(live: LiveNetwork): Promise<readonly string[]> {
  const target = accountTarget(live, { id: live.account });
  const found = wellRead(await read(accountCollectors, ['regions'], contextAt(live, live.aws.region), {}, target));
  refuseUnlisted(live, found.regions);
  const plan = live.regions === undefined ? {} : { regions: [...new Set(live.regions)] };
  const meant = regionsOf({ plan }, { schema, target, facts: found });
  for (const { name, skipped } of meant) if (skipped !== undefined) live.note(`${name}: ${skipped.why}`);
  return meant.filter(({ skipped }) => skipped === undefined).map(({ name }) => name);
}

function refuseUnlisted({ regions: asked }: LiveNetwork, regions: FactsOfTarget['regions']): void {
  const whole = regions?.known === true && regions.missing.length === 0;
  if (!whole && asked === undefined) {
    const unread = regions?.known ? regions.missing[0] : regions;
    throw new Refusal(
      `the account's Regions cannot be listed: ${unread?.why ?? 'they were not read'}`,
      'name them by --region',
    );
  }
  const names = new Set(whole ? regions.items.map(({ name }) => name) : asked);
  const absent = asked?.find((name) => !names.has(name));
  if (absent !== undefined) throw new NotThere(`--region ${absent}: the account has no such Region`);
}

const schema = 'postern/snapshot@1';

/** What follows from a network, and which interfaces are a cluster's, takes these lists of a Region. */
const names = ([...closure([...networkFactNames, 'clusterInterfaces'], facts)] as FactName[]).filter(
  (name): name is CollectedName => facts[name].scope === 'region' && 'reads' in facts[name],
);

async function networkOf(
  live: LiveNetwork,
  region: string,
  given: FactsOfTarget,
  asked: readonly string[],
): Promise<RegionNetwork> {
  const found = { ...given, ...(await ofRegion(live, region, names, given)) };
  const snapshot: Snapshot = { schema, target: regionTarget(live, { id: live.account }, region), facts: found };
  const own = clustersOf({ plan: {} }, snapshot).map(async (cluster) => {
    const { name, arn } = cluster;
    // What is known of one that is not EKS's takes no call.
    const isRead = arn === undefined || asked.includes(name);
    return { name, arn, facts: isRead ? await ofCluster(live, snapshot, cluster) : {} };
  });
  return { facts: found, clusters: await Promise.all(own) };
}

async function ofRegion(live: LiveNetwork, region: string, wanted: readonly CollectedName[], given: FactsOfTarget) {
  const target = regionTarget(live, { id: live.account }, region);
  return wellRead(await read(regionCollectors, wanted, contextAt(live, region), given, target));
}

async function ofCluster(live: LiveNetwork, region: Snapshot, cluster: ListedCluster): Promise<FactsOfTarget> {
  if (cluster.arn === undefined) return factsOfSelfManaged(cluster);
  if (cluster.described === undefined) return {};
  const given: FactsOfTarget = { cluster: { known: true, value: cluster.described } };
  const context = contextAt(live, region.target.region ?? '');
  return wellRead(await read(clusterCollectors, ['nodeGroups'], context, given, clusterTarget(region, cluster)));
}

/** What failed by our own fault ends this: there is no report to say it in. */
function wellRead({ facts: found, errors: [error] }: Awaited<ReturnType<typeof read>>): FactsOfTarget {
  if (error !== undefined) throw new Error(`${error.check} on ${error.target}: ${error.message}`);
  return found;
}

const contextAt = ({ aws, account, partition, signal }: LiveNetwork, region: string) =>
  contextOf(aws, { account, region, partition }, () => Promise.reject(new Error('no cluster is contacted')), signal);
