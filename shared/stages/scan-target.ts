import type { Check } from '../checks/check.ts';
import { EventError, type TargetEvent } from '../contract/events.ts';
import { snapshotPath } from '../contract/keys.ts';
import type { Derivation } from '../derive/derive.ts';
import { judge } from './judge.ts';
import { collectCluster } from './scan.ts';
import { loadSnapshotAt, type Snapshot } from './snapshot.ts';
import { type Desk, openDesk, saveOnce, snapshotOf, type TargetWork } from './target-desk.ts';
import { clusterKeyOf, clustersOf } from './targets.ts';

/**
 * Judges an account, a Region or a cluster from the snapshots of the run, reading before what is the cluster's only. A result that is there
 * stays.
 * @throws EventError for what the run does not mean; SnapshotError for what was not collected; StoreError
 */
export async function scanTarget(work: JudgedWork, event: TargetEvent): Promise<void> {
  const desk = await openDesk(work, event.run, event.account);
  const snapshots = await snapshotsFor(desk, event);
  const { plan } = desk.stage;
  const checks = work.checks.filter(({ id }) => plan.checks.includes(id));
  await saveOnce(desk, judge(plan, checks, work.derivations, snapshots));
}

export interface JudgedWork extends TargetWork {
  readonly checks: readonly Check[];
  readonly derivations: readonly Derivation[];
}

/** The snapshots that a target is judged from: the account's, the Region's, its own. */
async function snapshotsFor(desk: Desk, { account, region, cluster }: TargetEvent): Promise<[...Snapshot[], Snapshot]> {
  const { source, stage } = desk;
  const ofAccount = await loadSnapshotAt(source, snapshotPath({ account }));
  if (region === undefined) return [ofAccount];
  const ofRegion = await loadSnapshotAt(source, snapshotPath({ account, region }));
  if (cluster === undefined) return [ofAccount, ofRegion];
  const listed = clustersOf(stage, ofRegion).find((one) => clusterKeyOf(ofRegion, one) === cluster);
  if (listed === undefined) throw new EventError('the Region does not list this cluster');
  const own = await snapshotOf(desk, { account, region, cluster }, () => collectCluster(stage, ofRegion, listed));
  return [ofAccount, ofRegion, own];
}
