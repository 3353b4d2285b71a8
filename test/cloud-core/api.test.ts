import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MANIFEST, PLAN, runKey } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { fileFormats } from '../../shared/report/index.ts';
import { handleReports } from '../../shared/stages/api-reports.ts';
import { type ApiResponse, answer } from '../../shared/stages/api-request.ts';
import { handleScans, type ScansPorts } from '../../shared/stages/api-scans.ts';
import { takeLock } from '../../shared/stages/lock.ts';
import { publishCloud } from '../../shared/stages/publish-cloud.ts';
import type { Store } from '../../shared/store/store.ts';
import { executionArn, someExecutions } from './executions.ts';
import { type Fleet, planOf, runNumber, startedAt, work, writeRun } from './fleet.ts';
import { memoryStore } from './memory.ts';

const a = '111111111111';
const b = '222222222222';
const fleet: Fleet = { [a]: { 'eu-central-1': ['one'] }, [b]: { 'eu-central-1': ['two'] } };

interface Sent {
  readonly query?: string;
  readonly body?: string;
  readonly base64?: boolean;
}
const event = (method: string, path: string, { query = '', body, base64 = false }: Sent = {}) => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: query,
  requestContext: { stage: '$default', http: { method } },
  isBase64Encoded: base64,
  ...(body !== undefined && { body }),
});

/** The API over a store, with what it did on the way. */
function api(store: Store, more: Partial<ScansPorts> = {}, states: Parameters<typeof someExecutions>[0] = {}) {
  const executions = someExecutions(states);
  const logged: unknown[] = [];
  const linked: string[] = [];
  const ports = {
    store,
    executions,
    now: () => new Date(startedAt.getTime() + 9 * 86_400_000),
    random: () => 0xabcdef01,
    ...more,
  };
  const link = async (key: string, name: string) => {
    linked.push(key, name);
    return `https://link/${key}`;
  };
  const links = { link };
  const send = (one: unknown): Promise<ApiResponse> =>
    answer(
      one,
      (request) => (request.segments[0] === 'scans' ? handleScans(request, ports) : handleReports(request, { store, links })),
      (error) => void logged.push(error),
    );
  const ask = async (method: string, path: string, sent?: Sent) => {
    const { statusCode, body, headers } = await send(event(method, path, sent));
    return { status: statusCode, value: JSON.parse(body), headers };
  };
  return { send, ask, executions, logged, linked };
}

async function publish(store: Store, number: number, lost: readonly string[] = []): Promise<RunId> {
  const run = runNumber(number);
  const plan = planOf(fleet, run);
  await writeRun(store, fleet, plan, { lost });
  await publishCloud({
    ...{ store, run, plan, ...work, frameworks: [], checksDigest: 'd', now: () => startedAt, onSealed: () => undefined },
    formats: [{ name: 'json', render: fileFormats.json }],
    announcer: { announce: async () => undefined },
    link: () => '',
  });
  return run;
}

test('a scan of everything is started', async () => {
  const { ask, executions } = api(memoryStore().store);
  const { status, value, headers } = await ask('POST', '/scans');
  expect([status, value]).toEqual([202, { run: '20261130T020000Z-abcdef01', status: 'starting' }]);
  expect(headers).toMatchObject({ location: `/scans/${value.run}`, 'cache-control': 'no-store' });
  expect(executions.list).toEqual([{ name: value.run, input: { trigger: 'request', run: value.run, scope: {} } }]);
});

test('a scan of named accounts, Regions and clusters is started, encoded or not', async () => {
  const { ask, executions } = api(memoryStore().store, { accounts: [a, b] });
  const scope = { accounts: [b, a, b], regions: ['eu-central-1'], clusters: ['one'] };
  const body = Buffer.from(JSON.stringify(scope)).toString('base64');
  expect((await ask('POST', '/scans', { body, base64: true })).status).toBe(202);
  expect(executions.list[0]?.input).toMatchObject({ scope: { ...scope, accounts: [a, b] } });
});

test.each([
  ['{', 400, 'The body is not JSON.'],
  ['null', 400, 'The body is no object.'],
  ['[]', 400, 'The scope is no object.'],
  ['{"accounts":[]}', 400, 'Accounts is empty; leave it out to mean all of them.'],
  ['{"accounts":"111111111111"}', 400, 'Accounts is no list.'],
  ['{"accounts":[111111111111]}', 400, 'No account id: 12 digits, where one should be.'],
  ['{"regions":["../../x"]}', 400, 'No name of a Region, where one should be.'],
  ['{"clusters":["a/b"]}', 400, 'No name of a cluster, where one should be.'],
  ['{"cluster":["a"]}', 400, 'The scope has a member other than accounts, regions and clusters.'],
  ['{"__proto__":{"accounts":["111111111111"]}}', 400, 'The scope has a member other than accounts, regions and clusters.'],
  [`{"accounts":${JSON.stringify(Array(1001).fill(a))}}`, 400, 'Accounts has more than 1000 members.'],
  [`{"accounts":["999999999999"]}`, 422, 'The account 999999999999 is none that is scanned here.'],
  [' '.repeat(65_537), 413, 'The body is larger than 64 KB.'],
])('a body that means nothing is refused in a sentence: %.50s', async (body, status, message) => {
  const { ask, executions } = api(memoryStore().store, { accounts: [a, b] });
  expect(await ask('POST', '/scans', { body })).toMatchObject({ status, value: { message } });
  expect(executions.list).toEqual([]);
});

test('a cluster that the last report of everything does not know is refused, unless it may have been hidden', async () => {
  const { store } = memoryStore();
  const body = JSON.stringify({ clusters: ['three'] });
  expect((await api(store).ask('POST', '/scans', { body })).status).toBe(202);
  const run = await publish(store, 1);
  expect(await api(store).ask('POST', '/scans', { body })).toMatchObject({
    status: 422,
    value: { message: expect.stringContaining(`No cluster is called three in the last report (run ${run})`) },
  });
  expect((await api(store).ask('POST', '/scans', { body: '{"clusters":["two"]}' })).status).toBe(202);
  expect((await api(store).ask('POST', '/scans', { body: `{"clusters":["two"],"accounts":["${a}"]}` })).status).toBe(422);
  await publish(store, 2, [`results/${b}/eu-central-1/_region.json.gz`]);
  expect((await api(store).ask('POST', '/scans', { body })).status).toBe(202);
  await publish(store, 3);
  await store.save(runKey(runNumber(4), MANIFEST), Buffer.from('{'));
  expect((await api(store).ask('POST', '/scans', { body })).status).toBe(422);
});

test('while a scan runs, no other is started', async () => {
  const { store } = memoryStore();
  const { ask, executions } = api(store, {}, { x: 'running' });
  await takeLock({ store, executions, execution: executionArn('x'), run: runNumber(1), now: startedAt });
  expect(await ask('POST', '/scans')).toMatchObject({ status: 409, value: { message: expect.stringContaining(runNumber(1)) } });
  executions.states.x = 'ended';
  expect((await ask('POST', '/scans')).status).toBe(202);
});

test('a scan says how far it is', async () => {
  const { store } = memoryStore();
  const run = runNumber(1);
  const { ask, executions } = api(store);
  const status = async () => (await ask('GET', `/scans/${run}`)).value;
  expect(await ask('GET', `/scans/${run}`)).toMatchObject({ status: 404, headers: { 'retry-after': '5' } });
  executions.states[run] = 'running';
  expect(await status()).toEqual({ run, status: 'starting' });
  await writeRun(store, fleet, planOf(fleet, run), { lost: [`results/${b}/eu-central-1/_region.json.gz`] });
  const progress = { accounts: { known: 2, done: 2 }, regions: { known: 2, done: 1 }, clusters: { known: 2, done: 2 } };
  expect(await status()).toEqual({ run, status: 'running', progress });
  executions.states[run] = 'ended';
  expect(await status()).toEqual({ run, status: 'ended without a report', progress });
});

test('a run of the schedule runs while its execution has the lock, whatever that is called', async () => {
  const { store } = memoryStore();
  const { ask, executions } = api(store, {}, { 'schedule-1': 'running' });
  const run = runNumber(1);
  await takeLock({ store, executions, execution: executionArn('schedule-1'), run, now: startedAt });
  expect((await ask('GET', `/scans/${run}`)).value).toMatchObject({ status: 'starting' });
  await publish(store, 1);
  expect((await ask('GET', `/scans/${run}`)).value).toMatchObject({ status: 'sealed' });
});

test('sealed runs are listed newest first, a page at a time', async () => {
  const { store } = memoryStore();
  for (const number of [1, 2, 3]) await publish(store, number);
  await writeRun(store, fleet, planOf(fleet, runNumber(4)));
  const { ask } = api(store);
  const report = (number: number) => ({ run: runNumber(number), files: ['report.json'] });
  const first = await ask('GET', '/reports', { query: 'limit=2' });
  expect(first.value).toEqual({ reports: [report(3), report(2)], next: runNumber(2) });
  const second = await ask('GET', '/reports', { query: `limit=2&before=${first.value.next}` });
  expect(second.value).toEqual({ reports: [report(1)] });
});

test('a file of a sealed run gets a link', async () => {
  const { store } = memoryStore();
  const run = await publish(store, 1);
  const { ask, linked } = api(store);
  for (const name of [run, 'latest']) {
    const { status, value } = await ask('GET', `/reports/${name}/report.json`);
    expect([status, value]).toMatchObject([
      200,
      { run, file: 'report.json', url: `https://link/runs/${run}/report.json`, expiresIn: 300 },
    ]);
    expect(value.sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(linked.slice(0, 2)).toEqual([runKey(run, 'report.json'), `postern-${run}-report.json`]);
});

test.each([
  ['/reports/latest/report.html', 'The run has no such file.'],
  ['/reports/latest/manifest.json', 'The run has no such file.'],
  ['/reports/latest/constructor', 'The run has no such file.'],
  [`/reports/${runNumber(2)}/report.json`, 'There is no such run, or it is not finished.'],
  ['/reports/20261341T020000Z-00000001/report.json', 'There is no such run, or it is not finished.'],
  ['/scans/latest', 'There is no such scan'],
  ['/scans/__proto__', 'There is no such scan'],
  ['/reports/../lock.json', 'nothing at this address'],
  ['/reports/..%2f..%2flock.json/x', 'nothing at this address'],
  [`/reports/${runNumber(1)}/..%2f..%2flock.json`, 'nothing at this address'],
  [`/reports/${runNumber(1)}%2freport.json`, 'nothing at this address'],
  [`/reports/${runNumber(1)}/results/${a}/_account.json.gz`, 'nothing at this address'],
  [`/reports/${runNumber(1)}/..`, 'nothing at this address'],
  [`/reports/${runNumber(1)}/./report.json`, 'nothing at this address'],
  [`/reports/${runNumber(1)}/report.json/`, 'nothing at this address'],
  [`/reports/${runNumber(1)}/report.json\u0000`, 'nothing at this address'],
  [`/reports/${runNumber(1)}`, 'nothing at this address'],
  ['//reports', 'nothing at this address'],
  ['/', 'nothing at this address'],
  ['', 'nothing at this address'],
  [`/${'a/'.repeat(100_000)}`, 'nothing at this address'],
])('%.60s is nothing, and no link is made', async (path, message) => {
  const { store } = memoryStore();
  await publish(store, 1);
  await writeRun(store, fleet, planOf(fleet, runNumber(2)));
  const { ask, linked, logged } = api(store);
  expect(await ask('GET', path)).toMatchObject({ status: 404, value: { message: expect.stringContaining(message) } });
  expect([linked, logged]).toEqual([[], []]);
});

test.each([
  ['DELETE', '/reports', '', 405],
  ['POST', '/reports/latest/report.json', '', 405],
  ['GET', '/scans', '', 405],
  ['GET', '/reports', 'limit=0', 400],
  ['GET', '/reports', 'limit=101', 400],
  ['GET', '/reports', 'limit=1e1', 400],
  ['GET', '/reports', 'before=../../x', 400],
  ['GET', '/reports', 'limit=1&limit=2', 400],
  ['GET', '/reports', 'page=2', 400],
  ['POST', '/scans', 'x=1', 400],
  ['GET', '/reports', 'x'.repeat(2_000), 414],
])('%s %s?%.20s is refused', async (method, path, query, status) => {
  const found = await api(memoryStore().store).ask(method, path, { query });
  expect(found).toMatchObject({ status, value: { message: expect.stringMatching(/^[A-Z].*\.$/) } });
});

test('what fails on our side is logged, and says nothing of itself', async () => {
  const broken = async () => {
    throw new Error('secret at /var/task/stage.ts:1');
  };
  const { store } = memoryStore();
  const { ask, logged } = api({ ...store, load: broken });
  expect(await ask('POST', '/scans')).toMatchObject({ status: 500, value: { message: expect.not.stringContaining('secret') } });
  expect(logged).toHaveLength(1);
});

test('a manifest that was tampered with gives no link', async () => {
  const { store } = memoryStore();
  const run = await publish(store, 1);
  const object = { key: '../../x', size: 1, sha256: '0'.repeat(64), meaning: '' };
  const manifest = { schema: 'postern/manifest@1', run, sealedAt: startedAt.toISOString(), objects: [object] };
  await store.save(runKey(run, MANIFEST), Buffer.from(JSON.stringify(manifest)));
  await store.save(runKey(run, PLAN), Buffer.from('null'));
  const { ask, linked } = api(store);
  expect((await ask('GET', `/reports/${run}/report.json`)).status).toBe(500);
  expect(linked).toEqual([]);
  expect((await ask('GET', `/scans/${run}`)).status).toBe(200);
});

test('whatever comes in, one JSON answer goes out, with a sentence where it is refused, and no other key is linked', async () => {
  const { store } = memoryStore();
  const run = await publish(store, 1);
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('reports', 'scans', 'latest', run, 'report.json', '..', '%2e%2e', '%2f', 'plan.json', MANIFEST),
  );
  const anyEvent = fc.oneof(
    fc.anything(),
    fc
      .record({
        method: fc.constantFrom('GET', 'POST', 'PUT', ''),
        words: fc.array(word, { maxLength: 5 }),
        query: word,
        body: word,
        base64: fc.boolean(),
      })
      .map(({ method, words, query, body, base64 }) => event(method, `/${words.join('/')}`, { query, body, base64 })),
  );
  await fc.assert(
    fc.asyncProperty(anyEvent, async (one) => {
      const { send, linked, logged } = api(store);
      const { statusCode, body, headers } = await send(one);
      const value = JSON.parse(body);
      expect(headers['content-type']).toBe('application/json');
      if (statusCode >= 400) expect(value.message).toMatch(/^[^\n]{5,300}\.$/);
      expect(statusCode).toBeLessThan(500);
      expect(logged).toEqual([]);
      expect([[], ['report.json'], ['plan.json']].map((files) => files.map((file) => runKey(run, file)))).toContainEqual(
        linked.filter((_, index) => index % 2 === 0),
      );
    }),
    { numRuns: 60 },
  );
});
