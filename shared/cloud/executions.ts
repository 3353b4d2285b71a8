import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isExecution } from '../contract/events.ts';
import { CloudError, type CloudPlace, clientConfig, cloudError, nameOf } from './client.ts';

/** What became of an execution; `ended` however it did. */
export type ExecutionState = 'running' | 'succeeded' | 'ended';

/** The port: executions of the state machine, each known by its ARN. */
export interface Executions {
  /** Starts one under a name, once: a name that was used is answered with the execution that has it. `input` is JSON. */
  start(name: string, input: unknown): Promise<{ readonly execution: string; readonly started: boolean }>;
  /** The state of an execution of this machine, or undefined where there is none, or not yet: answers lag behind. */
  state(execution: string): Promise<ExecutionState | undefined>;
  /** The ARN that an execution of this name has. */
  named(name: string): string;
}

const MACHINE = /^arn:[a-z-]{3,30}:states:[a-z0-9-]{5,30}:\d{12}:stateMachine:[\w-]{1,80}$/;

/** The ARN of the state machine of an execution. @throws RangeError for what is no ARN of an execution */
export function machineOf(execution: string): string {
  if (!isExecution(execution)) throw new RangeError(`not the ARN of an execution: ${execution.slice(0, 200)}`);
  return execution.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, '');
}

/**
 * Executions of a state machine of the type STANDARD (Step Functions StartExecution, DescribeExecution). StartExecution is idempotent by
 * name and input while the execution runs; afterwards it says ExecutionAlreadyExists, which is the same to us.
 * @throws RangeError for what is no ARN of a state machine; CloudError when it comes to be used
 */
export function stepFunctions(machine: string, place: CloudPlace): Executions {
  if (!MACHINE.test(machine)) throw new RangeError(`not the ARN of a state machine: ${machine.slice(0, 200)}`);
  const client = new SFNClient(clientConfig(place));
  const named = (name: string) => `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    named,
    start: async (name, input) => {
      const doing = `start the execution ${name}`;
      const command = new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) });
      try {
        const { executionArn } = await client.send(command);
        if (executionArn === undefined) throw new CloudError('refused', `cannot ${doing}: the answer has no execution`);
        return { execution: executionArn, started: true };
      } catch (error) {
        if (nameOf(error) === 'ExecutionAlreadyExists') return { execution: named(name), started: false };
        throw error instanceof CloudError ? error : cloudError(error, { doing, action: `states:StartExecution on ${machine}` });
      }
    },
    state: async (executionArn) => {
      const doing = 'ask whether an execution is running';
      if (!isExecution(executionArn)) throw new CloudError('refused', `cannot ${doing}: ${executionArn} is none`);
      // We may not ask for those of another machine, and none of them is ours.
      if (machineOf(executionArn) !== machine) return undefined;
      try {
        const command = new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' });
        return stateOf((await client.send(command)).status);
      } catch (error) {
        if (nameOf(error) === 'ExecutionDoesNotExist') return undefined;
        throw cloudError(error, { doing, action: `states:DescribeExecution on ${executionArn}` });
      }
    },
  };
}

/** Only what is known to have ended has: a status that we do not know is taken for running. */
const stateOf = (status: string | undefined): ExecutionState =>
  status === 'SUCCEEDED'
    ? 'succeeded'
    : status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED'
      ? 'ended'
      : 'running';
