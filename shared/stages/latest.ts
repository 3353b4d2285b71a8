import * as v from 'valibot';
import { LATEST } from '../contract/keys.ts';
import { parseRunId, type RunId } from '../contract/run-id.ts';
import type { Store } from '../store/store.ts';
import { change, loadStanding } from './conditional.ts';
import { isSealed } from './lock.ts';

const latestSchema = v.object({
  schema: v.literal('postern/latest@1'),
  run: v.custom<RunId>((run) => typeof run === 'string' && parseRunId(run) !== undefined),
  sealedAt: v.pipe(v.string(), v.isoTimestamp()),
});

/**
 * Says which sealed run is the newest, unless a newer one is named already: run ids sort by time. What stands there and is nothing of
 * ours, or a run that was never sealed, is written over. @returns whether this run is the newest
 */
export function updateLatest(
  store: Store,
  { run, sealedAt }: { readonly run: RunId; readonly sealedAt: string },
): Promise<boolean> {
  return change<v.InferOutput<typeof latestSchema>, boolean>(store, LATEST, latestSchema, async (standing) => {
    const current = standing?.value?.run;
    if (current === run) return { result: true };
    if (current !== undefined && current > run && (await isSealed(store, current))) return { result: false };
    return { write: { schema: 'postern/latest@1', run, sealedAt }, result: true };
  });
}

/** The newest sealed run, or undefined where none was sealed. */
export const latestRun = async (store: Store): Promise<RunId | undefined> =>
  (await loadStanding(store, LATEST, latestSchema))?.value?.run;
