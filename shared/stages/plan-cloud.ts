import type { Scope, Start } from '../contract/events.ts';
import { ACCOUNTS, PLAN, runKey } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import { StoreConflict, StoreError } from '../store/error.ts';
import { saveJson } from '../store/json.ts';
import type { Store } from '../store/store.ts';
import { type Beginning, beginRun, type LockRequest, scheduledRun } from './lock.ts';
import type { Plan } from './plan.ts';
import { loadPlan, SnapshotError } from './snapshot.ts';
import { storedRun } from './stored-run.ts';

/** What the plan of a run is made from: who asked for it, and for what. */
export interface Asked {
  readonly run: RunId;
  readonly startedAt: Date;
  readonly trigger: Start['trigger'];
  /** Empty: everything that the deployment scans. */
  readonly scope: Scope;
}

export interface CloudPlanning extends Omit<LockRequest, 'run'> {
  readonly start: Start;
  /** Asks AWS which accounts there are, and puts the plan together. */
  readonly plan: (asked: Asked) => Promise<Plan>;
}

/** What the state machine goes on with: the key of the list of accounts, or why there is nothing to do. */
export type Planned =
  | { readonly begin: true; readonly run: RunId; readonly accounts: string }
  | (Extract<Beginning, { readonly begin: false }> & { readonly run: RunId });

/**
 * Begins a run and plans it: with the lock, writes `plan.json` and the accounts as items of work ({run, account} each). Run again, by the
 * same execution or by one that took the run over, it keeps the plan that there is: what was read is judged by the clock of the first.
 * @throws StoreError, CloudError, and what `plan` throws
 */
export async function planCloud({ start, plan, ...lock }: CloudPlanning): Promise<Planned> {
  const { store, now } = lock;
  const run = start.trigger === 'schedule' ? scheduledRun(start.time) : start.run;
  const beginning = await beginRun({ ...lock, run });
  if (!beginning.begin) return { ...beginning, run };
  const scope = start.trigger === 'request' ? start.scope : {};
  const made =
    (await planOf(store, run)) ?? (await saved(store, run, await plan({ run, startedAt: now, trigger: start.trigger, scope })));
  const accounts = runKey(run, ACCOUNTS);
  await saveJson(
    store,
    accounts,
    made.accounts.map(({ id }) => ({ run, account: id })),
  );
  return { begin: true, run, accounts };
}

/**
 * Saves a plan, unless another attempt did meanwhile: one that was slow, and outlived its execution, must not write over what a run was
 * made by, and sealed with. What stands there and is no plan is written over.
 * @returns the plan that counts
 */
async function saved(store: Store, run: RunId, made: Plan): Promise<Plan> {
  const key = runKey(run, PLAN);
  try {
    await saveJson(store, key, made, { ifNoneMatch: true });
    return made;
  } catch (error) {
    if (!(error instanceof StoreConflict)) throw error;
  }
  const theirs = await planOf(store, run);
  if (theirs === undefined) await saveJson(store, key, made);
  return theirs ?? made;
}

/** The plan that an earlier attempt wrote, if it did. */
async function planOf(store: Store, run: RunId): Promise<Plan | undefined> {
  try {
    return await loadPlan(storedRun(store, run));
  } catch (error) {
    if (error instanceof SnapshotError || (error instanceof StoreError && error.kind === 'corrupt')) return undefined;
    throw error;
  }
}
