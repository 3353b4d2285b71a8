import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoDate } from '../../estate/demo/index.ts';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { checks as all } from '../../shared/checks/index.ts';
import { parseScope } from '../../shared/contract/events.ts';
import { resultPath, runKey } from '../../shared/contract/keys.ts';
import { derivations } from '../../shared/derive/index.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import { collectTarget } from '../../shared/stages/collect-target.ts';
import { completeRun } from '../../shared/stages/completion.ts';
import { planCloud } from '../../shared/stages/plan-cloud.ts';
import { planDeployment } from '../../shared/stages/plan-deployment.ts';
import { scanTarget } from '../../shared/stages/scan-target.ts';
import { loadPlan } from '../../shared/stages/snapshot.ts';
import { storedRun } from '../../shared/stages/stored-run.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { loadJson } from '../../shared/store/json.ts';
import { awsAt } from '../collect/estate.ts';
import { domain, mixedEstate } from '../stages/mixed.ts';
import { place } from '../stages/small.ts';
import { executionArn, someExecutions } from './executions.ts';
import { runNumber } from './fleet.ts';
import { memoryStore } from './memory.ts';

const { account, region } = place;
const run = runNumber(1);
const key = clusterKey(`kubernetes.io/cluster/${domain}`);
const ids = ['exposure/api-server', 'encryption/secrets'];
const checks = all.filter(({ id }) => ids.includes(id));
let estate: RunningEstate;
beforeAll(async () => {
  estate = await startEstate(mixedEstate());
});
afterAll(() => estate.close());

test('a cluster of kOps is an item of work of its own, by its key; one whose function died has failed', async () => {
  const role = { name: 'postern-member', sessionName: 'postern-test', always: true, regional: true };
  const aws = awsAt(estate.url, { role, region: 'us-east-1' });
  const { store } = memoryStore();
  await planCloud({
    ...{ store, executions: someExecutions(), execution: executionArn('one'), now: demoDate },
    start: { trigger: 'request', run, scope: parseScope({ clusters: [domain, 'capi'] }) },
    plan: (asked) =>
      planDeployment(
        { aws, config: { regions: [region], checks: ids }, checks, frameworks: [], version: '0', note: () => undefined },
        asked,
      ),
  });
  const work = { store, aws, checks, derivations };
  await collectTarget(work, { run, account });
  const found = await collectTarget(work, { run, account, region });
  expect(found).toEqual({ targets: [{ cluster: clusterKey('kubernetes.io/cluster/capi') }, { cluster: key }, {}] });
  await scanTarget(work, { run, account, region, cluster: key });
  const plan = await loadPlan(storedRun(store, run));
  expect(await completeRun({ store, run, plan, checks, derivations })).toBe(3);
  const result = async (cluster: string) =>
    (await loadJson(store, runKey(run, resultPath({ account, region, cluster })), { maxBytes: 1_000_000 })) as Result;
  expect((await result(key)).verdicts.map(({ check, status }) => `${check} ${status}`)).toContain('exposure/api-server fail');
  const lost = await result(clusterKey('kubernetes.io/cluster/capi'));
  expect(lost.target).toMatchObject({ kind: 'kubernetes', status: 'failed', cluster: { name: 'capi' } });
  expect(lost.verdicts.map(({ check, status }) => `${check} ${status}`)).toEqual([
    'encryption/secrets not-applicable',
    'exposure/api-server unknown',
  ]);
});
