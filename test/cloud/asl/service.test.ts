import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { StatesError } from './errors.ts';
import type { Json } from './json.ts';
import { type StepFunctions, startStepFunctions } from './service.ts';
import { answering, machine, task } from './try.ts';

const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:scans';
const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:scans:night-1';
const running: { service: StepFunctions; client: SFNClient }[] = [];
afterEach(async () => {
  for (const { service, client } of running.splice(0)) {
    client.destroy();
    await service.close();
  }
});

/** A machine of one task, behind the API. */
async function serve(answer: (input: Json) => Json | Promise<Json>): Promise<{ service: StepFunctions; client: SFNClient }> {
  const definition = machine({ Scan: task({ Arguments: '{% $states.input %}' }) });
  const service = await startStepFunctions({ [stateMachineArn]: { definition, tasks: answering(answer) } });
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const both = { service, client: new SFNClient({ endpoint: service.url, region: 'eu-west-1', credentials, maxAttempts: 1 }) };
  running.push(both);
  return both;
}

const forever = (): Promise<never> => new Promise(() => undefined);

test('the SDK starts an execution and sees how it ended', async () => {
  const { service, client } = await serve((input) => ({ did: input }));
  const started = await client.send(
    new StartExecutionCommand({ stateMachineArn, name: 'night-1', input: '{"trigger":"schedule"}' }),
  );
  expect(started).toMatchObject({ executionArn, startDate: new Date('2026-11-01T02:00:00Z') });
  await service.settled();
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    executionArn,
    stateMachineArn,
    name: 'night-1',
    status: 'SUCCEEDED',
    startDate: new Date('2026-11-01T02:00:00Z'),
    stopDate: new Date('2026-11-01T02:00:00Z'),
    input: '{"trigger":"schedule"}',
    output: '{"did":{"trigger":"schedule"}}',
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  });
});

test('a name starts one execution: again with the same input it is that one while it runs, else it is refused', async () => {
  const { service, client } = await serve(forever);
  const start = (input: string): Promise<unknown> =>
    client.send(new StartExecutionCommand({ stateMachineArn, name: 'night-1', input }));
  await start('{"a":1}');
  expect(await start('{ "a": 1 }')).toMatchObject({ executionArn });
  await expect(start('{"a":2}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  const stopped = await client.send(new StopExecutionCommand({ executionArn, error: 'Operator', cause: 'enough' }));
  expect(stopped.stopDate).toEqual(new Date('2026-11-01T02:00:00Z'));
  await expect(start('{"a":1}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'ABORTED',
    error: 'Operator',
    cause: 'enough',
  });
  expect(service.executions.size).toBe(1);
});

test('a failed execution is redriven; one that runs or succeeded is not', async () => {
  const errors = ['Down'];
  const { service, client } = await serve(() => {
    const error = errors.pop();
    if (error !== undefined) throw new StatesError(error, 'for now');
    return 'well';
  });
  await client.send(new StartExecutionCommand({ stateMachineArn, name: 'night-1' }));
  await service.settled();
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'FAILED',
    error: 'Down',
    redriveStatus: 'REDRIVABLE',
  });
  await client.send(new RedriveExecutionCommand({ executionArn }));
  await service.settled();
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '"well"',
    redriveCount: 1,
  });
  await expect(client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
  });
});

test('what does not exist, and what is not known here, is refused', async () => {
  const { client } = await serve(forever);
  const refusal = (sent: Promise<unknown>): Promise<unknown> =>
    sent.then(
      () => 'taken',
      (error: Error) => error.name,
    );
  expect(await refusal(client.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}2` })))).toBe(
    'StateMachineDoesNotExist',
  );
  expect(await refusal(client.send(new StartExecutionCommand({ stateMachineArn, name: 'a b' })))).toBe('InvalidName');
  expect(await refusal(client.send(new StartExecutionCommand({ stateMachineArn, input: '{' })))).toBe('InvalidExecutionInput');
  expect(
    await refusal(client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify('x'.repeat(262_143)) }))),
  ).toBe('InvalidExecutionInput');
  expect(await refusal(client.send(new DescribeExecutionCommand({ executionArn })))).toBe('ExecutionDoesNotExist');
  expect(await refusal(client.send(new ListExecutionsCommand({ stateMachineArn })))).toBe('UnknownOperationException');
});
