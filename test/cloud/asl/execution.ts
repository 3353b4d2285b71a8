import { setImmediate } from 'node:timers/promises';
import { checkDefinition } from './check.ts';
import { withinQuota } from './errors.ts';
import { uuid } from './functions.ts';
import { History, type HistoryEvent } from './history.ts';
import { type Json, plain } from './json.ts';
import { runGraph } from './machine.ts';
import type { Machine } from './schema.ts';
import { beginning, type ExecutionInfo, type MapRun, type Progress, type Status } from './scope.ts';
import { defaultWorld, type World } from './world.ts';

/** How an execution is started; what is not given of the world is as in `defaultWorld`. */
export interface StartOptions extends Partial<World> {
  /** `{}` when it is not given, as of StartExecution. */
  input?: Json;
  /** The execution's name; a UUID when it is not given. */
  name?: string;
  /** arn:<partition>:states:<region>:<account>:stateMachine:<name> */
  stateMachineArn?: string;
  roleArn?: string;
}

export interface Outcome {
  status: Status;
  output?: Json;
  error?: string;
  cause?: string;
}

/** An execution that was started. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: Json;
  /** ISO 8601, as the clock that was given says. */
  readonly startDate: string;
  readonly stopDate: string | undefined;
  readonly redriveCount: number;
  readonly status: Status;
  readonly history: History;
  readonly events: readonly HistoryEvent[];
  /** Its Distributed Maps' runs, with all children: their inputs, progress, executions and histories. */
  readonly mapRuns: readonly MapRun[];
  /** How it ended. Rejects only for a mistake in a task or in the interpreter, never for an execution that failed. */
  readonly done: Promise<Outcome>;
  /** StopExecution: resolves once it has ended. Children are aborted; a call that is under way goes on unheard. */
  stop(error?: string, cause?: string): Promise<Outcome>;
  /** RedriveExecution: goes on where it failed; what succeeded, of children too, is kept. @throws Error while it runs or when it succeeded. */
  redrive(world?: Partial<World>): Promise<Outcome>;
}

/**
 * Starts an execution of a Standard workflow.
 * @throws UnsupportedDefinition, and StatesError States.DataLimitExceeded for an input over the quota.
 */
export function startStateMachine(definition: unknown, options: StartOptions = {}): Execution {
  const { input = {}, name, stateMachineArn, roleArn, ...given } = options;
  const world = defaultWorld(given);
  const machine = checkDefinition(definition, Object.keys(world.tasks));
  const arn = stateMachineArn ?? 'arn:aws:states:us-east-1:123456789012:stateMachine:machine';
  const own = name ?? uuid(world.random);
  return new Running(machine, world, {
    arn: `${arn.replace(':stateMachine:', ':execution:')}:${own}`,
    name: own,
    roleArn: roleArn ?? 'arn:aws:iam::123456789012:role/machine',
    stateMachineArn: arn,
    stateMachineName: arn.slice(arn.lastIndexOf(':') + 1),
    input: withinQuota(plain(input), 'The input of the execution'),
    startDate: new Date(world.clock()).toISOString(),
    redriveCount: 0,
    history: new History(world.clock),
    mapRuns: [],
  });
}

/** Starts an execution and waits for its end. @throws as startStateMachine, and for a mistake in a task. */
export async function runStateMachine(definition: unknown, options: StartOptions = {}): Promise<Execution & Outcome> {
  const execution = startStateMachine(definition, options);
  await execution.done;
  return execution as Execution & Outcome;
}

class Running implements Execution {
  readonly input: Json;
  done: Promise<Outcome>;
  #machine: Machine;
  #world: World;
  #info: ExecutionInfo;
  #progress: Progress;
  #stop = new AbortController();

  constructor(machine: Machine, world: World, info: ExecutionInfo) {
    this.input = info.input;
    this.#machine = machine;
    this.#world = world;
    this.#info = info;
    this.#progress = { ...beginning(machine, info.input), status: 'RUNNING' };
    info.history.add('ExecutionStarted', { input: info.input });
    this.done = this.#run();
  }

  get arn(): string {
    return this.#info.arn;
  }
  get name(): string {
    return this.#info.name;
  }
  get stateMachineArn(): string {
    return this.#info.stateMachineArn;
  }
  get startDate(): string {
    return this.#info.startDate;
  }
  get stopDate(): string | undefined {
    return this.#info.stopDate;
  }
  get redriveCount(): number {
    return this.#info.redriveCount;
  }
  get status(): Status {
    return this.#progress.status;
  }
  get output(): Json | undefined {
    return this.#progress.output;
  }
  get error(): string | undefined {
    return this.#progress.error;
  }
  get cause(): string | undefined {
    return this.#progress.cause;
  }
  get history(): History {
    return this.#info.history;
  }
  get events(): readonly HistoryEvent[] {
    return this.#info.history.events;
  }
  get mapRuns(): readonly MapRun[] {
    return this.#info.mapRuns;
  }

  stop(error?: string, cause?: string): Promise<Outcome> {
    this.#stop.abort({ status: 'ABORTED', ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
    return this.done;
  }

  redrive(world: Partial<World> = {}): Promise<Outcome> {
    const { status } = this.#progress;
    if (status === 'RUNNING' || status === 'SUCCEEDED') throw new Error(`Execution is ${status} and cannot be redriven`);
    this.#world = { ...this.#world, ...world };
    this.#stop = new AbortController();
    this.#progress.status = 'RUNNING';
    Object.assign(this.#info, { redriveCount: this.#info.redriveCount + 1, redriveDate: this.#now() });
    delete this.#info.stopDate;
    this.#info.history.add('ExecutionRedriven');
    this.done = this.#run();
    return this.done;
  }

  #now(): string {
    return new Date(this.#world.clock()).toISOString();
  }

  async #run(): Promise<Outcome> {
    // The caller has the execution before anything of it happens, so that its tasks can name it.
    await setImmediate();
    const ended = new AbortController();
    const { TimeoutSeconds: seconds } = this.#machine;
    if (seconds !== undefined) void this.#expire(seconds, ended.signal);
    const { signal } = this.#stop;
    const scope = { graph: this.#machine, world: this.#world, execution: this.#info, signal, outer: {}, run: runGraph };
    try {
      await runGraph(scope, this.#progress);
    } finally {
      ended.abort();
      this.#info.stopDate = this.#now();
    }
    if (this.#progress.status === 'ABORTED') Object.assign(this.#progress, signal.reason);
    const { status, output, error, cause } = this.#progress;
    const type = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut' }[status as string] ?? 'Aborted';
    const outcome = {
      ...(output !== undefined && { output }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
    this.#info.history.add(`Execution${type}`, outcome);
    return { status, ...outcome };
  }

  async #expire(seconds: number, ended: AbortSignal): Promise<void> {
    const cause = `The execution ran longer than ${seconds} seconds.`;
    const stop = this.#stop;
    await this.#world.timeout(seconds * 1_000, ended).then(
      () => stop.abort({ status: 'TIMED_OUT', error: 'States.Timeout', cause }),
      () => undefined,
    );
  }
}
