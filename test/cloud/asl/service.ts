import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asked } from '../../cloud-core/service.ts';
import { read } from '../lambda/body.ts';
import { patient } from '../patient.ts';
import { StatesError } from './errors.ts';
import { type Execution, type Outcome, type StartOptions, startStateMachine } from './execution.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** A state machine that can be started: its definition, and all that its executions need but input and name. */
export interface Deployed extends Omit<StartOptions, 'input' | 'name' | 'stateMachineArn'> {
  definition: unknown;
}

/** A running Step Functions. */
export interface StepFunctions {
  /** For `AWS_ENDPOINT_URL_SFN`: http://127.0.0.1:<port> */
  url: string;
  /** Executions by ARN, in the order in which they were started. */
  executions: ReadonlyMap<string, Execution>;
  /** Every request of the API, in the order in which they came. */
  asked: readonly Asked[];
  /** StartExecution without HTTP, as a schedule makes it. @throws Error with the name that the API would give. */
  start(stateMachineArn: string, name: string | undefined, input: Json): Execution;
  /** Resolves when no execution runs. @throws for a mistake in a task. */
  settled(): Promise<void>;
  /** Stops what runs, and the server. */
  close(): Promise<void>;
}

/** An error that the API answers with. */
class Refusal extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

type Operation = (input: JsonObject) => JsonObject | Promise<JsonObject>;

/**
 * Starts a server of the Step Functions API on a free port of 127.0.0.1: StartExecution, DescribeExecution, StopExecution and
 * RedriveExecution (AWS JSON 1.0; API reference), over executions of the interpreter. Other operations are refused.
 * @param machines by ARN.
 */
export async function startStepFunctions(machines: Readonly<Record<string, Deployed>>): Promise<StepFunctions> {
  const executions = new Map<string, Execution>();
  const start = (arn: string, name: string | undefined, input: Json): Execution =>
    startOnce(machines, executions, arn, name, input);
  const operations = operationsOn(executions, start);
  const asked: Asked[] = [];
  const server = createServer(patient, async (message, response) => {
    const { status, body } = await answer(operations, asked, message);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    executions,
    asked,
    start,
    settled: async () => {
      for (const execution of executions.values()) await execution.done;
    },
    close: async () => {
      await Promise.all([...executions.values()].map((execution) => execution.stop()));
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A name may be used once: again with the same input while that execution runs, it is that execution; else it is refused. */
function startOnce(
  machines: Readonly<Record<string, Deployed>>,
  executions: Map<string, Execution>,
  arn: string,
  name: string | undefined,
  input: Json,
): Execution {
  const machine = machines[arn];
  if (machine === undefined) throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  if (name !== undefined && !/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new Refusal('InvalidName', `Invalid Name: '${name}'`);
  const before = name === undefined ? undefined : executions.get(`${arn.replace(':stateMachine:', ':execution:')}:${name}`);
  if (before !== undefined) {
    if (before.status === 'RUNNING' && JSON.stringify(before.input) === JSON.stringify(input)) return before;
    throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${before.arn}'`);
  }
  const { definition, ...world } = machine;
  try {
    const execution = startStateMachine(definition, {
      ...world,
      stateMachineArn: arn,
      input,
      ...(name !== undefined && { name }),
    });
    executions.set(execution.arn, execution);
    return execution;
  } catch (error) {
    throw error instanceof StatesError ? new Refusal('InvalidExecutionInput', error.reason) : error;
  }
}

function operationsOn(executions: ReadonlyMap<string, Execution>, start: StepFunctions['start']): Record<string, Operation> {
  const find = ({ executionArn: arn }: JsonObject): Execution => {
    const found = executions.get(String(arn));
    if (found === undefined) throw new Refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(arn)}'`);
    return found;
  };
  return {
    StartExecution: ({ stateMachineArn, name, input }) => {
      const execution = start(String(stateMachineArn), typeof name === 'string' ? name : undefined, parse(input ?? '{}'));
      return { executionArn: execution.arn, startDate: epoch(execution.startDate) };
    },
    DescribeExecution: (input) => describe(find(input)),
    StopExecution: async (input) => {
      const execution = find(input);
      const { error, cause } = input;
      await execution.stop(typeof error === 'string' ? error : undefined, typeof cause === 'string' ? cause : undefined);
      return { stopDate: epoch(execution.stopDate) };
    },
    RedriveExecution: (input) => {
      const execution = find(input);
      const { status } = execution;
      if (status === 'RUNNING' || status === 'SUCCEEDED') {
        throw new Refusal('ExecutionNotRedrivable', `Execution is ${status} and cannot be redriven`);
      }
      void execution.redrive();
      return { redriveDate: epoch(execution.events.findLast(({ type }) => type === 'ExecutionRedriven')?.timestamp) };
    },
  };
}

function describe(execution: Execution & Partial<Outcome>): JsonObject {
  const { arn, name, stateMachineArn, status, startDate, stopDate, input, output, error, cause, redriveCount } = execution;
  const fixed = status === 'RUNNING' || status === 'SUCCEEDED';
  return {
    executionArn: arn,
    stateMachineArn,
    name,
    status,
    startDate: epoch(startDate),
    ...(stopDate !== undefined && { stopDate: epoch(stopDate) }),
    input: JSON.stringify(input),
    inputDetails: { included: true },
    ...(output !== undefined && { output: JSON.stringify(output), outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount,
    redriveStatus: fixed ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    ...(fixed && { redriveStatusReason: `Execution is ${status} and cannot be redriven` }),
  };
}

async function answer(
  operations: Record<string, Operation>,
  asked: Asked[],
  message: IncomingMessage,
): Promise<{ status: number; body: JsonObject }> {
  const [, name = ''] = /^AWSStepFunctions\.(\w+)$/.exec(String(message.headers['x-amz-target'])) ?? [];
  try {
    const operation = operations[name];
    const body = (await read(message, 1_048_576)) ?? '';
    asked.push({ method: message.method ?? '', url: message.url ?? '', headers: message.headers, body });
    const input = parse(body);
    if (operation === undefined) throw new Refusal('UnknownOperationException', `${name} is not known here`);
    return { status: 200, body: await operation(isObject(input) ? input : {}) };
  } catch (error) {
    const known = error instanceof Refusal;
    const text = error instanceof Error ? error.message : String(error);
    return { status: known ? 400 : 500, body: { __type: known ? error.name : 'InternalFailure', message: text } };
  }
}

function parse(text: Json): Json {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new Refusal('InvalidExecutionInput', 'the input is not JSON');
  }
}

/** Seconds since 1970, as this protocol has times. */
function epoch(date: string | undefined): number {
  return Date.parse(date ?? '') / 1_000;
}
