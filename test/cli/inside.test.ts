import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demoDate } from '../../estate/demo/index.ts';
import { type EstateCall, type RunningEstate, startEstate } from '../../estate/server.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { place, smallEstate } from '../stages/small.ts';
import { tries } from '../whole.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

const { account, region } = place;
const arn = (name: string) => `arn:aws:eks:${region}:${account}:cluster/${name}`;
const folder = `inside/${account}/${region}/${clusterKey(arn('wrong'))}`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const after = (milliseconds: number) => () => new Date(demoDate.getTime() + milliseconds);
const calls: EstateCall[] = [];
let cwd = '';
let estate: RunningEstate;

beforeAll(async () => {
  const { accounts } = smallEstate();
  const { global } = accounts[account] ?? {};
  const s3 = { Buckets: [{ Name: 'evidence' }] };
  const own = { ...accounts[account], global: { ...global, s3 } };
  estate = await startEstate({ accounts: { [account]: own } }, { onCall: (call) => calls.push(call) });
});
afterAll(() => estate.close());
afterEach(() => {
  estate.kubernetes.faults.clear();
  calls.length = 0;
});

/** As in a pod: authority and token are files beside it. */
function kubeconfig(name: string): void {
  const { url = '', certificateAuthority = '' } = estate.kubernetes.endpoints.get(arn(name)) ?? {};
  writeFileSync(join(cwd, 'ca.crt'), Buffer.from(certificateAuthority, 'base64'));
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
const collect = (to: string, check = '*') =>
  type(
    `collect --kubeconfig kubeconfig --account ${account} --region ${region} --cluster wrong --check ${check} --snapshot ${to}`,
  );
/** No path from here to the cluster. */
const cutOff = () => estate.kubernetes.faults.add({ kind: 'reset', cluster: arn('wrong') });

interface Report {
  readonly targets: readonly {
    readonly kind: string;
    readonly inside?: object;
    readonly status: string;
    readonly missing: readonly { readonly why: string; readonly action?: string }[];
  }[];
  readonly verdicts: readonly { readonly check: string; readonly status: string; readonly because: string }[];
}
const eksIn = ({ targets }: Report) => targets.find(({ kind }) => kind === 'eks');

/** What a scan says of the cluster. */
async function scan(now = after(HOUR), check = 'namespaces/*') {
  const { code, out } = await type(
    `scan --region ${region} --cluster wrong --rate 1 --out runs --format json --format html --format terminal --all --check ${check}`,
    now,
  );
  const run = /runs\/runs\/[^/\s]+/.exec(out)?.[0] ?? '';
  const [json = '', page = ''] = ['json', 'html'].map((ending) => readFileSync(join(cwd, run, `report.${ending}`), 'utf8'));
  const report = JSON.parse(json) as Report;
  return { code, out, page, json, run, verdicts: report.verdicts, target: eksIn(report) };
}

describe('a cluster that cannot be reached from here', () => {
  beforeAll(async () => {
    cwd = emptyFolder();
    kubeconfig('wrong');
    expect(await collect('runs')).toMatchObject({ code: 0, out: expect.stringContaining(join(cwd, 'runs', folder, 'runs/')) });
  });

  test('is judged by what was read inside its network as if it had been reached, and says so', async () => {
    // Every check of a cluster takes seconds; these read lists, metadata, and what follows from them.
    const check = tries(0, 1) === 1 ? '*' : 'namespaces/*';
    const reached = await scan(after(HOUR), check);
    expect(reached.target).toMatchObject({ status: 'complete' });
    expect(reached.json).not.toContain('"inside"');
    cutOff();
    const { code, out, page, json, verdicts, target } = await scan(after(5 * HOUR + 40 * MINUTE), check);
    expect(verdicts).toEqual(reached.verdicts);
    expect(code).toBe(reached.code);
    const run = expect.stringMatching(/^20261121T020000Z-/);
    expect(target).toMatchObject({
      inside: { run, collectedAt: demoDate.toISOString(), ageSeconds: 20_400 },
      status: 'complete',
    });
    for (const shown of [out, page]) expect(shown).toContain('2026-11-21 02:00 UTC, 5 h 40 min before it was judged');
    expect(json).not.toContain('canary');
  });

  test('is judged again from the run alone, with the same age', async () => {
    cutOff();
    const { verdicts, target, run } = await scan();
    const again = await type(`check --snapshot ${run} --check namespaces/* --format json --all`, after(100 * HOUR));
    const report = JSON.parse(again.out) as Report;
    expect(report.verdicts).toEqual(verdicts);
    expect(eksIn(report)).toEqual(target);
  });

  test('is unknown a day later, and says what to do', async () => {
    cutOff();
    const { code, target, verdicts } = await scan(after(25 * HOUR));
    expect(code).toBe(2);
    expect(target).not.toHaveProperty('inside');
    expect(target?.missing.map(({ why }) => why)).toContainEqual(
      expect.stringMatching(/; facts from inside its network are not used: they are 25 h 0 min old, and under 24 h is taken$/),
    );
    expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['unknown']));
  });

  test('is not judged by it where one list does not come and others do', async () => {
    estate.kubernetes.faults.add({ kind: 'reset', cluster: arn('wrong'), resource: 'namespaces' });
    expect((await scan(after(HOUR), 'namespaces/*')).target).toMatchObject({ status: 'partial' });
  });
});

describe('facts of another cluster', () => {
  test('are not used: EKS says of another certificate authority', async () => {
    cwd = emptyFolder();
    kubeconfig('right');
    await collect('runs', 'namespaces/*');
    cutOff();
    const { code, target, verdicts } = await scan();
    expect(code).toBe(2);
    expect(target).not.toHaveProperty('inside');
    expect(verdicts.some(({ status }) => status === 'pass' || status === 'fail')).toBe(false);
    expect(target?.missing[0]?.why).toContain('has another certificate authority than EKS says of wrong');
  });
});

describe('the collector', () => {
  test('needs the right to write below one folder of the bucket, and no other', async () => {
    cwd = emptyFolder();
    kubeconfig('wrong');
    expect((await collect('s3://evidence/nightly', 'namespaces/*')).code).toBe(0);
    const asked = calls.map(({ service, operation, input }) => [service, operation, String(Object(input).Key)] as const);
    expect(new Set(asked.map(([service, operation]) => `${service} ${operation}`))).toEqual(new Set(['s3 PutObject']));
    for (const [, , key] of asked) expect(key.startsWith(`nightly/${folder}/`)).toBe(true);
    expect(asked.at(-1)?.[2]).toBe(`nightly/${folder}/latest.json`);
  });

  test.each([
    [
      `collect --account ${account} --snapshot s`,
      /say whose facts they are with one --account, one --region and one --cluster$/,
    ],
    [`collect --account ${account} --region ${region} --cluster a --cluster b --snapshot s`, /with one --account/],
    [`collect --account ${account} --region ${region} --cluster a --role-name r --snapshot s`, /leave out --role-name$/],
    [`scan --account ${account} --region ${region} --cluster wrong`, /leave out --region$/],
  ])('%s', async (line, answer) => {
    const { code, err } = await type(`${line} --kubeconfig kubeconfig`);
    expect(err.trimEnd()).toMatch(answer);
    expect(code).toBe(64);
  });

  test('says so where its token file is gone', async () => {
    writeFileSync(join(cwd, 'token'), '');
    const { code, err } = await collect('gone', 'namespaces/*');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('some facts could not be read') });
  });
});
