import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, environment, postern } from '../cli/console.ts';
import { runNumber } from './fleet.ts';
import { type Answer, serve } from './service.ts';

const run = runNumber(1);
const page = '<!doctype html>';
const ok = (value: unknown, status = 200): Answer => ({ status, body: JSON.stringify(value) });
const credentials = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'eu-central-1' };

/** Runs command lines against a deployment that answers as told. */
async function remote(
  answer: (asked: Parameters<Parameters<typeof serve>[0]>[0], url: () => string) => Answer,
  ...lines: readonly (readonly string[])[]
) {
  let url = '';
  const service = await serve((asked) => answer(asked, () => url));
  url = service.url;
  const cwd = emptyFolder();
  const env = environment({ ...credentials, POSTERN_API: url });
  try {
    const said = [];
    for (const line of lines) said.push(await postern(['remote', ...line], { cwd, env }));
    return { said, asked: service.asked, cwd };
  } finally {
    await service.close();
  }
}

test('a scan is started with the caller’s own signature, and its run id printed', async () => {
  const { said, asked } = await remote(
    () => ok({ run, status: 'starting' }, 202),
    ['scan', '--cluster', 'one', '--account', '111122223333'],
    ['scan'],
  );
  expect(said[0]).toEqual({ code: 0, out: `${run}\n`, err: '' });
  expect(asked[0]).toMatchObject({ method: 'POST', url: '/scans', body: '{"accounts":["111122223333"],"clusters":["one"]}' });
  expect(asked[0]?.headers.authorization).toContain('Credential=AKIDEXAMPLE/');
  expect(asked[0]?.headers.authorization).toContain('/eu-central-1/execute-api/aws4_request');
  expect(asked[1]?.body).toBe('{}');
});

test('progress and reports are printed', async () => {
  const progress = { accounts: { known: 2, done: 1 }, regions: { known: 3, done: 0 } };
  const { said, asked } = await remote(
    ({ url }) =>
      url.startsWith('/scans')
        ? ok({ run, status: 'running', progress })
        : ok({ reports: [{ run, files: ['report.html', 'report.json'] }], next: run }),
    ['status', run],
    ['reports', '--before', run],
  );
  expect(said[0]?.out).toBe('running, accounts 1 of 2, regions 0 of 3\n');
  expect(said[1]).toEqual({
    code: 0,
    out: `${run}  report.html report.json\n`,
    err: `more: postern remote reports --before ${run}\n`,
  });
  expect(asked.map(({ url }) => url)).toEqual([`/scans/${run}`, `/reports?before=${run}`]);
});

const link = (url: string, rest: object = {}) => {
  const sha256 = createHash('sha256').update(page).digest('hex');
  return ok({ run, file: 'report.html', url: `${url}/object`, size: page.length, sha256, ...rest });
};

test('a report is saved once, as it was sealed', async () => {
  const { said, asked, cwd } = await remote(
    ({ url }, self) => (url === '/object' ? { status: 200, body: page } : link(self())),
    ['download'],
    ['download'],
    ['download', run, 'report.html', '--out', 'mine.html'],
  );
  const name = `postern-${run}-report.html`;
  expect(said[0]).toEqual({ code: 0, out: `${name}\n`, err: '' });
  expect(said[1]).toMatchObject({ code: 64, err: expect.stringContaining('it exists already; name another with --out') });
  expect(said[2]?.out).toBe('mine.html\n');
  expect(readdirSync(cwd).sort()).toEqual(['mine.html', name]);
  expect(readFileSync(join(cwd, name), 'utf8')).toBe(page);
  expect(asked.find(({ url }) => url === '/object')?.headers).not.toHaveProperty('authorization');
  expect(asked.map(({ url }) => url)).toContain('/reports/latest/report.html');
});

test.each([
  ['another hash', { sha256: '0'.repeat(64) }],
  ['less than was sealed', { size: page.length + 1 }],
  ['more than was sealed', { size: 3 }],
  ['a link in the clear', { url: 'http://192.0.2.1/object' }],
])('%s leaves no file behind', async (_, rest) => {
  const { said, cwd } = await remote(
    ({ url }, self) => (url === '/object' ? { status: 200, body: page } : link(self(), rest)),
    ['download'],
  );
  expect(said[0]).toMatchObject({ code: 64, out: '' });
  expect(readdirSync(cwd)).toEqual([]);
});

test.each([
  [ok({ message: 'A scan is under way (run x): ask again when it has ended.' }, 409), /answers 409: A scan is under way/],
  [ok({ message: 'Forbidden' }, 403), /grant execute-api:Invoke/],
  [ok({ message: '\u001b[2Jgone' }, 404), /answers 404: \[2Jgone/],
  [{ status: 502, type: 'text/html', body: '<p>bad' }, /answers 502: the answer is not that of this API/],
  [{ status: 200, body: '[]' }, /answers 200: the answer is not that of this API/],
  [{ status: 302, body: '' }, /no answer from/],
] satisfies [Answer, RegExp][])('a refusal is one line', async (answer, said) => {
  const { said: found } = await remote(() => answer, ['scan']);
  expect(found[0]).toMatchObject({ code: 64, out: '', err: expect.stringMatching(said) });
  expect(found[0]?.err).toMatch(/^postern: [^\p{Cc}]+\n$/u);
});

test('what cannot be meant is refused before anything is asked', async () => {
  const { said, asked, cwd } = await remote(
    () => ok({}),
    ['status', '../x'],
    ['download', run, '../../etc/passwd'],
    ['scan', '--api', 'http://192.0.2.1'],
    ['scan', '--api', 'nonsense'],
    ['scan', '--account', 'x'],
  );
  expect(said.map(({ code }) => code)).toEqual([64, 64, 64, 64, 64]);
  expect(asked).toEqual([]);
  writeFileSync(join(cwd, 'a'), '');
  expect(await postern(['remote', 'scan'], { env: environment(credentials) })).toMatchObject({
    code: 64,
    err: expect.stringContaining('Give --api, or set POSTERN_API'),
  });
});
