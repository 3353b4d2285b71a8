import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunId } from '../../shared/contract/run-id.ts';
import { sealRun } from '../../shared/store/manifest.ts';
import { runNumber } from '../cloud-core/fleet.ts';
import { place } from '../stages/small.ts';
import { executionOf, patience, startFunctions } from './running.ts';

const { account, region } = place;
const run: RunId = runNumber(1);
const page = Buffer.from('<p>report</p>');
let running: Awaited<ReturnType<typeof startFunctions>>;
beforeAll(async () => {
  running = await startFunctions({ accounts: [account], rate: 1 });
  const { store } = running;
  for (const name of ['report.html', 'report.json']) await store.save(`runs/${run}/${name}`, page);
  const sha256 = createHash('sha256').update(page).digest('hex');
  await sealRun(store, run, new Date(), [{ key: 'report.html', size: page.length, sha256, meaning: 'report' }]);
}, patience);
beforeEach(() => running.estate.faults.clear());
afterAll(() => running.close());

const request = (method: string, path: string, body?: string, query = '') => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: query,
  requestContext: { stage: '$default', http: { method } },
  isBase64Encoded: false,
  ...(body !== undefined && { body }),
});
type Answered = { readonly statusCode: number; readonly body: string };
const ask = async (name: 'start-scan' | 'download', ...parts: Parameters<typeof request>) => {
  const { error, body } = await running.call(name, request(...parts));
  const { statusCode, body: text } = body as Answered;
  return { error, status: statusCode, text, value: JSON.parse(text) };
};

test.each([
  ['start-scan', ['GET', '/scans/../../lock.json'], 404],
  ['start-scan', ['GET', '/scans/latest'], 404],
  ['start-scan', ['GET', `/scans/${runNumber(7)}`], 404],
  ['start-scan', ['DELETE', '/scans'], 405],
  ['start-scan', ['POST', '/scans', '{"accounts":["1"]}'], 400],
  ['start-scan', ['POST', '/scans', '{"regions":[]}'], 400],
  ['start-scan', ['POST', '/scans', '{"accounts":["999988887777"]}'], 422],
  ['download', ['GET', '/reports/../plan.json'], 404],
  ['download', ['GET', `/reports/${run}/plan.json`], 404],
  ['download', ['GET', `/reports/${run}/report.json`], 404],
  ['download', ['GET', `/reports/${run}/..%2F..%2Flock.json`], 404],
  ['download', ['GET', '/reports', undefined, 'limit=0'], 400],
  ['download', ['GET', '/'], 404],
] as const)('%s %j: %d, in one sentence', async (name, parts, status) => {
  const [method, path, body, query] = parts as readonly [string, string, string?, string?];
  const answered = await ask(name, method, path, body, query);
  expect(answered).toMatchObject({ error: null, status });
  expect(answered.text.length).toBeLessThan(300);
  expect(Object.keys(answered.value)).toEqual(['message']);
  expect(answered.value.message).toMatch(/^[A-Z].*\.$/);
  expect(answered.text).not.toMatch(/\n\s+at |node:|Error:/);
});

test('a body over the limit is refused', async () => {
  expect(await ask('start-scan', 'POST', '/scans', 'x'.repeat(70_000))).toMatchObject({ error: null, status: 413 });
});

test('a request starts an execution of its own name, and says how far it is', async () => {
  const started = await ask('start-scan', 'POST', '/scans', `{"accounts":["${account}"],"regions":["${region}"]}`);
  expect(started).toMatchObject({ status: 202, value: { status: 'starting' } });
  expect(running.states[executionOf(started.value.run)]).toBe('RUNNING');
  expect(await ask('start-scan', 'GET', `/scans/${started.value.run}`)).toMatchObject({ value: { status: 'starting' } });
});

test('a link to a report: five minutes, one object, to be saved as a file', async () => {
  const { value } = await ask('download', 'GET', `/reports/${run}/report.html`);
  expect(value).toMatchObject({ expiresIn: 300, size: page.length });
  const response = await fetch(value.url);
  expect(await response.text()).toBe(page.toString());
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="postern-${run}-report.html"`);
  expect((await fetch(value.url.replace('report.html?', 'report.json?'))).status).toBe(403);
});

test.each([
  ['plan', { execution: 'arn:aws:iam::1:role/x', start: { trigger: 'schedule', time: '2026-11-21T02:00:00Z' } }],
  ['collect', { run, account: '../..' }],
  ['scan', { run: '../..', account }],
  ['publish', { run }],
  ['collect', 'secret-of-a-caller'],
] as const)('%s refuses %j by name, and logs nothing of it', async (name, event) => {
  const { error, body } = await running.call(name, typeof event === 'string' ? JSON.stringify(event) : event);
  expect(error).toBe('Unhandled');
  expect(body).toMatchObject({ errorType: 'EventError' });
  const [line] = running.lines(name).slice(-1);
  expect(line).toMatchObject({ level: 'ERROR', message: 'failed', error: { name: 'EventError' } });
  expect(running.lambda.log(name)).not.toContain('secret-of-a-caller');
});

test('answers that say to slow down are counted, and the account is named in the log', async () => {
  const { call, estate, lines, states } = running;
  const execution = executionOf('throttled');
  states[execution] = 'RUNNING';
  const night = (await call('plan', { execution, start: { trigger: 'schedule', time: '2026-11-22T02:00:00Z' } })).body as {
    readonly run: RunId;
  };
  estate.faults.add({ kind: 'throttle', operation: 'GetAccountSummary', nth: 1 });
  const collected = await call('collect', { run: night.run, account });
  expect(collected.body).toMatchObject({ regions: expect.arrayContaining([{ region }]) });
  const told = lines('collect').filter((line) => line.message === 'throttled' || '_aws' in line);
  expect(told).toEqual([
    expect.objectContaining({ level: 'WARN', run: night.run, account, region: 'us-east-1', api: 'iam' }),
    expect.objectContaining({ ThrottledAnswers: 1 }),
  ]);
});

test('without its variables a function says which is missing', async () => {
  const start = { trigger: 'schedule', time: '2026-11-21T02:00:00Z' };
  const { body } = await running.call('bare', { execution: executionOf('bare'), start });
  expect(body).toMatchObject({ errorMessage: 'the variable POSTERN_BUCKET is not set; deploy again' });
});
