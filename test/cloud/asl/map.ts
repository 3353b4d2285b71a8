import { performDistributed } from './distributed.ts';
import { Aborted, StatesError } from './errors.ts';
import { evaluateNumber } from './expression.ts';
import { unitsOf } from './items.ts';
import type { Json, JsonObject } from './json.ts';
import { pool } from './pool.ts';
import type { MapState } from './schema.ts';
import { frameOf, type MapProgress, type Progress, type Scope, type Unit, unfinished } from './scope.ts';

/** The most iterations of an inline Map, and children of a Map Run, at a time (Step Functions quotas). */
const MOST = { INLINE: 40, DISTRIBUTED: 10_000 };

/**
 * Runs a Map's children: what each of them gives, in the items' order, or what ResultWriter gives. What a redrive finds in the progress is kept.
 * @throws StatesError of the first iteration that failed; of a Map Run, States.ExceedToleratedFailureThreshold.
 */
export async function performMap(
  state: MapState,
  name: string,
  scope: Scope,
  progress: Progress,
  context: JsonObject,
): Promise<Json> {
  const frame = frameOf(scope, progress, context);
  const asked = state.MaxConcurrency === undefined ? 0 : await evaluateNumber(state.MaxConcurrency, frame, 'MaxConcurrency');
  const mode = state.ItemProcessor.ProcessorConfig?.Mode ?? 'INLINE';
  // 0 stands for as many as may be.
  const limit = Math.min(asked === 0 ? MOST[mode] : asked, MOST[mode]);
  progress.map ??= { units: await unitsOf(state, scope, progress, context) };
  const { map } = progress;
  scope.execution.history.add('MapStateStarted', { state: name });
  try {
    const result =
      mode === 'DISTRIBUTED'
        ? await performDistributed(state, name, map, limit, scope, frame)
        : await performInline(state, name, map, limit, scope, progress);
    scope.execution.history.add('MapStateSucceeded', { state: name });
    return result;
  } catch (error) {
    if (error instanceof StatesError)
      scope.execution.history.add('MapStateFailed', { state: name, error: error.error, cause: error.reason });
    if (error instanceof Aborted) scope.execution.history.add('MapStateAborted', { state: name });
    throw error;
  }
}

async function performInline(
  state: MapState,
  name: string,
  map: MapProgress,
  limit: number,
  scope: Scope,
  progress: Progress,
): Promise<Json> {
  const enough = new AbortController();
  const signal = AbortSignal.any([scope.signal, enough.signal]);
  const outer = { ...scope.outer, ...progress.variables };
  let failed: Progress | undefined;
  const iterate = async (unit: Unit): Promise<void> => {
    const { history } = scope.execution;
    history.add('MapIterationStarted', { state: name, index: unit.index });
    const item = { Index: unit.index, Value: unit.value };
    await scope.run({ ...scope, graph: state.ItemProcessor, signal, outer, item }, unit.progress);
    const { status } = unit.progress;
    const ended = { SUCCEEDED: 'Succeeded', FAILED: 'Failed' }[status as string] ?? 'Aborted';
    history.add(`MapIteration${ended}`, { state: name, index: unit.index });
    if (status !== 'FAILED' || failed !== undefined) return;
    failed = unit.progress;
    enough.abort();
  };
  await pool(unfinished(map), limit, () => signal.aborted, iterate);
  if (scope.signal.aborted) throw new Aborted();
  if (failed !== undefined) throw new StatesError(failed.error ?? '', failed.cause ?? '');
  return map.units.map((unit) => unit.progress.output ?? null);
}
