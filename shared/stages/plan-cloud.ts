import type { Scope, Start } from '../contract/events.ts';
import { ACCOUNTS, PLAN, runKey } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import { saveJson } from '../store/json.ts';
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
  const kept = await planOf(storedRun(store, run));
  const made = kept ?? (await plan({ run, startedAt: now, trigger: start.trigger, scope }));
  if (kept === undefined) await saveJson(store, runKey(run, PLAN), made);
  const accounts = runKey(run, ACCOUNTS);
  await saveJson(
    store,
    accounts,
    made.accounts.map(({ id }) => ({ run, account: id })),
  );
  return { begin: true, run, accounts };
}

/** The plan that an earlier attempt wrote, if it did. */
async function planOf(source: Parameters<typeof loadPlan>[0]): Promise<Plan | undefined> {
  try {
    return await loadPlan(source);
  } catch (error) {
    if (error instanceof SnapshotError) return undefined;
    throw error;
  }
}
