import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { place, rightEstate, smallEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

const estate = await startEstate(smallEstate());
const good = await startEstate(rightEstate());
afterAll(() => Promise.all([estate.close(), good.close()]));
afterEach(() => {
  for (const { faults, counts } of [estate, good]) {
    faults.clear();
    counts.clear();
  }
});

const { region, account } = place;
const env = credentialsFor(estate.url);
const goodEnv = credentialsFor(good.url);
const scan = (line: string, given: Parameters<typeof postern>[1] = {}) =>
  postern(['scan', '--region', region, '--rate', '1', ...line.split(' ').filter(Boolean)], { env, ...given });
const tree = (folder: string): readonly string[] => readdirSync(folder, { recursive: true }).map(String).sort();
const sealed = (folder: string): boolean => tree(folder).some((path) => path.endsWith('manifest.json'));
/** What of a report follows from the facts alone. */
const withoutRun = (text: string) => {
  const { run, ...rest } = JSON.parse(text) as { readonly run: unknown };
  expect(run).toBeTypeOf('object');
  return JSON.stringify(rest);
};

describe('the exit code', () => {
  test('0: everything could be seen, and is right', async () => {
    const { code, out } = await scan('--format json', { env: goodEnv });
    expect(JSON.parse(out).summary).toMatchObject({ verdicts: { fail: 0, unknown: 0 }, coverage: 1 });
    expect(code).toBe(0);
  });

  test('1: a finding; only at or above --fail-on', async () => {
    expect((await scan('--check encryption/* --fail-on critical')).code).toBe(1);
    expect((await scan('--check account/* --fail-on high')).code).toBe(1);
    expect((await scan('--check account/* --fail-on critical')).code).toBe(0);
  });

  test('1 wins over 2, and a finding below --fail-on does not hide that something is unknown', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeCluster' });
    expect((await scan('--check account/* --check encryption/*')).code).toBe(1);
    expect((await scan('--check account/* --check encryption/* --fail-on critical')).code).toBe(2);
  });

  test('2: no finding, and something unknown', async () => {
    good.faults.add({ kind: 'deny', operation: 'DescribeSecurityGroups' });
    const { code, out } = await scan('--format json', { env: goodEnv });
    const unknown = { check: 'security-groups/open-to-internet', status: 'unknown' };
    expect(JSON.parse(out).verdicts).toMatchObject([unknown, unknown]);
    expect(code).toBe(2);
  });

  test('2: clusters that could not be listed, though nothing that was seen is wrong', async () => {
    good.faults.add({ kind: 'deny', operation: 'ListClusters' });
    expect((await scan('--check api-endpoint/*', { env: goodEnv })).code).toBe(2);
  });

  test('2: an account that cannot be entered', async () => {
    expect((await scan('--account 999999999999 --check account/*', { env: goodEnv })).code).toBe(2);
  });

  test('64: what the user can mend', async () => {
    expect((await scan('--rate 2')).code).toBe(64);
  });

  test('70: what only we can mend', async () => {
    const cwd = emptyFolder();
    const { code, out, err } = await scan('', { cwd, random: () => 0.5 });
    expect(err).toBe(
      'postern: this is our fault: RangeError: not 32 bits: 0.5; please report it (POSTERN_DEBUG=1 shows where)\n',
    );
    expect({ code, out, left: tree(cwd) }).toEqual({ code: 70, out: '', left: [] });
    const debug = await scan('', { random: () => 0.5, env: { ...env, POSTERN_DEBUG: '1' } });
    expect(debug.err).toMatch(/\n {4}at makeRunId .*run-id\.ts:\d+:\d+/);
  });

  test('130: an interruption, after which nothing is sealed', async () => {
    const cwd = emptyFolder();
    const stop = new AbortController();
    const now = () => {
      queueMicrotask(() => stop.abort());
      return new Date('2026-11-21T02:00:00Z');
    };
    const { code, out, err } = await scan('', { cwd, signal: stop.signal, now });
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toMatch(/postern: interrupted; nothing was sealed\n$/);
    expect(sealed(cwd)).toBe(false);
  });
});

describe('the streams and files', () => {
  test('data to standard output, narration to standard error, the run into ./postern-out', async () => {
    const cwd = emptyFolder();
    const { out, err } = await scan('--check versions/*', { cwd, random: () => 0xabc });
    const run = 'postern-out/runs/20261121T020000Z-00000abc';
    expect(out).toMatch(new RegExp(`^ {2}${run}/report\\.html$`, 'm'));
    expect(out).not.toContain('\u001b');
    expect(err).toBe('collect: 1 of 1\ncollect: 2 of 2\nscan: 1 of 2\nscan: 2 of 2\n');
    expect(readdirSync(join(cwd, run)).sort()).toEqual(
      ['manifest.json', 'plan.json', 'report.html', 'report.json', 'results', 'snapshots'].sort(),
    );
    expect(readdirSync(join(cwd, run, 'snapshots', account, region))).toHaveLength(3);
  });

  test('--format json alone prints one JSON document and leaves nothing behind', async () => {
    const cwd = emptyFolder();
    const temporary = emptyFolder();
    const { out } = await scan('--format json --check versions/*', { cwd, env: { ...env, TMPDIR: temporary } });
    expect(JSON.parse(out)).toMatchObject({ schema: 'postern/report@1' });
    expect({ cwd: tree(cwd), temporary: tree(temporary) }).toEqual({ cwd: [], temporary: [] });
  });

  test('--out with a format writes that and report.json, and prints no data', async () => {
    const cwd = emptyFolder();
    const { out, err } = await scan('--format html --out results --check versions/*', { cwd, random: () => 1 });
    const run = 'results/runs/20261121T020000Z-00000001';
    expect(out).toBe('');
    expect(err).toMatch(new RegExp(`^report: ${run}/report\\.html$`, 'm'));
    expect(readdirSync(join(cwd, run)).filter((name) => name.startsWith('report'))).toEqual(['report.html', 'report.json']);
  });

  test('colours on a terminal, and none with NO_COLOR', async () => {
    const terminal = { out: true, err: true, columns: 100 };
    const coloured = await scan('--check account/*', { terminal });
    expect(coloured.out).toContain('\u001b[');
    expect(coloured.err).toContain('━');
    const plain = await scan('--check account/*', { terminal, env: { ...env, NO_COLOR: '1' } });
    expect(plain.out).not.toContain('\u001b');
  });

  test('--all lists what passed, too', async () => {
    const { out } = await scan('--format json --all --check nodes/* --check encryption/*');
    const { verdicts, summary } = JSON.parse(out);
    const { pass, fail, unknown, notApplicable } = summary.verdicts;
    expect(verdicts).toHaveLength(pass + fail + unknown + notApplicable);
    expect(pass).toBeGreaterThan(0);
  });
});

describe('the same facts give the same report, byte for byte, the run aside', () => {
  test('in a second scan, and in a replay: of the run, of a copy, twice, with --all', async () => {
    const cwd = emptyFolder();
    const options = '--out runs --format json';
    await scan(options, { cwd, random: () => 1 });
    await scan(`${options} --all`, { cwd, random: () => 2 });
    const read = (folder: string, digits: string) =>
      readFileSync(join(cwd, folder, `runs/20261121T020000Z-${digits}/report.json`), 'utf8');
    const [first, second] = [read('runs', '00000001'), read('runs', '00000002')];
    const { verdicts, ...rest } = JSON.parse(withoutRun(first));
    const { verdicts: all, ...restOfAll } = JSON.parse(withoutRun(second));
    expect(restOfAll).toEqual(rest);
    expect(all.filter(({ status }: { readonly status: string }) => ['fail', 'unknown'].includes(status))).toEqual(verdicts);

    const before = estate.counts.of();
    const check = async (snapshot: string, digits: number, more = '') => {
      const line = `check --snapshot ${snapshot} --out again --format json ${more}`.trim();
      // Another day: what was read is judged as of when it was read.
      const given = { cwd, random: () => digits, now: () => new Date('2027-06-01T00:00:00Z') };
      expect(await postern(line.split(' '), given)).toMatchObject({ code: 1, out: '' });
      return readFileSync(join(cwd, `again/runs/20270601T000000Z-0000000${digits}/report.json`), 'utf8');
    };
    expect(withoutRun(await check('runs/runs/20261121T020000Z-00000001', 1))).toBe(withoutRun(first));
    expect(withoutRun(await check('runs/runs/20261121T020000Z-00000001', 2))).toBe(withoutRun(first));
    expect(withoutRun(await check('runs', 3, '--all'))).toBe(withoutRun(second));
    cpSync(join(cwd, 'runs'), join(cwd, 'copy'), { recursive: true });
    expect(withoutRun(await check('copy', 4, '--all'))).toBe(withoutRun(second));
    expect(estate.counts.of()).toBe(before);
  });

  test('read by collect and judged by check, elsewhere', async () => {
    const cwd = emptyFolder();
    const scanned = await scan('--format json', { cwd });
    const line = ['collect', '--region', region, '--rate', '1', '--snapshot', 'facts'];
    const collected = await postern(line, { env, cwd, random: () => 5 });
    expect(collected).toMatchObject({ code: 0, out: `${join(cwd, 'facts/runs/20261121T020000Z-00000005')}/\n` });
    expect(tree(join(cwd, 'facts')).some((path) => path.includes('results') || path.includes('report'))).toBe(false);
    const checked = await postern(['check', '--snapshot', 'facts', '--format', 'json'], { cwd });
    expect(checked.err).toBe('');
    expect(withoutRun(checked.out)).toBe(withoutRun(scanned.out));
    expect(checked.code).toBe(1);
  });
});

test('collect says that it could not read everything, and exits with 2', async () => {
  estate.faults.add({ kind: 'deny', operation: 'DescribeSecurityGroups' });
  const { code, out, err } = await postern(['collect', '--region', region, '--rate', '1', '--snapshot', 'facts'], { env });
  expect(code).toBe(2);
  expect(out).toMatch(/^\/.*\/facts\/runs\/[0-9A-Z]+-[0-9a-f]{8}\/\n$/);
  expect(err).toMatch(/some facts could not be read; postern check says which, and what would make them known\n$/);
});

describe('a narrower scan', () => {
  test('--check narrows verdicts and calls', async () => {
    const { out } = await scan('--format json --all --check api-endpoint/* --check versions/*');
    const { verdicts, checks } = JSON.parse(out);
    expect(Object.keys(checks)).toEqual(['api-endpoint/public-access', 'versions/support']);
    expect(new Set(verdicts.map(({ check }: { readonly check: string }) => check))).toEqual(new Set(Object.keys(checks)));
    expect(
      estate.counts
        .list()
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual(['DescribeCluster', 'DescribeClusterVersions', 'DescribeRegions', 'GetCallerIdentity', 'ListClusters'].sort());
  });

  test('--framework runs the checks that it maps', async () => {
    const { out } = await scan('--format json --framework cis-eks-2.0.0');
    const { checks, frameworks } = JSON.parse(out);
    const mapped = frameworks[0].controls.flatMap(({ checks: ids = [] }: { readonly checks?: readonly string[] }) => ids);
    expect(new Set(Object.keys(checks))).toEqual(new Set(mapped));
    expect(mapped.length).toBeGreaterThan(0);
  });

  test('a control whose checks were not all selected is unknown, not passed', async () => {
    const { out } = await scan('--format json --check account/*', { env: goodEnv });
    const { controls } = JSON.parse(out).frameworks[0];
    expect(controls.some(({ status }: { readonly status: string }) => status === 'unknown')).toBe(true);
    expect(controls.some(({ status }: { readonly status: string }) => status === 'pass')).toBe(false);
  });

  test('--cluster and --config: what a flag says wins over the file', async () => {
    const cwd = emptyFolder();
    const config = 'regions: [us-east-1]\nchecks: ["versions/*"]\nthresholds: { versionWarningDays: 10000 }\n';
    writeFileSync(join(cwd, 'postern.yaml'), config);
    const { out, code } = await scan('--config postern.yaml --cluster right --format json', { cwd });
    const { targets, verdicts } = JSON.parse(out);
    expect(targets.map(({ cluster }: { readonly cluster?: { readonly name: string } }) => cluster?.name)).toEqual([
      undefined,
      undefined,
      'right',
    ]);
    expect(verdicts).toMatchObject([{ check: 'versions/support', status: 'fail' }]);
    expect(code).toBe(1);
  });
});

describe('a name that nothing bears', () => {
  test.each([
    ['--region eu-central-9', 'postern: --region eu-central-9: no account that was scanned has such a Region\n'],
    ['--cluster rigth', 'postern: --cluster rigth: no account and Region that was scanned has such a cluster\n'],
  ])('%s is a typing error', async (line, said) => {
    const cwd = emptyFolder();
    const { code, out, err } = await scan(`${line} --check versions/*`, { cwd });
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err.endsWith(said)).toBe(true);
    expect(sealed(cwd)).toBe(false);
  });

  test('cannot be told from one that could not be seen', async () => {
    good.faults.add({ kind: 'deny', operation: 'ListClusters' });
    expect((await scan('--cluster rigth --check versions/*', { env: goodEnv })).code).toBe(2);
  });

  test('is told although something else could not be read', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeKey' });
    expect((await scan('--cluster rigth --check encryption/*')).code).toBe(64);
  });
});
