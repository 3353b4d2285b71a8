import type { Check } from '../checks/check.ts';
import { PLAN } from '../contract/keys.ts';
import type { Derivation } from '../derive/derive.ts';
import { targetName } from '../engine/identity.ts';
import { collectAccount, collectRegion } from './collect.ts';
import { judge } from './judge.ts';
import { noting, type PipelineOutcome } from './outcome.ts';
import type { PlannedAccount } from './plan.ts';
import { pooled, turns } from './pool.ts';
import { saveResult } from './results.ts';
import { collectCluster } from './scan.ts';
import type { Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';
import { clustersOf, type ListedCluster, type PlannedRegion, regionsOf } from './targets.ts';

/** How far a stage is: targets that ended and all that are known of so far. */
interface StageProgress {
  readonly stage: 'collect' | 'scan';
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

export interface Pipeline extends Stage {
  readonly checks: readonly Check[];
  readonly derivations: readonly Derivation[];
  /** Whether targets are judged as soon as they are read, or only read. */
  readonly judged: boolean;
  readonly progress: (progress: StageProgress) => void;
}

/**
 * How many are read at the same time: the API budget bounds the calls, this the memory (docs/benchmarks.md). An account waits for its own
 * budget, so there are more accounts than one could keep busy; their clusters take turns.
 */
const accountsAtOnce = 16;
const regionsAtOnce = 4;
const clustersOfRegionAtOnce = 5;
const clustersAtOnce = 16;

/**
 * Plan to results in one process: accounts, their Regions, the clusters in them, each collected, written and (unless only read) judged
 * from what was written. The same stages as in AWS, where a state machine calls them.
 */
export async function runPipeline(pipeline: Pipeline): Promise<PipelineOutcome> {
  const steps: Steps = { ...counted(pipeline.progress), inTurn: turns(clustersAtOnce) };
  await pipeline.run.saveJson(PLAN, pipeline.plan);
  await pooled(pipeline.plan.accounts, accountsAtOnce, (account) => runAccount(pipeline, steps, account), pipeline.signal);
  return steps.outcome;
}

interface Steps extends ReturnType<typeof counted> {
  readonly inTurn: ReturnType<typeof turns>;
}

async function runAccount(pipeline: Pipeline, steps: Steps, account: PlannedAccount): Promise<void> {
  const snapshot = await steps.collect(1, () => collectAccount(pipeline, account));
  await judged(pipeline, snapshot);
  const regions = regionsOf(pipeline, snapshot);
  steps.add('collect', regions.length);
  await pooled(regions, regionsAtOnce, (region) => runRegion(pipeline, steps, account, snapshot, region), pipeline.signal);
}

async function runRegion(
  pipeline: Pipeline,
  steps: Steps,
  account: PlannedAccount,
  ofAccount: Snapshot,
  region: PlannedRegion,
): Promise<void> {
  const snapshot = await steps.collect(0, () => collectRegion(pipeline, account, region));
  await judged(pipeline, ofAccount, snapshot);
  const clusters = clustersOf(pipeline, snapshot);
  steps.add('scan', clusters.length);
  const scan = async (cluster: ListedCluster): Promise<void> => {
    const own = await steps.scan(() => collectCluster(pipeline, snapshot, cluster));
    await judged(pipeline, ofAccount, snapshot, own);
  };
  await pooled(clusters, clustersOfRegionAtOnce, (cluster) => steps.inTurn(() => scan(cluster)), pipeline.signal);
}

async function judged(pipeline: Pipeline, ...snapshots: [...Snapshot[], Snapshot]): Promise<void> {
  if (pipeline.judged) await saveResult(pipeline, judge(pipeline.plan, pipeline.checks, pipeline.derivations, snapshots));
}

function counted(progress: Pipeline['progress']) {
  const counts = { collect: { done: 0, total: 0 }, scan: { done: 0, total: 0 } };
  const { outcome, note } = noting();
  const add = (stage: keyof typeof counts, total: number): void => {
    counts[stage].total += total;
  };
  const step = async (stage: keyof typeof counts, work: () => Promise<Snapshot>): Promise<Snapshot> => {
    const snapshot = await work();
    counts[stage].done += 1;
    note(snapshot);
    progress({ stage, ...counts[stage], label: targetName(snapshot.target) });
    return snapshot;
  };
  return {
    outcome,
    add,
    /** `newTargets`: how many targets this step adds to the total itself. */
    collect: (newTargets: number, work: () => Promise<Snapshot>) => {
      add('collect', newTargets);
      return step('collect', work);
    },
    scan: (work: () => Promise<Snapshot>) => step('scan', work),
  };
}
