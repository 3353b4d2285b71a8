import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEstate } from '../../../estate/server.ts';
import type { RunId } from '../../../shared/contract/run-id.ts';
import { percent } from '../../../shared/report/words.ts';
import { openReport } from '../../../shared/stages/sealed-report.ts';
import { type RunReader, readRun } from '../../../shared/store/run.ts';
import { unnoticedActions, unnoticedConditions, unnoticedStatements } from '../../iam/notice.ts';
import { proofOf, proveIam } from '../../iam/prove.ts';
import { scanEstate } from '../../stages/scan-estate.ts';
import { place } from '../../stages/small.ts';
import { accounts, accountsEstate, regionOfOne, settings } from './accounts.ts';
import { REGION } from './deployment.ts';
import { describeCallsByHand, describeNight } from './functions.ts';
import { type Night, startNight } from './night.ts';
import { remote } from './remote.ts';
import { describeRequests } from './requests.ts';
import { evidenceOf, rightsOf } from './rights.ts';

/** One night of the synthesized stack: its machine, its bundles in processes of their own, AWS the simulated estate. */
let night: Night;
/** As far as the stand-in for the API looks at it. */
const signed =
  'AWS4-HMAC-SHA256 Credential=AKIAOPERATOR00000000/20261121/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0';

beforeAll(async () => {
  night = await startNight();
}, 60_000);

afterAll(() => night?.close());

test('a schedule delivered twice is one run with every target in it, scanned once, and one message', async () => {
  const { deployment, run, sealed } = night;
  const { header } = await openReport(sealed);
  expect(header.run).toMatchObject({ id: run, trigger: 'schedule', errors: [] });
  const { two, one, closed, hub } = accounts;
  expect(header.targets.map(({ account, region, cluster, status }) => [account, region, cluster?.name, status])).toEqual([
    [one, undefined, undefined, 'complete'],
    [one, regionOfOne, undefined, 'complete'],
    [one, regionOfOne, 'cluster-0000', 'complete'],
    [two, undefined, undefined, 'complete'],
    [two, place.region, undefined, 'complete'],
    [two, place.region, 'right', 'complete'],
    [two, place.region, 'wrong', 'complete'],
    [closed, undefined, undefined, 'failed'],
    [hub, undefined, undefined, 'complete'],
    [hub, REGION, undefined, 'complete'],
  ]);
  expect(header.targets.find(({ account }) => account === closed)?.missing).toEqual([
    expect.objectContaining({ fact: 'credentials', why: 'AccessDenied: sts:AssumeRole' }),
  ]);
  const { estate, messages } = deployment;
  for (const [region, account] of [
    [place.region, two],
    [regionOfOne, one],
  ] as const)
    expect(estate.counts.of({ account, region, service: 'ec2', operation: 'DescribeSecurityGroups' })).toBe(1);
  expect(messages).toHaveLength(1);
  const { coverage } = header.summary;
  expect(coverage).toBeGreaterThan(0.7);
  expect(coverage).toBeLessThan(0.9);
  expect(messages[0]).toMatchObject({
    subject: `Postern: 1 critical failure, 1 target failed, coverage ${percent(coverage)}`,
    attributes: { severity: 'critical', account: JSON.stringify([one, two, closed]) },
  });
  expect(messages[0]?.body).toContain(
    `- ${closed}: AccessDenied: sts:AssumeRole (let arn:aws:iam::${closed}:role/postern-member exist`,
  );
});

test('verdicts are those of the command line on the same estate', async () => {
  const estate = await startEstate(accountsEstate());
  try {
    const { results } = await scanEstate(estate, { accounts: settings.accounts });
    const whole = (verdict: object) => JSON.stringify(verdict, null, 1);
    const theirs = results
      .flatMap(({ verdicts }) => verdicts)
      .filter(({ status }) => status === 'fail' || status === 'unknown');
    const ours = (await Array.fromAsync((await openReport(night.sealed)).verdicts())).map(
      ({ target: _, ...verdict }) => verdict,
    );
    expect(ours.map(whole).sort()).toEqual(theirs.map(whole).sort());
  } finally {
    await estate.close();
  }
});

test('its owner asks how far it is, what there is, and takes the report', async () => {
  const { deployment, folder, run, sealed } = night;
  const status = await remote(deployment, folder, 'status', run);
  expect(status).toMatchObject({ code: 0, out: 'sealed, accounts 4 of 4, regions 3 of 3, clusters 3 of 3\n' });
  expect((await remote(deployment, folder, 'reports')).out).toBe(`${run}  report.html report.json\n`);
  const download = await remote(deployment, folder, 'download', run, 'report.json', '--out', 'night.json');
  expect(download).toMatchObject({ code: 0 });
  const bytes = readFileSync(join(folder, 'night.json'));
  const entry = sealed.manifest.objects.find(({ key }) => key === 'report.json');
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry?.sha256);
});

test('a scan of one cluster on demand is a run of its own', async () => {
  const { deployment, folder, run } = night;
  const asked = await remote(deployment, folder, 'scan', '--account', accounts.two, '--cluster', 'right');
  expect(asked).toMatchObject({ code: 0, err: '' });
  await deployment.machines.settled();
  const reader = (await readRun(deployment.store, asked.out.trim() as RunId)) as RunReader;
  const { header } = await openReport(reader);
  expect(header.run.trigger).toBe('request');
  expect(header.targets.flatMap(({ cluster }) => cluster?.name ?? [])).toEqual(['right']);
  expect(deployment.messages[1]?.body).toContain(`New since run ${run}: 0`);
  // It neither silences nor rings an alarm on the nightly one.
  expect(deployment.lambda.log('postern-publish').match(/"Coverage":/g)).toHaveLength(1);
});

test.each([
  ['status', '../../lock'],
  ['status', '20261121T020000Z-00000000'],
  ['download', 'latest', '../lock.json'],
  ['download', 'latest', 'lock.json'],
  ['scan', '--account', accounts.two, '--cluster', 'nobody'],
  ['scan', '--account', '123456789012'],
])('remote %s %s … is refused in one line', async (...argv) => {
  const said = await remote(night.deployment, night.folder, ...argv);
  expect(said.code).toBe(64);
  expect(said.out).toBe('');
  expect(said.err).toMatch(/^postern: [^\n]{10,250}\n$/);
});

test('a request that is not signed, is too large, or is for nothing gets one sentence', async () => {
  const { deployment, run } = night;
  const ask = async (method: string, path: string, body?: string, authorization = signed) => {
    const response = await fetch(`${deployment.api.url}${path}`, {
      method,
      headers: { authorization },
      ...(body !== undefined && { body }),
    });
    return [response.status, ((await response.json()) as { message: string }).message];
  };
  expect(await ask('POST', '/scans', '{}', '')).toEqual([403, 'Forbidden']);
  expect(await ask('POST', '/scans', 'x'.repeat(70_000))).toEqual([413, 'The body is larger than 64 KB.']);
  expect(await ask('POST', '/scans', '{')).toEqual([400, 'The body is not JSON.']);
  expect(await ask('DELETE', '/scans')).toEqual([404, 'Not Found']);
  expect(await ask('GET', `/reports/${run}/..%2f..%2flock.json`)).toEqual([404, 'There is nothing at this address.']);
});

test('every call was allowed by the templates, and every statement of theirs was needed', () => {
  const { deployment, assembly } = night;
  const provable = rightsOf(deployment, assembly, accounts.hub, [accounts.two, accounts.one]);
  const evidence = evidenceOf(deployment);
  expect(proveIam(provable, evidence)).toEqual([]);
  const proof = proofOf(provable, evidence);
  // Asked by a redriven execution only: test/real.
  expect(unnoticedStatements(proof)).toEqual([expect.stringContaining('postern-publish[AskForExecutions]')]);
  // The deployment's own account has no cluster to read.
  const inOwnAccount = 'Postern/postern-member/';
  expect(unnoticedActions(proof).filter((at) => !at.startsWith(inOwnAccount))).toEqual([]);
  expect(unnoticedConditions(proof)).toEqual([]);
});

describeNight(() => night);
describeCallsByHand(() => night);
describeRequests(() => night);
