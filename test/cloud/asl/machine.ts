import { Aborted, matches, StatesError, withinQuota } from './errors.ts';
import { evaluate, evaluateString, wrong } from './expression.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { performMap } from './map.ts';
import { retries } from './retry.ts';
import type { Catcher, ChoiceState, FailState, State, WaitState } from './schema.ts';
import { contextOf, frameOf, type Progress, type Scope, unlessAborted } from './scope.ts';
import { performTask } from './task.ts';

/** Where a state leads; without `next` the graph has ended. */
interface Step {
  output: Json;
  next?: string;
}

/** What decides output, variables and way on, once a state's work is done: the state itself, or one of its choices or catchers. */
interface Ending {
  Output?: Json;
  Assign?: Record<string, Json>;
  Next?: string;
}

/**
 * Runs the graph from where its progress says until it has succeeded, failed or was aborted, and writes that into the progress.
 * @throws only what no execution can cause: a mistake in a task, or in this interpreter.
 */
export async function runGraph(scope: Scope, progress: Progress): Promise<void> {
  progress.status = 'RUNNING';
  delete progress.error;
  delete progress.cause;
  try {
    for (;;) {
      const state = scope.graph.States[progress.state];
      if (state === undefined) throw new Error(`no state ${progress.state}`);
      const { next, output } = await runState(progress.state, state, scope, progress);
      delete progress.map;
      if (next === undefined) {
        Object.assign(progress, { status: 'SUCCEEDED', output });
        return;
      }
      Object.assign(progress, { state: next, input: output });
    }
  } catch (error) {
    if (error instanceof Aborted) progress.status = 'ABORTED';
    else if (error instanceof StatesError)
      Object.assign(progress, { status: 'FAILED', error: error.error, cause: error.reason });
    else throw error;
  }
}

async function runState(name: string, state: State, scope: Scope, progress: Progress): Promise<Step> {
  const { history } = scope.execution;
  const index = scope.item === undefined ? {} : { index: scope.item.Index };
  const at = new Date(scope.world.clock()).toISOString();
  history.add(`${state.Type}StateEntered`, { state: name, input: progress.input, ...index });
  const { Retry = [], Catch = [] } = state.Type === 'Task' || state.Type === 'Map' ? state : {};
  const retry = retries(Retry, scope.world.random);
  for (let retryCount = 0; ; retryCount++) {
    if (scope.signal.aborted) throw new Aborted();
    const context = contextOf(scope, { name, at, retryCount });
    try {
      const step = await perform(name, state, scope, progress, context);
      history.add(`${state.Type}StateExited`, { state: name, output: step.output, ...index });
      return step;
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const milliseconds = retry(error);
      if (milliseconds !== undefined) {
        delete progress.map;
        await unlessAborted(scope.world.wait(milliseconds, scope.signal), scope.signal);
        continue;
      }
      const catcher = Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
      if (catcher === undefined) throw error;
      const step = await handle(catcher, error, scope, progress, context);
      history.add(`${state.Type}StateExited`, { state: name, output: step.output, ...index });
      return step;
    }
  }
}

/** The work of one state, once. */
async function perform(name: string, state: State, scope: Scope, progress: Progress, context: JsonObject): Promise<Step> {
  switch (state.Type) {
    case 'Pass':
    case 'Succeed':
      return end(state, progress.input, scope, progress, context);
    case 'Choice':
      return choose(name, state, scope, progress, context);
    case 'Wait':
      await waitFor(state, scope, progress, context);
      return end(state, progress.input, scope, progress, context);
    case 'Fail':
      return fail(state, scope, progress, context);
    case 'Task': {
      const result = await performTask(state, name, scope, progress, context);
      return end(state, result, scope, progress, context, { result });
    }
    case 'Map': {
      const result = await performMap(state, name, scope, progress, context);
      return end(state, result, scope, progress, context, { result });
    }
  }
}

/** Output and Assign see the same values: neither sees what the other gives. */
async function end(
  ending: Ending,
  otherwise: Json,
  scope: Scope,
  progress: Progress,
  context: JsonObject,
  more: { result?: Json; errorOutput?: Json } = {},
): Promise<Step> {
  const frame = frameOf(scope, progress, context, more);
  const output = ending.Output === undefined ? otherwise : await evaluate(ending.Output, frame, 'Output');
  const assigned = ending.Assign === undefined ? {} : await evaluate(ending.Assign, frame, 'Assign');
  withinQuota(output, `The output of the state '${progress.state}'`);
  withinQuota(assigned, `The variables assigned by the state '${progress.state}'`);
  if (isObject(assigned)) Object.assign(progress.variables, assigned);
  return { output, ...(ending.Next === undefined ? {} : { next: ending.Next }) };
}

async function handle(
  catcher: Catcher,
  error: StatesError,
  scope: Scope,
  progress: Progress,
  context: JsonObject,
): Promise<Step> {
  const errorOutput = { Error: error.error, Cause: error.reason };
  return end(catcher, errorOutput, scope, progress, context, { errorOutput });
}

async function choose(name: string, state: ChoiceState, scope: Scope, progress: Progress, context: JsonObject): Promise<Step> {
  const frame = frameOf(scope, progress, context);
  for (const [index, rule] of state.Choices.entries()) {
    const holds = await evaluate(rule.Condition, frame, `Choices[${index}].Condition`);
    if (typeof holds !== 'boolean')
      throw wrong(`Choices[${index}].Condition`, `gave ${JSON.stringify(holds)}, where true or false is needed`);
    if (holds) return end(rule, progress.input, scope, progress, context);
  }
  if (state.Default !== undefined) return end({ ...state, Next: state.Default }, progress.input, scope, progress, context);
  // States.NoChoiceMatched is reserved: the guide says that this name is reported.
  throw new StatesError(
    'States.Runtime',
    `Failed to transition out of the state '${name}'. The state does not point to a next state.`,
  );
}

async function waitFor(state: WaitState, scope: Scope, progress: Progress, context: JsonObject): Promise<void> {
  const frame = frameOf(scope, progress, context);
  let milliseconds: number;
  if (state.Timestamp !== undefined) {
    const until = Date.parse(await evaluateString(state.Timestamp, frame, 'Timestamp'));
    if (Number.isNaN(until)) throw wrong('Timestamp', 'gave no time');
    milliseconds = Math.max(0, until - scope.world.clock());
  } else {
    const seconds = await evaluate(state.Seconds ?? 0, frame, 'Seconds');
    if (typeof seconds !== 'number' || seconds < 0) throw wrong('Seconds', 'gave no number of seconds');
    milliseconds = seconds * 1_000;
  }
  await unlessAborted(scope.world.wait(milliseconds, scope.signal), scope.signal);
}

async function fail(state: FailState, scope: Scope, progress: Progress, context: JsonObject): Promise<never> {
  const frame = frameOf(scope, progress, context);
  const error = state.Error === undefined ? '' : await evaluateString(state.Error, frame, 'Error');
  const cause = state.Cause === undefined ? '' : await evaluateString(state.Cause, frame, 'Cause');
  throw new StatesError(error, cause);
}
