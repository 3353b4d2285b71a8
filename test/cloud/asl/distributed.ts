import { Aborted, StatesError, withinQuota } from './errors.ts';
import { evaluateNumber, type Frame } from './expression.ts';
import { uuid } from './functions.ts';
import { History } from './history.ts';
import type { Json } from './json.ts';
import { pool } from './pool.ts';
import { transform, write } from './results.ts';
import type { MapState } from './schema.ts';
import { type ExecutionInfo, type MapProgress, type MapRun, type Scope, type Unit, unfinished } from './scope.ts';

/**
 * Runs a Map Run: each child an execution of its own, as many at a time as allowed, until all have ended or more have failed than are tolerated.
 * @throws StatesError States.ExceedToleratedFailureThreshold, States.ResultWriterFailed or States.DataLimitExceeded.
 */
export async function performDistributed(
  state: MapState,
  name: string,
  map: MapProgress,
  limit: number,
  scope: Scope,
  frame: Frame,
): Promise<Json> {
  const { history } = scope.execution;
  const exceeds = await tolerance(state, map.units, frame);
  const run = begin(state, map, scope);
  history.add(run.redriveCount === 0 ? 'MapRunStarted' : 'MapRunRedriven', { state: name, mapRunArn: run.arn });
  const enough = new AbortController();
  const signal = AbortSignal.any([scope.signal, enough.signal]);
  let failedItems = 0;
  await pool(
    unfinished(map),
    limit,
    () => signal.aborted,
    async (unit) => {
      await runChild(state, run, unit, scope, signal);
      if (unit.progress.status === 'FAILED') failedItems += unit.items;
      if (exceeds(failedItems)) enough.abort();
    },
  );
  if (scope.signal.aborted) {
    history.add('MapRunAborted', { state: name, mapRunArn: run.arn });
    throw new Aborted();
  }
  // Results are written of a Map Run that failed, too: that is how one learns which children did.
  const written = state.ResultWriter && (await write(state.ResultWriter, run, scope, frame));
  if (exceeds(failedItems)) {
    history.add('MapRunFailed', { state: name, mapRunArn: run.arn, error: 'States.ExceedToleratedFailureThreshold' });
    throw new StatesError('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded');
  }
  history.add('MapRunSucceeded', { state: name, mapRunArn: run.arn });
  return withinQuota(written ?? transform(map.units, 'COMPACT'), `The output of the Map Run of the state '${name}'`);
}

/** The run of this Map: a new one, or after a redrive the one that it had. */
function begin(state: MapState, map: MapProgress, { execution, world }: Scope): MapRun {
  if (map.run !== undefined) {
    map.run.redriveCount += 1;
    return map.run;
  }
  const [id, label] = [uuid(world.random), state.Label ?? uuid(world.random)];
  const arn = `${execution.stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${id}`;
  map.run = { arn, label, uuid: id, units: map.units, redriveCount: 0 };
  execution.mapRuns.push(map.run);
  return map.run;
}

/** A function of the items that have failed: are they too many? Without a threshold, one is; with both, either one decides. */
async function tolerance(state: MapState, units: readonly Unit[], frame: Frame): Promise<(failed: number) => boolean> {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = state;
  const total = units.reduce((sum, unit) => sum + unit.items, 0);
  if (count === undefined && percentage === undefined) return (failed) => failed > 0;
  const most = count === undefined ? total : await evaluateNumber(count, frame, 'ToleratedFailureCount');
  const share = percentage === undefined ? 100 : await evaluateNumber(percentage, frame, 'ToleratedFailurePercentage', false);
  // Multiplied, not divided: 29 of 100 are 29 per cent, also in floating point.
  return (failed) => failed > most || failed * 100 > share * total;
}

/** Runs one child from its beginning, or after a redrive from where it failed, under the ARN that it had. */
async function runChild(state: MapState, run: MapRun, unit: Unit, scope: Scope, signal: AbortSignal): Promise<void> {
  const { world } = scope;
  const now = (): string => new Date(world.clock()).toISOString();
  const resumed = unit.execution !== undefined;
  unit.execution ??= child(run, unit, scope, now());
  const { execution } = unit;
  if (resumed) Object.assign(execution, { redriveCount: execution.redriveCount + 1, redriveDate: now() });
  execution.history.add(resumed ? 'ExecutionRedriven' : 'ExecutionStarted', { input: unit.input });
  await scope.run({ graph: state.ItemProcessor, world, execution, signal, outer: {}, run: scope.run }, unit.progress);
  execution.stopDate = now();
  const { status, output, error, cause } = unit.progress;
  if (status === 'SUCCEEDED') execution.history.add('ExecutionSucceeded', output === undefined ? {} : { output });
  else if (status === 'FAILED') execution.history.add('ExecutionFailed', { error: error ?? '', cause: cause ?? '' });
  else execution.history.add('ExecutionAborted');
}

function child(run: MapRun, unit: Unit, { execution: parent, world }: Scope, startDate: string): ExecutionInfo {
  const name = uuid(world.random);
  const stateMachineArn = `${parent.stateMachineArn}/${run.label}`;
  return {
    arn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    name,
    roleArn: parent.roleArn,
    stateMachineArn,
    stateMachineName: `${parent.stateMachineName}/${run.label}`,
    input: unit.input,
    startDate,
    redriveCount: 0,
    history: new History(world.clock),
    mapRuns: [],
  };
}
