import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Executions } from '../cloud/executions.ts';
import { isExecution } from '../contract/events.ts';
import { LOCK, MANIFEST, runKey } from '../contract/keys.ts';
import { makeRunId, parseRunId, type RunId } from '../contract/run-id.ts';
import type { Store } from '../store/store.ts';
import { change, loadStanding } from './conditional.ts';

/** Who has the lock: an execution of the state machine, and the run that it makes. */
export interface Holder {
  readonly execution: string;
  readonly run: RunId;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
}

const lockSchema = v.object({
  schema: v.literal('postern/lock@1'),
  holder: v.nullable(
    v.object({
      execution: v.pipe(v.string(), v.check(isExecution)),
      run: v.custom<RunId>((run) => typeof run === 'string' && parseRunId(run) !== undefined),
      takenAt: v.pipe(v.string(), v.isoTimestamp()),
    }),
  ),
});
const schema = 'postern/lock@1';

/** What is known of an execution lags behind (DescribeExecution): one that took the lock just now may not be known yet. */
const UNKNOWN_FOR_MS = 15 * 60_000;

export interface LockRequest {
  readonly store: Store;
  readonly executions: Pick<Executions, 'state'>;
  readonly execution: string;
  readonly run: RunId;
  readonly now: Date;
}

/**
 * Takes the run lock for an execution, or says who has it. It is free if nobody took it, if it was released, or if the execution that has
 * it no longer runs; of any number that take it at once one gets it. An execution that has it already keeps it.
 * @throws StoreError, CloudError
 */
export function takeLock({ store, executions, execution, run, now }: LockRequest): Promise<Holder | 'taken'> {
  const write = { schema, holder: { execution, run, takenAt: now.toISOString() } } as const;
  return change<v.InferOutput<typeof lockSchema>, Holder | 'taken'>(store, LOCK, lockSchema, async (standing) => {
    const holder = standing?.value?.holder ?? undefined;
    if (holder === undefined) return { write, result: 'taken' };
    if (holder.execution === execution && holder.run === run) return { result: 'taken' };
    const free = holder.execution === execution || !(await isHeld(executions, holder, now));
    return free ? { write, result: 'taken' } : { result: holder };
  });
}

/** Whether a run is to be made, or why not. */
export type Beginning =
  | { readonly begin: true }
  | { readonly begin: false; readonly why: 'sealed' }
  | { readonly begin: false; readonly why: 'busy'; readonly holder: Holder };

/**
 * Begins a run once: with the lock, and only if it was not sealed before. The same event delivered twice finds the run under way or made;
 * a run whose execution ended unsealed is begun again, under its own name.
 * @throws StoreError, CloudError
 */
export async function beginRun(request: LockRequest): Promise<Beginning> {
  const got = await takeLock(request);
  if (got !== 'taken') return { begin: false, why: 'busy', holder: got };
  if (!(await isSealed(request.store, request.run))) return { begin: true };
  await releaseLock(request.store, request.execution);
  return { begin: false, why: 'sealed' };
}

/** Whether a run has its manifest. */
export async function isSealed(store: Store, run: RunId): Promise<boolean> {
  const manifest = runKey(run, MANIFEST);
  for await (const { key } of store.list(manifest)) if (key === manifest) return true;
  return false;
}

/** Releases the lock, if this execution has it. @returns whether it had */
export function releaseLock(store: Store, execution: string): Promise<boolean> {
  return change<v.InferOutput<typeof lockSchema>, boolean>(store, LOCK, lockSchema, async (standing) =>
    standing?.value?.holder?.execution === execution ? { write: { schema, holder: null }, result: true } : { result: false },
  );
}

/** Who has the lock and is still running, for whoever would have to wait. */
export async function lockHolder(store: Store, executions: Pick<Executions, 'state'>, now: Date): Promise<Holder | undefined> {
  const holder = (await loadStanding(store, LOCK, lockSchema))?.value?.holder ?? undefined;
  return holder !== undefined && (await isHeld(executions, holder, now)) ? holder : undefined;
}

async function isHeld(executions: Pick<Executions, 'state'>, holder: Holder, now: Date): Promise<boolean> {
  const state = await executions.state(holder.execution);
  // Nor is a time that is yet to come any reason to wait for it.
  return state === 'running' || (state === undefined && Math.abs(now.getTime() - Date.parse(holder.takenAt)) < UNKNOWN_FOR_MS);
}

/**
 * The run of a schedule's event: the same for the same time, however often the event is delivered, so that it is scanned once.
 * @param time ISO 8601, UTC: what the event was for (EventBridge Scheduler, `<aws.scheduler.scheduled-time>`), not when it came
 */
export function scheduledRun(time: string): RunId {
  return makeRunId(new Date(time), createHash('sha256').update(`schedule ${time}`).digest().readUInt32BE());
}
