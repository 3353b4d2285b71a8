import { Aborted } from './errors.ts';
import type { Frame } from './expression.ts';
import type { History } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import type { StateGraph } from './schema.ts';
import type { World } from './world.ts';

export type Status = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** How far an execution, or an iteration of a Map, has come: where a redrive goes on. */
export interface Progress {
  status: Status;
  /** Of the state that is being executed, or is next. */
  state: string;
  input: Json;
  variables: Record<string, Json>;
  /** Of the Map that is being executed. */
  map?: MapProgress;
  output?: Json;
  error?: string;
  cause?: string;
}

/** One child of a Map: an iteration, or an execution of its own. */
export interface Unit {
  index: number;
  value: Json;
  /** How many items it stands for. */
  items: number;
  input: Json;
  progress: Progress;
  execution?: ExecutionInfo;
}

export interface MapProgress {
  units: Unit[];
  /** Of a Distributed Map. */
  run?: MapRun;
}

/** A Map Run: the children that one Distributed Map started. */
export interface MapRun {
  arn: string;
  label: string;
  uuid: string;
  units: Unit[];
  redriveCount: number;
}

/** Who an execution is; `$states.context` and results show it. */
export interface ExecutionInfo {
  arn: string;
  name: string;
  roleArn: string;
  stateMachineArn: string;
  stateMachineName: string;
  input: Json;
  startDate: string;
  stopDate?: string;
  redriveCount: number;
  redriveDate?: string;
  history: History;
  mapRuns: MapRun[];
}

/** What a state is executed in. */
export interface Scope {
  graph: StateGraph;
  world: World;
  execution: ExecutionInfo;
  signal: AbortSignal;
  /** Variables of the scopes around this one, which may be read. */
  outer: Readonly<Record<string, Json>>;
  /** Of an inline Map's iteration. */
  item?: { Index: number; Value: Json };
  /** Runs a graph from where its progress says: given, so that a Map does not import the machine that runs it. */
  run(scope: Scope, progress: Progress): Promise<void>;
}

/** The state being executed, as it began. */
export interface Entered {
  name: string;
  at: string;
  retryCount: number;
}

/** Progress at the beginning of a graph. */
export function beginning(graph: StateGraph, input: Json): Progress {
  return { status: 'PENDING', state: graph.StartAt, input, variables: {} };
}

/** The children that have not succeeded: all, or after a redrive those that failed, were aborted or never began. */
export function unfinished({ units }: MapProgress): Unit[] {
  return units.filter(({ progress }) => progress.status !== 'SUCCEEDED');
}

/** `$states.context` (developer guide, "Accessing execution data from the Context object"). */
export function contextOf(scope: Scope, entered: Entered, item = scope.item): JsonObject {
  const { execution } = scope;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: execution.startDate,
      RedriveCount: execution.redriveCount,
      ...(execution.redriveDate === undefined ? {} : { RedriveTime: execution.redriveDate }),
    },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    State: { EnteredTime: entered.at, Name: entered.name, RetryCount: entered.retryCount },
    ...(item === undefined ? {} : { Map: { Item: { ...item } } }),
  };
}

/** What the expressions of a state see; `more` holds `result` or `errorOutput` where they exist. */
export function frameOf(scope: Scope, progress: Progress, context: JsonObject, more: Partial<Frame['states']> = {}): Frame {
  const variables = { ...scope.outer, ...progress.variables };
  return { states: { input: progress.input, context, ...more }, variables, ambient: scope.world };
}

/** The promise's value, unless the signal is aborted first. @throws Aborted. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new Aborted());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
