import type { CheckHead } from '../checks/check.ts';
import type { Aws } from '../clients/aws.ts';
import type { GetLimits } from '../clients/kubernetes/limits.ts';
import { EventError } from '../contract/events.ts';
import { snapshotPath } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import type { Result } from '../engine/verdict.ts';
import { StoreConflict } from '../store/error.ts';
import { openOnce } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import { insideOf } from './inside.ts';
import type { PlannedAccount } from './plan.ts';
import { saveResult } from './results.ts';
import { findSnapshotAt, loadPlan, loadSnapshotAt, type Snapshot, type SnapshotSource } from './snapshot.ts';
import type { Stage } from './stage.ts';
import { storedRun } from './stored-run.ts';

/** What one target of a run is worked on with, where each target has a process of its own. */
export interface TargetWork {
  readonly store: Store;
  readonly aws: Aws;
  /** Every check: the plan names those that were selected. */
  readonly checks: readonly CheckHead[];
  /** Aborted shortly before the process's time is up: what is not read by then is unknown, and what was read is written. */
  readonly signal?: AbortSignal;
  readonly kubernetesLimits?: Partial<GetLimits>;
  /** The time by which facts from inside of networks are old; the clock by default. */
  readonly now?: () => Date;
}

/** One account of a run, as it was planned. */
export interface Desk {
  readonly stage: Stage;
  readonly source: SnapshotSource;
  readonly account: PlannedAccount;
}

/** Opens a run where an account of it is to be worked on. @throws EventError for an account that it does not mean; SnapshotError, StoreError */
export async function openDesk(work: TargetWork, run: RunId, id: string): Promise<Desk> {
  const { store, aws, checks, signal, kubernetesLimits, now = () => new Date() } = work;
  const source = storedRun(store, run);
  const plan = await loadPlan(source);
  const account = plan.accounts.find((one) => one.id === id);
  if (account === undefined) throw new EventError('the run does not mean this account');
  const stage: Stage = {
    plan,
    run: openOnce(store, run),
    aws,
    checks: checks.filter((check) => plan.checks.includes(check.id)),
    inside: insideOf(store, now),
    ...(signal !== undefined && { signal }),
    ...(kubernetesLimits !== undefined && { kubernetesLimits }),
  };
  return { stage, source, account };
}

/**
 * The snapshot of a target: the one that is there, else the one that is read now. A process that is started twice for a target, or that
 * outlives its execution, neither reads twice nor writes over what another one wrote.
 * @throws SnapshotError, StoreError
 */
export async function snapshotOf(
  { source }: Desk,
  place: Parameters<typeof snapshotPath>[0],
  collect: () => Promise<Snapshot>,
): Promise<Snapshot> {
  const path = snapshotPath(place);
  const there = await findSnapshotAt(source, path);
  if (there !== undefined) return there;
  try {
    return await collect();
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
    return loadSnapshotAt(source, path);
  }
}

/** Saves what is said of a target; a result that is there stays. @throws StoreError */
export async function saveOnce({ stage }: Desk, result: Result): Promise<void> {
  await saveResult(stage, result).catch((error: unknown) => {
    if (!(error instanceof StoreConflict)) throw error;
  });
}
