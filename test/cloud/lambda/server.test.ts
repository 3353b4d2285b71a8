import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { FunctionOptions } from './function.ts';
import { bundles, invoke, type Result } from './handlers.ts';
import { type Lambda, type LambdaOptions, startLambda } from './server.ts';

const { folder, remove } = bundles();
const lambdas: Lambda[] = [];
afterEach(async () => {
  await Promise.all(lambdas.splice(0).map((lambda) => lambda.close()));
});
afterAll(remove);

/** Functions of the bundle by the names of their exports. */
async function start(
  names: string[],
  more: Partial<FunctionOptions> = {},
  options: Partial<LambdaOptions> = {},
): Promise<Lambda> {
  const functions = Object.fromEntries(
    names.map((name) => [name, { bundleDir: folder, handler: `index.${name}`, timeoutMs: 5_000, ...more }]),
  );
  const lambda = await startLambda({ functions, ...options });
  lambdas.push(lambda);
  return lambda;
}

test('a call runs the handler in a process of its own, which the next call uses again', async () => {
  const lambda = await start(['echo'], { memory: 256 });
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:echo';
  const first = await invoke(lambda, 'echo', { a: 1 });
  expect(first).toMatchObject({
    status: 200,
    error: null,
    body: { event: { a: 1 }, served: 1, name: 'echo', arn, memory: '256' },
  });
  expect((first.body as { remaining: number }).remaining).toBeLessThanOrEqual(5_000);
  for (const name of [arn, `${arn}:$LATEST`, '123456789012:function:echo'])
    expect(await invoke(lambda, name)).toMatchObject({ status: 200, body: { served: expect.any(Number) } });
  expect(lambda.stats('echo')).toEqual({
    invocations: 4,
    coldStarts: 1,
    errors: 0,
    throttles: 0,
    mostConcurrent: 1,
    deadLetters: 0,
  });
  expect(lambda.log('echo')).toBe('began\n');
  expect(lambda.calls.map(({ cold, payload }) => [cold, payload])).toEqual([
    [true, '{"a":1}'],
    [false, '{}'],
    [false, '{}'],
    [false, '{}'],
  ]);
});

test('a process sees the variables that it was given, and no other', async () => {
  const lambda = await start(
    ['environment'],
    { environment: { BUCKET: 'evidence', AWS_REGION: 'eu-west-1' } },
    { endpointEnv: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } },
  );
  const { body } = await invoke(lambda, 'environment');
  expect(body).toEqual({
    _HANDLER: 'index.environment',
    _X_AMZN_TRACE_ID: expect.any(String),
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_FUNCTION_NAME: 'environment',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/environment',
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    AWS_REGION: 'eu-west-1',
    BUCKET: 'evidence',
    HOME: '/home/sbx_user1051',
    LAMBDA_TASK_ROOT: folder,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  });
});

test('what a handler throws is the answer, with x-amz-function-error, and the process is used again', async () => {
  const lambda = await start(['any']);
  const call = (name: string, more: object = {}): Promise<Result> => invoke(lambda, 'any', { do: name, ...more });
  const failed = await call('fails', { what: 'way' });
  expect(failed).toMatchObject({
    status: 200,
    error: 'Unhandled',
    body: { errorType: 'AccessDenied', errorMessage: 'no way' },
  });
  expect((failed.body as { trace: string[] }).trace[0]).toBe('AccessDenied: no way');
  expect(await call('throwsText')).toMatchObject({ error: 'Unhandled', body: { errorType: 'string', errorMessage: 'plain' } });
  expect(await call('nothing')).toEqual({ status: 200, error: null, body: null });
  expect(await call('cycle')).toMatchObject({ error: 'Unhandled', body: { errorType: 'Runtime.JSONStringifyError' } });
  expect(lambda.stats('any')).toMatchObject({ invocations: 4, errors: 3, coldStarts: 1 });
  // A rejection that nobody awaits ends the process: AWS's client does not hold it back.
  expect(await call('rejects')).toMatchObject({ error: 'Unhandled', body: { errorType: 'Runtime.ExitError' } });
  expect(await call('nothing')).toMatchObject({ error: null });
  expect(lambda.stats('any')).toMatchObject({ coldStarts: 2 });
});

test('a bundle that does not load says why', async () => {
  const handlers = { gone: 'missing.handler', none: 'index.missing', broken: 'broken.handler', throws: 'throws.handler' };
  const functions = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, { bundleDir: folder, handler, timeoutMs: 5_000 }]),
  );
  const lambda = await startLambda({ functions });
  lambdas.push(lambda);
  const types = await Promise.all(Object.keys(handlers).map(async (name) => (await invoke(lambda, name)).body));
  expect(types).toMatchObject([
    { errorType: 'Runtime.ImportModuleError', errorMessage: "Error: Cannot find module 'missing'" },
    { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.missing is undefined or not exported' },
    { errorType: 'Runtime.UserCodeSyntaxError' },
    { errorType: 'RangeError', errorMessage: 'at import' },
  ]);
});

test('a function may be one file, of TypeScript too', async () => {
  const lambda = await startLambda({
    functions: { own: { file: join(folder, 'own.ts'), handler: 'handler', timeoutMs: 5_000 } },
  });
  lambdas.push(lambda);
  expect(await invoke(lambda, 'own', { name: 'you' })).toMatchObject({ body: 'hello you' });
  await expect(startLambda({ functions: { no: { handler: 'x', timeoutMs: 1 } } })).rejects.toThrow(
    'no needs one of bundleDir and file',
  );
});

test('calls at a time have a process each, up to the slots; the rest waits, or is refused over the reserved concurrency', async () => {
  // The handlers ask this server, which answers when three have asked.
  let asked: (() => void)[] = [];
  const meeting = createServer((_, response) => {
    asked.push(() => response.end('met'));
    if (asked.length === 3) for (const answer of asked.splice(0)) answer();
  }).listen(0, '127.0.0.1');
  await once(meeting, 'listening');
  const { port } = meeting.address() as AddressInfo;
  const lambda = await start(['meets'], { slots: 3, reservedConcurrency: 6 });
  const results = await Promise.all(Array.from({ length: 7 }, () => invoke(lambda, 'meets', { port })));
  meeting.close();
  asked = [];
  expect(results.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 429]);
  expect(lambda.stats('meets')).toEqual({
    invocations: 6,
    coldStarts: 3,
    errors: 0,
    throttles: 1,
    mostConcurrent: 3,
    deadLetters: 0,
  });
});

test('requests that Lambda refuses are refused', async () => {
  const lambda = await start(['echo', 'large']);
  expect(await invoke(lambda, 'gone')).toMatchObject({
    status: 404,
    body: { Type: 'User', Message: 'Function not found: gone' },
  });
  expect(await invoke(lambda, 'arn:aws:lambda:us-east-1:210987654321:function:echo')).toMatchObject({ status: 404 });
  expect(await invoke(lambda, 'echo', {}, 'RequestResponse', '?Qualifier=live')).toMatchObject({ status: 404 });
  expect(await invoke(lambda, 'echo', '{"a"')).toMatchObject({
    status: 400,
    body: { Message: expect.stringContaining('Could not parse request body into json') },
  });
  expect(await invoke(lambda, 'echo', {}, 'DryRun')).toMatchObject({ status: 400 });
  expect((await fetch(`${lambda.url}/2015-03-31/functions/`)).status).toBe(404);
  const text = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));
  expect(await invoke(lambda, 'echo', text(6_291_457))).toMatchObject({ status: 413 });
  expect(await invoke(lambda, 'echo', text(1_048_577), 'Event')).toMatchObject({ status: 413 });
  expect(lambda.calls).toEqual([]);
  const most = await invoke(lambda, 'large', { bytes: 6_291_556 });
  const over = await invoke(lambda, 'large', { bytes: 6_291_557 });
  expect(most).toMatchObject({ status: 200, error: null });
  expect(over).toMatchObject({ status: 200, error: 'Unhandled', body: { errorType: 'Function.ResponseSizeTooLarge' } });
});
