import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { place, smallEstate } from '../stages/small.ts';
import { emptyFolder, postern } from './console.ts';

const wrong = `arn:aws:eks:${place.region}:${place.account}:cluster/wrong`;
const cwd = emptyFolder();
let estate: RunningEstate;
let server = '';

/** A kubeconfig with a context for the cluster, one for an address where nobody is, and one whose plugin fails. */
function write(file: string, current: string): void {
  const { url = '', certificateAuthority = '' } = estate.kubernetes.endpoints.get(wrong) ?? {};
  server = new URL(url).href;
  const cluster = (address: string) => ({ server: address, 'certificate-authority-data': certificateAuthority });
  const plugin = { apiVersion: 'client.authentication.k8s.io/v1', command: 'false', interactiveMode: 'Never' };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current,
    clusters: [
      { name: 'c', cluster: cluster(url) },
      { name: 'off', cluster: cluster('https://127.0.0.1:1') },
    ],
    users: [
      { name: 'u', user: { token: 'canary-7f3a9c-token' } },
      { name: 'p', user: { exec: plugin } },
    ],
    contexts: [
      { name: 'admin@wrong', context: { cluster: 'c', user: 'u' } },
      { name: 'renamed', context: { cluster: 'c', user: 'u' } },
      { name: 'off', context: { cluster: 'off', user: 'u' } },
      { name: 'plugin', context: { cluster: 'c', user: 'p' } },
    ],
  };
  writeFileSync(join(cwd, file), JSON.stringify(config));
}

beforeAll(async () => {
  estate = await startEstate(smallEstate());
  write('config', 'admin@wrong');
  write('none', '');
});
afterAll(() => estate.close());

const scan = (words: string) => postern(`scan --kubeconfig config ${words}`.trim().split(' '), { cwd });
interface Verdict {
  readonly check: string;
  readonly status: string;
  readonly because: string;
  readonly id: string;
}

describe('the cluster that a kubeconfig names', () => {
  test('is judged by its own API, without AWS: what takes an account is not applicable', async () => {
    const { code, out } = await scan('--format json --all');
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect(report.targets).toEqual([
      { kind: 'kubernetes', cluster: { name: 'admin@wrong', server, version: '1.27' }, status: 'complete', missing: [] },
    ]);
    const of = (check: string): Verdict => report.verdicts.find((one: Verdict) => one.check === check);
    expect(of('namespaces/default-in-use').status).toBe('fail');
    for (const check of [
      'exposure/api-server',
      'api-endpoint/public-access',
      'versions/support',
      'security-groups/open-to-internet',
    ])
      expect(of(check)).toMatchObject({
        status: 'not-applicable',
        because: 'its AWS account is not looked at: scan the account',
      });
    expect(report.verdicts.filter(({ status }: Verdict) => status === 'unknown')).toEqual([]);
    expect(estate.counts.list()).toEqual([]);
    expect(out).not.toContain('canary');
  });

  test('has a place of its own in the run, and is judged from there again', async () => {
    const collected = await postern('collect --kubeconfig config --context admin@wrong --snapshot facts'.split(' '), { cwd });
    expect(collected.code).toBe(0);
    const [run = ''] = readdirSync(join(cwd, 'facts/runs'));
    const key = clusterKey(JSON.stringify(['admin@wrong', server]));
    expect(readdirSync(join(cwd, 'facts/runs', run, 'snapshots/_kubeconfig'))).toEqual([`${key}.json.gz`]);
    const live = JSON.parse((await scan('--format json --all')).out);
    const again = await postern('check --snapshot facts --format json --all'.split(' '), { cwd });
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toEqual({ ...live, run: expect.anything() });
  });

  test('bears the same findings under another context: its kube-system says which it is', async () => {
    const ids = async (words: string) =>
      JSON.parse((await scan(`--format json --check namespaces/* ${words}`)).out).verdicts.map(({ id }: Verdict) => id);
    expect(await ids('--context renamed')).toEqual(await ids(''));
    const [run = ''] = readdirSync(join(cwd, 'facts/runs'));
    const folder = join(cwd, 'facts/runs', run, 'snapshots/_kubeconfig');
    const snapshot = gunzipSync(readFileSync(join(folder, readdirSync(folder)[0] ?? '')));
    expect(JSON.parse(snapshot.toString()).target.cluster.uid).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('that cannot be reached is unknown', async () => {
    const { code, out } = await scan('--context off --format json');
    const { targets, verdicts } = JSON.parse(out);
    expect(code).toBe(2);
    expect(targets[0]).toMatchObject({ status: 'partial', cluster: { name: 'off', version: 'unknown' } });
    expect(new Set(verdicts.map(({ status }: Verdict) => status))).toEqual(new Set(['unknown']));
  });

  test('has no account: the page and the terminal say so, too', async () => {
    const { code, out } = await scan('--out report --format html --format terminal');
    expect(code).toBe(1);
    expect(out).toContain('admin@wrong');
    expect(out).not.toContain('undefined');
  });
});

describe('what cannot be meant', () => {
  test.each([
    ['--context admin@wrogn', /^postern: --context admin@wrogn: config has no such context; perhaps you mean: admin@wrong$/],
    [
      '--context elsewhere',
      /^postern: --context elsewhere: config has no such context; it has: admin@wrong, renamed, off, plugin$/,
    ],
    [
      '--context plugin',
      /^postern: kubeconfig ".*config", context "plugin": its credentials could not be had; run the exec command/,
    ],
    [
      '--region eu-central-1',
      /^postern: --kubeconfig reads one cluster by its own API, and nothing of AWS; leave out --region$/,
    ],
    ['--role-name reader', /leave out --role-name$/],
    ['--kubernetes off', /leave out --kubernetes$/],
    ['--probe', /leave out --probe$/],
  ])('%s', async (words, answer) => {
    const { code, err } = await scan(words);
    expect(err.trimEnd()).toMatch(answer);
    expect(code).toBe(64);
  });

  test('a file without a current context', async () => {
    const { code, err } = await postern('scan --kubeconfig none'.split(' '), { cwd });
    expect(err).toBe(
      'postern: none has no current context; name one with --context; it has: admin@wrong, renamed, off, plugin\n',
    );
    expect(code).toBe(64);
  });
});
