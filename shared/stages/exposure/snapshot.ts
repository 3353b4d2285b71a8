import { snapshotPath } from '../../contract/keys.ts';
import type { CollectedName, FactsOfTarget } from '../../facts/index.ts';
import type { RunReader } from '../../store/run.ts';
import type { Plan } from '../plan.ts';
import { completeness, outermostFirst } from '../replay.ts';
import { placeOf } from '../results.ts';
import { factsOfSelfManaged } from '../self-managed.ts';
import { loadSnapshotAt, type Snapshot, SnapshotError } from '../snapshot.ts';
import { clustersOf, clusterTarget } from '../targets.ts';
import { unseenIn } from '../unseen.ts';
import { type ClusterFacts, type NetworkPlace, type NetworkSource, NotThere, type RegionNetwork } from './place.ts';

/**
 * The networks that a sealed run holds, as they were when it was read. Whatever its plan and its lists name must be in it: what is not
 * there would look like nothing exposed.
 * @param regions names of Regions; without any, all that the run holds
 */
export const snapshotNetwork = (source: RunReader, plan: Plan, regions?: readonly string[]): NetworkSource => ({
  // Facts of a large Region are 100 MiB.
  atOnce: 1,
  places: (first) => places({ source, plan, ...(regions === undefined ? {} : { regions }) }, first),
});

interface Sealed {
  readonly source: RunReader;
  readonly plan: Plan;
  readonly regions?: readonly string[];
}

async function* places({ source, plan, regions }: Sealed, first: readonly CollectedName[]): AsyncIterable<NetworkPlace> {
  const paths = source.manifest.objects.map(({ key }) => key).filter((key) => /^snapshots\/.*\/_[a-z]+\.json\.gz$/.test(key));
  if (paths.length === 0)
    throw new SnapshotError(`the run ${source.id} holds no snapshots; name a run that postern collect or scan wrote`);
  const complete = completeness(source, plan);
  const held = new Set<string>();
  for (const path of paths.sort(outermostFirst)) {
    const snapshot = await loadSnapshotAt(source, path);
    complete(snapshot);
    const { account = '', region, partition = '' } = snapshot.target;
    if (region !== undefined) held.add(region);
    if (region !== undefined ? !(regions?.includes(region) ?? true) : unseenIn(plan, snapshot) === undefined) continue;
    if (snapshot.ended?.status === 'skipped') continue;
    const facts = Object.fromEntries(first.flatMap((name) => (snapshot.facts[name] ? [[name, snapshot.facts[name]]] : [])));
    const place = { partition, account, ...(region === undefined ? {} : { region }) };
    yield { ...place, facts, unread: unreadIn(plan, snapshot), network: () => networkAt(source, plan, path) };
  }
  const absent = regions?.find((name) => !held.has(name));
  if (absent !== undefined) throw new NotThere(`--region ${absent}: the run ${source.id} does not hold it`);
}

async function networkAt(source: RunReader, plan: Plan, path: string): Promise<RegionNetwork> {
  const snapshot = await loadSnapshotAt(source, path);
  const unread = unreadIn(plan, snapshot);
  if (unread !== undefined) return { facts: {}, clusters: [], unread };
  const clusters: ClusterFacts[] = [];
  for (const cluster of clustersOf({ plan }, snapshot)) {
    const { name, arn } = cluster;
    if (arn === undefined) {
      clusters.push({ name, facts: factsOfSelfManaged(cluster) });
      continue;
    }
    const own = await loadSnapshotAt(source, snapshotPath(placeOf(clusterTarget(snapshot, cluster))));
    clusters.push({ name, arn, facts: nodeGroupsOf(own.facts) });
  }
  return { facts: snapshot.facts, clusters };
}

function unreadIn(plan: Plan, snapshot: Snapshot): RegionNetwork['unread'] {
  if (snapshot.ended !== undefined) return snapshot.ended.cause;
  if (snapshot.target.kind === 'account') return unseenIn(plan, snapshot)?.cause;
  if (snapshot.notApplicable === undefined) return undefined;
  const why = `its network was not read: ${snapshot.notApplicable}`;
  return { fact: 'networkInterfaces', why, action: 'postern exposure without --snapshot reads it all the same' };
}

/** Membership asks for these; the rest of a cluster's facts need not be held. */
const nodeGroupsOf = ({ nodeGroups }: FactsOfTarget): FactsOfTarget => (nodeGroups === undefined ? {} : { nodeGroups });
