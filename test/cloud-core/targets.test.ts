import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoDate } from '../../estate/demo/index.ts';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { checks } from '../../shared/checks/index.ts';
import { AwsError } from '../../shared/clients/errors.ts';
import type { Config } from '../../shared/config/schema.ts';
import { EventError, type Scope } from '../../shared/contract/events.ts';
import { resultPath, runKey, snapshotPath } from '../../shared/contract/keys.ts';
import { derivations } from '../../shared/derive/index.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import { frameworks } from '../../shared/frameworks/index.ts';
import { collectTarget } from '../../shared/stages/collect-target.ts';
import { completeRun } from '../../shared/stages/completion.ts';
import { planCloud } from '../../shared/stages/plan-cloud.ts';
import { planDeployment } from '../../shared/stages/plan-deployment.ts';
import { scanTarget } from '../../shared/stages/scan-target.ts';
import { loadPlan, loadSnapshotAt } from '../../shared/stages/snapshot.ts';
import { storedRun } from '../../shared/stages/stored-run.ts';
import { loadJson } from '../../shared/store/json.ts';
import type { Store } from '../../shared/store/store.ts';
import { awsAt } from '../collect/estate.ts';
import { place, smallEstate } from '../stages/small.ts';
import { executionArn, someExecutions } from './executions.ts';
import { runNumber } from './fleet.ts';
import { memoryStore } from './memory.ts';

const { account, region } = place;
const stranger = '999988887777';
const run = runNumber(1);
let estate: RunningEstate;
beforeAll(async () => {
  const own = smallEstate().accounts[account];
  const regions = { ...own?.regions, 'eu-west-1': {}, 'eu-west-2': {} };
  estate = await startEstate({ accounts: { [account]: { ...own, regions } } });
});
beforeEach(() => {
  estate.faults.clear();
  estate.counts.clear();
});
afterAll(() => estate.close());

const role = { name: 'postern-member', sessionName: 'postern-test', always: true, regional: true };
const open = (signal?: AbortSignal) => awsAt(estate.url, { role, region: 'us-east-1', ...(signal && { signal }) });

/** A planned run in a store of its own. */
async function planned(config: Config = { regions: [region] }, scope: Scope = {}): Promise<Store> {
  const { store } = memoryStore();
  await planCloud({
    ...{ store, executions: someExecutions(), execution: executionArn('one'), now: demoDate },
    start: { trigger: 'request', run, scope },
    plan: (asked) => planDeployment({ aws: open(), config, checks, frameworks, version: '0', note: () => undefined }, asked),
  });
  return store;
}
const work = (store: Store, signal?: AbortSignal) => ({
  ...{ store, aws: open(signal), checks, derivations },
  ...(signal && { signal }),
});
const snapshot = (store: Store, path: string) => loadSnapshotAt(storedRun(store, run), path);
const result = async (store: Store, at: Parameters<typeof resultPath>[0]) =>
  (await loadJson(store, runKey(run, resultPath(at)), { maxBytes: 2 ** 24 })) as Result;
const saved = async (store: Store, folder: string): Promise<readonly string[]> =>
  (await Array.fromAsync(store.list(runKey(run, `${folder}/`)))).map(({ key }) => key);

test('two processes at one target: each gives the same answer, and nothing is written twice', async () => {
  const plain = await planned();
  const writes: string[] = [];
  const store: Store = {
    ...plain,
    save: async (key, body, options) => {
      const done = await plain.save(key, body, options);
      writes.push(key);
      return done;
    },
  };
  const twice = <T>(one: () => Promise<T>): Promise<T[]> => Promise.all([one(), one()]);
  const [first, second] = await twice(() => collectTarget(work(store), { run, account }));
  expect(first).toEqual({ regions: [{ region }] });
  expect(second).toEqual(first);
  const [targets, again] = await twice(() => collectTarget(work(store), { run, account, region }));
  expect(again).toEqual(targets);
  const [cluster] = targets !== undefined && 'targets' in targets ? targets.targets : [];
  await twice(() => scanTarget(work(store), { run, account, region, ...cluster }));
  expect(new Set(writes).size).toBe(writes.length);
  expect(writes).toHaveLength(4);
});

test('what is there is not read again, and not written over', async () => {
  const store = await planned();
  await collectTarget(work(store), { run, account });
  const before = await store.load(runKey(run, snapshotPath({ account })), { maxBytes: 2 ** 20 });
  estate.counts.clear();
  expect(await collectTarget(work(store), { run, account })).toEqual({ regions: [{ region }] });
  expect(estate.counts.of()).toBe(0);
  expect((await store.load(runKey(run, snapshotPath({ account })), { maxBytes: 2 ** 20 }))?.etag).toBe(before?.etag);
});

test('an account that was asked for and is none of the deployment: a failed target, not entered, and nobody of ours', async () => {
  const store = await planned({ accounts: [account] }, { accounts: [account, stranger] });
  const plan = await loadPlan(storedRun(store, run));
  expect(plan.accounts).toEqual([
    { id: account },
    { id: stranger, refused: `the account ${stranger} is none that is scanned here` },
  ]);
  expect(plan.settings.ownAccounts).toEqual([account]);
  estate.counts.clear();
  expect(await collectTarget(work(store), { run, account: stranger })).toEqual({ regions: [] });
  await scanTarget(work(store), { run, account: stranger });
  expect(estate.counts.of()).toBe(0);
  const { target, verdicts } = await result(store, { account: stranger });
  expect(target).toMatchObject({ status: 'failed', missing: [{ why: expect.stringContaining('none that is scanned here') }] });
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['unknown']));
});

test('a narrowed request: the accounts, Regions and clusters of it, with the checks of the deployment', async () => {
  const config: Config = { accounts: [account, stranger], checks: ['versions/*'], ownAccounts: ['111111111111'] };
  const store = await planned(config, { accounts: [account], regions: ['eu-west-1'], clusters: ['right'] });
  const plan = await loadPlan(storedRun(store, run));
  expect(plan).toMatchObject({
    accounts: [{ id: account }],
    regions: ['eu-west-1'],
    clusters: ['right'],
    checks: ['versions/support'],
    narrowed: true,
    kubernetes: 'auto',
    run: { trigger: 'request' },
  });
  expect(plan.settings.ownAccounts).toEqual(['111111111111', account, stranger].sort());
});

test('a Region that holds nothing to read is done when it was collected: without a cluster, closed, or not enabled', async () => {
  const regions = ['eu-west-1', 'eu-west-2', 'eu-west-9'];
  const store = await planned({ regions });
  await collectTarget(work(store), { run, account });
  estate.faults.add({ kind: 'deny-by-policy', operation: 'ListClusters', region: 'eu-west-2' });
  for (const name of regions) expect(await collectTarget(work(store), { run, account, region: name })).toEqual({ targets: [] });
  const statuses = await Promise.all(
    regions.map(async (name) => (await result(store, { account, region: name })).target.status),
  );
  expect(statuses).toEqual(['complete', 'failed', 'skipped']);
});

test('a Region that is not enabled is no work for a function, and a target all the same', async () => {
  const store = await planned({ regions: ['eu-west-1', 'eu-west-9'] });
  expect(await collectTarget(work(store), { run, account })).toEqual({ regions: [{ region: 'eu-west-1' }] });
  await collectTarget(work(store), { run, account, region: 'eu-west-1' });
  await completeRun({ store, run, plan: await loadPlan(storedRun(store, run)), checks, derivations });
  const { target } = await result(store, { account, region: 'eu-west-9' });
  expect(target).toMatchObject({ status: 'skipped', missing: [{ why: 'this Region is not enabled in this account' }] });
});

test('what the run does not mean is refused by name', async () => {
  const store = await planned();
  await collectTarget(work(store), { run, account });
  await collectTarget(work(store), { run, account, region });
  const key = '0'.repeat(32);
  for (const refused of [
    () => collectTarget(work(store), { run, account: stranger }),
    () => collectTarget(work(store), { run, account, region: 'eu-west-9' }),
    () => collectTarget(work(store), { run, account, region, cluster: key }),
    () => scanTarget(work(store), { run, account, region, cluster: key }),
  ])
    await expect(refused()).rejects.toThrow(EventError);
  await expect(scanTarget(work(store), { run: runNumber(2), account })).rejects.toThrow('plan.json');
  expect(await saved(store, 'results')).toEqual([]);
});

test('out of time: what was read is written, what was not is unknown for that reason', async () => {
  const store = await planned();
  await collectTarget(work(store), { run, account });
  const stop = new AbortController();
  estate.faults.add({ kind: 'timeout', operation: 'DescribeSecurityGroups' });
  const collecting = collectTarget(work(store, stop.signal), { run, account, region });
  await expect.poll(() => estate.counts.of({ operation: 'DescribeSecurityGroups' })).toBe(1);
  stop.abort(new AwsError('timeout', 'OutOfTime: the function had to end before this was read', 'scan again'));
  expect(await collecting).toEqual({ targets: [{ cluster: expect.any(String) }, { cluster: expect.any(String) }, {}] });
  const { facts, errors } = await snapshot(store, snapshotPath({ account, region }));
  expect(facts.clusters?.known).toBe(true);
  expect(facts.securityGroups).toEqual({
    known: false,
    why: 'OutOfTime: the function had to end before this was read',
    action: 'scan again',
  });
  expect(errors).toEqual([]);
  await scanTarget(work(store), { run, account, region });
  expect((await result(store, { account, region })).target.status).toBe('partial');
});

test('out of time before anything was read: a failed target, which is written', async () => {
  const store = await planned();
  const ended = AbortSignal.abort(new AwsError('timeout', 'OutOfTime: too late'));
  expect(await collectTarget(work(store, ended), { run, account })).toEqual({ regions: [] });
  expect((await snapshot(store, snapshotPath({ account }))).ended).toMatchObject({
    status: 'failed',
    cause: { why: 'OutOfTime: too late' },
  });
});
