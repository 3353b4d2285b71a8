import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demoDate } from '../../estate/demo/index.ts';
import { makeAuthority } from '../../estate/kubernetes/certificate.ts';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { place, smallEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

const { account, region } = place;
const arn = (name: string) => `arn:aws:eks:${region}:${account}:cluster/${name}`;
const folder = `inside/${account}/${region}/${clusterKey(arn('wrong'))}`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const after = (milliseconds: number) => () => new Date(demoDate.getTime() + milliseconds);
let cwd = '';
let estate: RunningEstate;

beforeAll(async () => {
  const { accounts } = smallEstate();
  const { global } = accounts[account] ?? {};
  const s3 = { Buckets: [{ Name: 'evidence' }] };
  estate = await startEstate({ accounts: { [account]: { ...accounts[account], global: { ...global, s3 } } } });
});
afterAll(() => estate.close());
afterEach(() => {
  estate.kubernetes.faults.clear();
  estate.counts.clear();
});

/** As in a pod: authority and token are files beside it. */
function kubeconfig(name: string, authority?: string): void {
  const { url = '', certificateAuthority = '' } = estate.kubernetes.endpoints.get(arn(name)) ?? {};
  writeFileSync(join(cwd, 'ca.crt'), authority ?? Buffer.from(certificateAuthority, 'base64'));
  writeFileSync(join(cwd, 'token'), 'canary-7f3a9c-token\n');
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'inside' },
    clusters: [{ name: 'cluster', cluster: { server: url, 'certificate-authority': 'ca.crt' } }],
    users: [{ name: 'collector', user: { tokenFile: 'token' } }],
    contexts: [{ name: 'inside', context: { cluster: 'cluster', user: 'collector' } }],
  };
  writeFileSync(join(cwd, 'kubeconfig'), JSON.stringify(config));
}

const type = (line: string, now = after(0)) => postern(line.split(/\s+/), { cwd, env: credentialsFor(estate.url), now });
const whose = (name: string) => `--account ${account} --region ${region} --cluster ${name}`;
const collect = (place: string, { name = 'wrong', now = after(0) } = {}) =>
  type(`collect --kubeconfig kubeconfig ${whose(name)} --snapshot ${place}`, now);

interface Report {
  readonly targets: readonly {
    readonly kind: string;
    readonly inside?: object;
    readonly status: string;
    readonly missing: readonly { readonly why: string }[];
  }[];
  readonly verdicts: readonly { readonly check: string; readonly status: string; readonly because: string }[];
}
/** What a scan says of the cluster. */
async function scan(now = after(HOUR), check = 'namespaces/*') {
  const line = `scan --region ${region} --cluster wrong --rate 1 --out runs --format json --format html --format terminal --all --check ${check}`;
  const { code, out } = await type(line, now);
  const at = /runs\/runs\/\S+?\/report\./.exec(out)?.[0] ?? '';
  const [json = '', page = ''] = ['json', 'html'].map((ending) => readFileSync(join(cwd, at + ending), 'utf8'));
  const { targets, verdicts } = JSON.parse(json) as Report;
  return { code, out, page, json, verdicts, target: targets.find(({ kind }) => kind === 'eks') };
}
/** No path from here to the cluster. */
const cutOff = () => estate.kubernetes.faults.add({ kind: 'reset', cluster: arn('wrong') });

describe('a cluster that cannot be reached from here', () => {
  beforeAll(async () => {
    cwd = emptyFolder();
    kubeconfig('wrong');
    expect((await collect('runs')).code).toBe(0);
  });

  test('is judged by what was read inside its network as if it had been reached, and says so', async () => {
    const reached = await scan(after(HOUR), '*');
    expect(reached.target).toMatchObject({ status: 'complete' });
    expect(reached.json).not.toContain('"inside"');
    cutOff();
    const { code, out, page, json, verdicts, target } = await scan(after(5 * HOUR + 40 * MINUTE), '*');
    expect(verdicts).toEqual(reached.verdicts);
    expect(code).toBe(reached.code);
    const collectedAt = demoDate.toISOString();
    expect(target?.inside).toEqual({ run: expect.stringMatching(/^20261121T0/), collectedAt, ageSeconds: 20_400 });
    expect(target?.status).toBe('complete');
    for (const shown of [out, page]) expect(shown).toContain('2026-11-21 02:00 UTC, 5 h 40 min before it was judged');
    expect(json).not.toContain('canary');
  });

  test('is judged again from the run alone, with the same age', async () => {
    cutOff();
    const { verdicts, target } = await scan();
    estate.kubernetes.faults.clear();
    const again = await type('check --snapshot runs --check namespaces/* --format json --all', after(100 * HOUR));
    const report = JSON.parse(again.out) as Report;
    expect(report.verdicts).toEqual(verdicts);
    expect(report.targets.find(({ kind }) => kind === 'eks')).toEqual(target);
  });

  test.each([
    [
      'a day later',
      after(24 * HOUR),
      /; facts from inside its network are not used: they are 24 h 0 min old, and under 24 h is taken$/,
    ],
    [
      'before it was',
      after(-6 * MINUTE),
      /; facts from inside its network are not used: they are said to be of 2026-11-21 02:00 UTC, which is yet to come; set the clocks$/,
    ],
  ])('%s is unknown, and says why', async (_, now, why) => {
    cutOff();
    const { code, target, verdicts } = await scan(now);
    expect(code).toBe(2);
    expect(target).not.toHaveProperty('inside');
    expect(target?.missing.map((one) => one.why)).toContainEqual(expect.stringMatching(why));
    expect(verdicts.filter(({ status }) => status === 'pass' || status === 'fail')).toEqual([]);
  });

  test('a second before is judged; clocks may differ by minutes', async () => {
    cutOff();
    expect((await scan(after(24 * HOUR - 1_000))).target).toMatchObject({ inside: { ageSeconds: 86_399 } });
    expect((await scan(after(-4 * MINUTE))).target).toMatchObject({ inside: { ageSeconds: 0 } });
  });
});

describe('what was read inside is not used', () => {
  beforeAll(async () => {
    cwd = emptyFolder();
    kubeconfig('wrong');
    await collect('runs');
  });

  test.each(['forbidden', 'unauthorized', 'wrong-authority', 'redirect'] as const)('where it answers: %s', async (kind) => {
    estate.kubernetes.faults.add({ kind, cluster: arn('wrong') });
    const { target, verdicts } = await scan();
    expect(target).not.toHaveProperty('inside');
    expect(verdicts.some(({ because }) => /inside/.test(because))).toBe(false);
    expect(new Set(verdicts.map(({ status }) => status))).toContain('unknown');
  });

  test('where one list does not come, and others do', async () => {
    estate.kubernetes.faults.add({ kind: 'reset', cluster: arn('wrong'), resource: 'namespaces' });
    const { target } = await scan(after(HOUR), '*');
    expect(target).not.toHaveProperty('inside');
    expect(target?.status).toBe('partial');
  });
});
