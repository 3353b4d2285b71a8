import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundles, invoke } from '../cloud/lambda/handlers.ts';
import { type Lambda, startLambda } from '../cloud/lambda/server.ts';
import { lambdaRic } from './lambda-ric.ts';

const { folder, remove } = bundles();
let ours: Lambda;
let theirs: Lambda;

/** Functions by their handlers; `hangs` has a second. */
const HANDLERS = {
  any: 'index.any',
  environment: 'index.environment',
  exits: 'index.exits',
  hangs: 'index.hangs',
  spins: 'index.spins',
  large: 'index.large',
  rejects: 'index.rejects',
  missing: 'missing.handler',
  unnamed: 'index.missing',
  broken: 'broken.handler',
  throws: 'throws.handler',
};

beforeAll(async () => {
  const runtime = await lambdaRic();
  const functions = Object.fromEntries(
    Object.entries(HANDLERS).map(([name, handler]) => {
      const timeoutMs = name === 'hangs' || name === 'spins' ? 1_000 : 20_000;
      return [name, { bundleDir: folder, handler, timeoutMs, environment: { BUCKET: 'evidence' } }];
    }),
  );
  ours = await startLambda({ functions });
  theirs = await startLambda({ functions, runtime });
});

afterAll(async () => {
  await Promise.all([ours?.close(), theirs?.close()]);
  remove();
});

/** An answer without what differs from process to process. */
async function answer(lambda: Lambda, name: string, event: object): Promise<object> {
  const { status, error, body } = await invoke(lambda, name, event);
  if (error === null) return { status, body };
  const { errorType, errorMessage } = body as Record<string, unknown>;
  const [first] = String(errorMessage).split('\n');
  return { status, error, errorType, errorMessage: first?.replace(/RequestId: [0-9a-f-]{36}/, 'RequestId') };
}

test.each<[string, object]>([
  ['any', { do: 'nothing' }],
  ['any', { do: 'fails', what: 'way' }],
  ['any', { do: 'throwsText' }],
  ['any', { do: 'cycle' }],
  ['environment', {}],
  ['exits', { code: 3 }],
  ['exits', { code: 0 }],
  ['hangs', {}],
  ['spins', {}],
  ['large', { bytes: 6_291_556 }],
  ['large', { bytes: 6_291_557 }],
  ['rejects', {}],
  ['missing', {}],
  ['unnamed', {}],
  ['broken', {}],
  ['throws', {}],
])("%s %j: AWS's runtime client and our bootstrap give the same answer", async (name, event) => {
  const [own, other] = await Promise.all([answer(ours, name, event), answer(theirs, name, event)]);
  // Each process has a Runtime API of its own.
  const text = (value: object): string => JSON.stringify(value).replace(/127\.0\.0\.1:\d+/, '127.0.0.1');
  const both = [own, other].map(text);
  expect(both[0] === both[1], both.map((one) => one.slice(0, 1_000)).join('\n')).toBe(true);
});

test('both use a warm process again, and what they see of the call is the same', async () => {
  for (const lambda of [ours, theirs]) {
    const before = lambda.stats('any').coldStarts;
    const { body } = await invoke(lambda, 'any', { do: 'echo', a: 1 });
    expect(body).toMatchObject({ event: { do: 'echo', a: 1 }, name: 'any', arn: lambda.arn('any'), memory: '128' });
    expect((body as { remaining: number }).remaining).toBeGreaterThan(15_000);
    expect(lambda.stats('any').coldStarts).toBe(before);
  }
});
