import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunId } from '../../shared/contract/run-id.ts';
import { openReport } from '../../shared/stages/sealed-report.ts';
import { sealedRuns } from '../../shared/store/manifest.ts';
import { type RunReader, readRun } from '../../shared/store/run.ts';
import type { Execution } from '../cloud/asl/execution.ts';
import type { Json, JsonObject } from '../cloud/asl/json.ts';
import { accounts, accountsEstate, settings } from '../cloud/deployment/accounts.ts';
import { type Deployment, type DeploymentOptions, deploy } from '../cloud/deployment/deployment.ts';
import { remote } from '../cloud/deployment/remote.ts';
import { evidenceOf, rightsOf } from '../cloud/deployment/rights.ts';
import { synthesize } from '../cloud/deployment/synthesize.ts';
import type { Runtime } from '../cloud/lambda/slot.ts';
import { unnoticedStatements } from '../iam/notice.ts';
import { proofOf } from '../iam/prove.ts';
import { place } from '../stages/small.ts';
import { lambdaRic } from './lambda-ric.ts';
import { startVersitygw, type Versitygw } from './versitygw.ts';

/**
 * The synthesized deployment through everything that can go wrong in a night: its machine in the interpreter, its bundles under AWS's own
 * runtime client, S3 from versitygw, the rest of AWS simulated.
 */
const nights = ['2026-11-21T02:00:00Z', '2026-11-22T02:00:00Z'] as const;
let folder: string;
let assembly: string;
let runtime: Runtime;
let s3: Versitygw;
let deployment: Deployment;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-paths-'));
  assembly = synthesize(join(folder, 'out'), settings);
  runtime = await lambdaRic();
});
beforeEach(async () => {
  s3 = await startVersitygw();
});
afterEach(async () => {
  await deployment?.close();
  await s3?.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = async (options: Partial<DeploymentOptions> = {}): Promise<void> => {
  const { endpoint, credentials } = s3;
  deployment = await deploy({ assembly, estate: accountsEstate(), runtime, s3: { endpoint, credentials }, ...options });
};

const where = { account: accounts.two, region: place.region, service: 'eks' };

/** Resolves when the function is at this call: an answer that is late keeps it there. */
async function callOf(operation: string): Promise<void> {
  while (deployment.estate.counts.of({ ...where, operation }) === 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Kills the function at every call that matches, until the execution has ended. @returns how often */
async function killAll(name: string, execution: Execution, matches: (payload: string) => boolean): Promise<number> {
  let killed = 0;
  let isOver = false;
  void execution.done.then(() => {
    isOver = true;
  });
  while (!isOver) {
    killed += await deployment.lambda.kill(name, matches);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return killed;
}

/** The sealed runs, what the targets of each came to, and that each was announced once. */
async function outcome() {
  await deployment.machines.settled();
  await deployment.lambda.settled();
  const runs = await Array.fromAsync(sealedRuns(deployment.store));
  expect(deployment.messages).toHaveLength(runs.length);
  return Promise.all(
    runs.map(async (run) => {
      const { header, verdicts } = await openReport((await readRun(deployment.store, run)) as RunReader);
      const targets = header.targets.map(
        ({ account, region, cluster, status }) => `${[account, region, cluster?.name].filter(Boolean).join(' ')} ${status}`,
      );
      expect(new Set(targets).size).toBe(targets.length);
      return { run, header, targets, verdicts: await Array.fromAsync(verdicts()) };
    }),
  );
}

const ofTwo = (suffix: string, status: string) => `${accounts.two} ${place.region}${suffix} ${status}`;
const every = [
  `${accounts.one} complete`,
  `${accounts.one} us-west-2 complete`,
  `${accounts.one} us-west-2 cluster-0000 complete`,
  `${accounts.two} complete`,
  ofTwo('', 'complete'),
  ofTwo(' right', 'complete'),
  ofTwo(' wrong', 'complete'),
  `${accounts.closed} failed`,
  `${accounts.hub} complete`,
  `${accounts.hub} us-east-1 complete`,
];
const but = (...changes: readonly (readonly [string, string])[]): readonly string[] =>
  every.map((target) => changes.find(([from]) => from === target)?.[1] ?? target);

test('a function that is killed in the middle is called again: all of it is there', async () => {
  await start();
  const lift = deployment.estate.faults.add({ ...where, operation: 'DescribeNodegroup', kind: 'slow', delay: 60_000 });
  const execution = deployment.schedule(nights[0]);
  await callOf('DescribeNodegroup');
  expect(await deployment.lambda.kill('postern-scan', (payload) => payload.includes('"cluster"'))).toBeGreaterThan(0);
  lift();
  expect(await execution.done).toMatchObject({ status: 'SUCCEEDED' });
  const [night, ...more] = await outcome();
  expect(more).toEqual([]);
  expect(night?.targets).toEqual(every);
});

test('a function that is killed each time: that target has failed, and no other', async () => {
  await start();
  deployment.estate.faults.add({ ...where, operation: 'ListNodegroups', kind: 'slow', delay: 60_000 });
  const execution = deployment.schedule(nights[0]);
  const isCluster = (payload: string) => payload.includes(accounts.two) && payload.includes('"cluster"');
  expect(await killAll('postern-scan', execution, isCluster)).toBeGreaterThanOrEqual(6);
  const [night] = await outcome();
  expect(night?.targets).toEqual(
    but([ofTwo(' right', 'complete'), ofTwo(' right', 'failed')], [ofTwo(' wrong', 'complete'), ofTwo(' wrong', 'failed')]),
  );
  const lost = night?.header.targets.findIndex(({ cluster }) => cluster?.name === 'right');
  const verdicts = night?.verdicts.filter(({ target }) => target === lost) ?? [];
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['unknown']));
  expect(deployment.messages[0]?.body).toContain('Failed targets: 3');
});

test('a throttled account is unknown where it did not answer; the others are whole', async () => {
  await start();
  deployment.estate.faults.add({ account: accounts.two, service: 'ec2', operation: 'DescribeNetworkAcls', kind: 'throttle' });
  deployment.estate.faults.add({
    account: accounts.two,
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    kind: 'throttle',
  });
  expect(await deployment.schedule(nights[0]).done).toMatchObject({ status: 'SUCCEEDED' });
  const [night] = await outcome();
  expect(night?.targets.filter((target) => !target.startsWith(accounts.two))).toEqual(
    every.filter((target) => !target.startsWith(accounts.two)),
  );
  expect(night?.targets).toContain(ofTwo('', 'partial'));
  const open = night?.verdicts.filter(({ check }) => check === 'security-groups/open-to-internet') ?? [];
  expect(open.some(({ because }) => /^.*RequestLimitExceeded/.test(because))).toBe(true);
  expect(deployment.lambda.log('postern-collect')).toMatch(/"ThrottledAnswers":\[?\d/);
});

test('more children fail than the Map Run tolerates: the run is sealed all the same, what was lost has failed', async () => {
  const intolerant = (definition: Json): Json => {
    const { States: states } = definition as { States: Record<string, JsonObject> };
    return {
      ...(definition as JsonObject),
      States: { ...states, Accounts: { ...states.Accounts, ToleratedFailurePercentage: 0 } },
    };
  };
  await start({ change: intolerant });
  deployment.estate.faults.add({ account: accounts.two, operation: 'DescribeRegions', kind: 'slow', delay: 60_000 });
  const execution = deployment.schedule(nights[0]);
  await killAll('postern-collect', execution, (payload) => payload.includes(accounts.two) && !payload.includes('"region"'));
  expect(await execution.done).toMatchObject({ status: 'SUCCEEDED' });
  const [night] = await outcome();
  const accountsOf = night?.targets.filter((target) => target.split(' ').length === 2) ?? [];
  expect(accountsOf.map((target) => target.slice(0, 12)).sort()).toEqual(Object.values(accounts).toSorted());
  expect(accountsOf).toContain(`${accounts.two} failed`);
});

test('two runs at once: one after the other, each sealed, nothing asked at the same time', async () => {
  await start();
  const ends = await Promise.all(nights.map((time) => deployment.schedule(time).done));
  expect(ends).toEqual([expect.objectContaining({ status: 'SUCCEEDED' }), expect.objectContaining({ status: 'SUCCEEDED' })]);
  const runs = await outcome();
  expect(runs.map(({ targets }) => targets)).toEqual([every, every]);
  const inOrder = deployment.lambda.calls.flatMap(({ name, payload }) =>
    name === 'postern-collect' || name === 'postern-scan' ? [(JSON.parse(payload) as { run: string }).run] : [],
  );
  expect(inOrder.filter((run, index) => run !== inOrder[index - 1])).toHaveLength(2);
});

test('a run that was stopped while it held the lock, its functions going on: the next takes over; its own event again ends it', async () => {
  await start();
  const lift = deployment.estate.faults.add({ ...where, operation: 'ListClusters', kind: 'slow', delay: 4_000 });
  const stopped = deployment.schedule(nights[0]);
  await callOf('ListClusters');
  await stopped.stop();
  lift();
  expect(await deployment.schedule(nights[1]).done).toMatchObject({ status: 'SUCCEEDED' });
  expect((await outcome()).map(({ run, targets }) => [run.slice(0, 8), targets])).toEqual([['20261122', every]]);
  expect(await deployment.schedule(nights[0]).done).toMatchObject({ status: 'SUCCEEDED' });
  const runs = await outcome();
  expect(runs.map(({ targets }) => targets)).toEqual([every, every]);
  expect(await remote(deployment, folder, 'status', runs[0]?.run as RunId)).toMatchObject({ code: 0 });
});

test('a publication that fails, redriven while another run is under way: it waits, and is sealed from what was scanned', async () => {
  deployment = await deploy({ assembly, estate: accountsEstate(), runtime });
  const first = deployment.schedule(nights[0]);
  await killAll('postern-publish', first, () => true);
  expect(first.status).toBe('FAILED');
  expect(await Array.fromAsync(sealedRuns(deployment.store))).toEqual([]);
  deployment.estate.counts.clear();
  deployment.estate.faults.add({ ...where, operation: 'ListClusters', kind: 'slow', delay: 3_000 });
  const second = deployment.schedule(nights[1]);
  await callOf('ListClusters');
  expect(await Promise.all([first.redrive(), second.done])).toEqual([
    expect.objectContaining({ status: 'SUCCEEDED' }),
    expect.objectContaining({ status: 'SUCCEEDED' }),
  ]);
  expect(first.events.filter(({ type }) => type === 'TaskFailed').length).toBeGreaterThan(3);
  // Each was asked once in all.
  expect(deployment.estate.counts.of({ ...where, operation: 'ListClusters' })).toBe(1);
  expect((await outcome()).map(({ targets }) => targets)).toEqual([every, every]);
  const proof = proofOf(rightsOf(deployment, assembly, accounts.hub, [accounts.two, accounts.one]), evidenceOf(deployment));
  expect(unnoticedStatements(proof).filter((at) => at.includes('postern-publish'))).toEqual([]);
});
