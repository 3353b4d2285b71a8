import { integration } from './check.ts';
import { StatesError, withinQuota } from './errors.ts';
import { evaluate, evaluateNumber } from './expression.ts';
import { type Json, type JsonObject, plain } from './json.ts';
import type { TaskState } from './schema.ts';
import { frameOf, type Progress, type Scope, unlessAborted } from './scope.ts';

/** Calls the integration of a Task: its result. @throws StatesError as the integration reports it, or States.Timeout. */
export async function performTask(
  state: TaskState,
  name: string,
  scope: Scope,
  progress: Progress,
  context: JsonObject,
): Promise<Json> {
  const { history } = scope.execution;
  const frame = frameOf(scope, progress, context);
  const input = state.Arguments === undefined ? progress.input : await evaluate(state.Arguments, frame, 'Arguments');
  withinQuota(input, `The input of the task of the state '${name}'`);
  const seconds =
    state.TimeoutSeconds === undefined ? undefined : await evaluateNumber(state.TimeoutSeconds, frame, 'TimeoutSeconds');
  const event = { state: name, resource: state.Resource };
  history.add('TaskScheduled', { ...event, input });
  history.add('TaskStarted', event);
  try {
    const result = await call(state, input, seconds, scope, context);
    withinQuota(result, `The output of the task of the state '${name}'`);
    history.add('TaskSucceeded', { ...event, output: result });
    return result;
  } catch (error) {
    if (error instanceof StatesError) {
      const type = error.error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed';
      history.add(type, { ...event, error: error.error, cause: error.reason });
    }
    throw error;
  }
}

async function call(
  state: TaskState,
  input: Json,
  seconds: number | undefined,
  scope: Scope,
  context: JsonObject,
): Promise<Json> {
  const task = scope.world.tasks[integration(state.Resource) ?? ''];
  // The definition was checked against these tasks before the execution began.
  if (task === undefined) throw new Error(`no task ${state.Resource}`);
  const ended = new AbortController();
  const signal = AbortSignal.any([scope.signal, ended.signal]);
  const result = task(input, { signal, context, resource: state.Resource });
  const racers: Promise<unknown>[] = [result];
  if (seconds !== undefined) racers.push(expire(scope.world.timeout(seconds * 1_000, signal), seconds));
  try {
    return plain(await unlessAborted(Promise.race(racers), scope.signal));
  } finally {
    ended.abort();
    // Nobody waits for what lost the race.
    for (const racer of racers) racer.catch(() => undefined);
  }
}

async function expire(timer: Promise<void>, seconds: number): Promise<never> {
  await timer;
  throw new StatesError('States.Timeout', `The task ran longer than ${seconds} seconds.`);
}
