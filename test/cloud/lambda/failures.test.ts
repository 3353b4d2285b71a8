import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, expect, test } from 'vitest';
import { runStateMachine } from '../asl/execution.ts';
import { lambdaTask } from '../asl/lambda-task.ts';
import { machine, task } from '../asl/try.ts';
import type { DeadLetter } from './events.ts';
import { bundles } from './handlers.ts';
import { type Lambda, startLambda } from './server.ts';

const { folder, remove } = bundles();
const lambdas: Lambda[] = [];
const letters: DeadLetter[] = [];
const waited: number[] = [];
afterEach(async () => {
  await Promise.all(lambdas.splice(0).map((lambda) => lambda.close()));
});
afterAll(remove);

/** Functions of the bundle by the names of their exports, and their time in milliseconds. */
async function start(
  times: Record<string, number>,
): Promise<{ lambda: Lambda; invoke: (name: string, event?: object, type?: 'Event') => Promise<unknown> }> {
  letters.length = 0;
  waited.length = 0;
  const functions = Object.fromEntries(
    Object.entries(times).map(([name, timeoutMs]) => [name, { bundleDir: folder, handler: `index.${name}`, timeoutMs }]),
  );
  const lambda = await startLambda({
    functions,
    deadLetter: (letter) => letters.push(letter),
    waitForRetry: async (milliseconds) => void waited.push(milliseconds),
  });
  lambdas.push(lambda);
  const client = new LambdaClient({
    endpoint: lambda.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const invoke = async (
    FunctionName: string,
    event: object = {},
    InvocationType: 'RequestResponse' | 'Event' = 'RequestResponse',
  ): Promise<unknown> => {
    const { FunctionError, Payload, StatusCode } = await client.send(
      new InvokeCommand({ FunctionName, InvocationType, Payload: JSON.stringify(event) }),
    );
    const text = Payload?.transformToString() ?? '';
    return { status: StatusCode, failed: FunctionError, body: text === '' ? '' : JSON.parse(text) };
  };
  return { lambda, invoke };
}

test('a process that exits fails its own call only', async () => {
  const { lambda, invoke } = await start({ exits: 5_000, echo: 5_000 });
  const [echoed, exited, zero] = await Promise.all([
    invoke('echo', { a: 1 }),
    invoke('exits', { code: 3 }),
    invoke('exits', { code: 0 }),
  ]);
  expect(echoed).toMatchObject({ status: 200, failed: undefined });
  expect(exited).toMatchObject({
    failed: 'Unhandled',
    body: {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/),
    },
  });
  expect(zero).toMatchObject({
    body: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('without providing a reason') },
  });
  expect(lambda.stats('exits')).toMatchObject({ invocations: 2, errors: 2, coldStarts: 2 });
});

test('a process that is killed in the middle fails its own call only, and the next call starts another', async () => {
  const { lambda, invoke } = await start({ hangs: 5_000 });
  const calls = ['a', 'b'].map((id) => invoke('hangs', { id }));
  while (lambda.log('hangs').match(/hangs/g)?.length !== 2) await new Promise(setImmediate);
  expect(await lambda.kill('hangs', (payload) => payload.includes('"b"'))).toBe(1);
  expect(await calls[1]).toMatchObject({
    body: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: SIGKILL') },
  });
  expect(lambda.calls.map(({ payload }) => payload)).toEqual(['{"id":"b"}']);
  expect(await lambda.kill('hangs')).toBe(1);
  expect(await calls[0]).toMatchObject({ failed: 'Unhandled' });
});

test('a call over its time is killed, also where it does not let go', async () => {
  const { lambda, invoke } = await start({ hangs: 200, spins: 200 });
  const timedOut = {
    failed: 'Unhandled',
    body: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('Task timed out after 0.20 seconds') },
  };
  expect(await Promise.all([invoke('hangs'), invoke('spins')])).toMatchObject([timedOut, timedOut]);
  expect(lambda.calls.every(({ milliseconds }) => milliseconds >= 200)).toBe(true);
});

test('an event is answered at once and tried three times, then it is a dead letter; one that succeeds later is none', async () => {
  const { lambda, invoke } = await start({ fails: 5_000, exitsOnce: 5_000 });
  expect(await invoke('fails', { what: 'luck' }, 'Event')).toMatchObject({ status: 202, body: '' });
  await invoke('exitsOnce', { mark: join(folder, 'mark') }, 'Event');
  await lambda.settled();
  expect(letters).toHaveLength(1);
  expect(letters[0]).toMatchObject({ functionName: 'fails', payload: '{"what":"luck"}', attempts: 3 });
  expect(JSON.parse(letters[0]?.error ?? '')).toMatchObject({ errorType: 'AccessDenied' });
  expect(waited.toSorted((a, b) => a - b)).toEqual([60_000, 60_000, 120_000]);
  const of = (name: string): unknown[] =>
    lambda.calls.filter((call) => call.name === name).map(({ attempt, type, error }) => [attempt, type, error]);
  expect(of('fails')).toEqual([1, 2, 3].map((attempt) => [attempt, 'Event', 'AccessDenied']));
  expect(of('exitsOnce')).toEqual([
    [1, 'Event', 'Runtime.ExitError'],
    [2, 'Event', undefined],
  ]);
  expect(new Set(lambda.calls.map(({ requestId }) => requestId)).size).toBe(2);
});

test('closing ends what is under way', async () => {
  const { lambda, invoke } = await start({ hangs: 60_000 });
  const call = invoke('hangs', { id: 'a' }).catch(() => 'cut off');
  await invoke('hangs', { id: 'b' }, 'Event');
  while (lambda.log('hangs').match(/hangs/g)?.length !== 2) await new Promise(setImmediate);
  await lambda.close();
  lambdas.pop();
  await call;
  await lambda.settled();
  expect(letters).toEqual([]);
});

test('a state machine invokes functions, and sees their errors by the names that Retry and Catch have', async () => {
  const { lambda } = await start({ echo: 5_000, fails: 5_000, exits: 5_000, hangs: 200 });
  const tasks = { 'lambda:invoke': lambdaTask(lambda.url) };
  const run = async (FunctionName: string, Payload: object = {}): Promise<unknown> => {
    const outcome = await runStateMachine(
      machine({ X: task({ Arguments: { FunctionName, Payload }, Output: '{% $states.result.Payload %}' }) }),
      { tasks },
    );
    return outcome.error ?? outcome.output;
  };
  expect(await run(lambda.arn('echo'), { a: 1 })).toMatchObject({ event: { a: 1 } });
  const names = await Promise.all([run('fails', { what: 'x' }), run('exits', { code: 1 }), run('hangs'), run('gone')]);
  expect(names).toEqual(['AccessDenied', 'Runtime.ExitError', 'Sandbox.Timedout', 'Lambda.ResourceNotFoundException']);
  await expect(run('echo', { a: 1 })).resolves.toBeDefined();
  await lambda.close();
  lambdas.pop();
  expect(await run('echo')).toBe('Lambda.SdkClientException');
  const misspelt = machine({ X: task({ Arguments: { FunctionName: 'echo', Payloda: 1 } }) });
  await expect(runStateMachine(misspelt, { tasks })).rejects.toThrow('the argument Payloda is not known');
});
