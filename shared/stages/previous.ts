import type { RunId } from '../contract/run-id.ts';
import { StoreError } from '../store/error.ts';
import { sealedRuns } from '../store/manifest.ts';
import { type RunReader, readRun } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import type { Plan } from './plan.ts';
import { loadPlan, SnapshotError } from './snapshot.ts';

/** How many earlier runs are looked at: requests for one cluster may have come between two nights. */
const MOST = 50;

/**
 * The newest sealed run before this one that looked wherever this one did: beside a run of one cluster everything else would be new.
 * A run that cannot be read is passed over.
 * @throws StoreError where the store itself cannot be read
 */
export async function previousRun(store: Store, run: RunId, plan: Plan): Promise<RunReader | undefined> {
  let tried = 0;
  for await (const id of sealedRuns(store)) {
    if (id >= run) continue;
    if (++tried > MOST) return undefined;
    const reader = await comparable(store, id, plan);
    if (reader !== undefined) return reader;
  }
  return undefined;
}

async function comparable(store: Store, id: RunId, plan: Plan): Promise<RunReader | undefined> {
  try {
    const reader = await readRun(store, id);
    return reader !== undefined && isAsWide(await loadPlan(reader), plan) ? reader : undefined;
  } catch (error) {
    if (error instanceof SnapshotError || (error instanceof StoreError && error.kind === 'corrupt')) return undefined;
    throw error;
  }
}

/** Whether an earlier plan means at least what the later one does. A schedule means everything there was. */
export function isAsWide(earlier: Plan, later: Plan): boolean {
  if (earlier.run.trigger === 'schedule') return true;
  const accounts = ({ accounts }: Plan) => accounts.map(({ id }) => id);
  return (
    holds(accounts(earlier), accounts(later)) &&
    holds(earlier.regions, later.regions) &&
    holds(earlier.clusters, later.clusters) &&
    holds(earlier.checks, later.checks)
  );
}

/** No list means all. */
const holds = (earlier: readonly string[] | undefined, later: readonly string[] | undefined): boolean =>
  earlier === undefined || (later !== undefined && new Set(later).isSubsetOf(new Set(earlier)));
