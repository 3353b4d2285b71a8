import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoDate } from '../../estate/demo/index.ts';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { checks as every } from '../../shared/checks/index.ts';
import { connect } from '../../shared/clients/kubernetes/connection.ts';
import { defaultSettings } from '../../shared/config/defaults.ts';
import { resultPath, runKey } from '../../shared/contract/keys.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import { collectTarget } from '../../shared/stages/collect-target.ts';
import { insideStore, saveInside } from '../../shared/stages/inside.ts';
import { makePlan } from '../../shared/stages/plan.ts';
import { planCloud } from '../../shared/stages/plan-cloud.ts';
import { planDeployment } from '../../shared/stages/plan-deployment.ts';
import { scanNamed } from '../../shared/stages/scan-kubeconfig.ts';
import { scanTarget } from '../../shared/stages/scan-target.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { loadJson } from '../../shared/store/json.ts';
import { openRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { awsAt } from '../collect/estate.ts';
import { place, smallEstate } from '../stages/small.ts';
import { executionArn, someExecutions } from './executions.ts';
import { runNumber } from './fleet.ts';
import { memoryStore } from './memory.ts';

const { account, region } = place;
const arn = `arn:aws:eks:${region}:${account}:cluster/wrong`;
const cluster = clusterKey(arn);
const checks = every.filter(({ id }) => id.startsWith('namespaces/'));
const HOUR = 3_600_000;
let estate: RunningEstate;
beforeAll(async () => {
  estate = await startEstate(smallEstate());
});
afterAll(() => estate.close());

/** What the CronJob in the cluster leaves in the bucket. */
async function collectInside(store: Store): Promise<void> {
  const { url = '', certificateAuthority = '' } = estate.kubernetes.endpoints.get(arn) ?? {};
  const own = insideStore(store, { account, region, cluster });
  const connection = connect({
    server: url,
    certificateAuthority: Buffer.from(certificateAuthority, 'base64').toString(),
    bearerToken: async () => 'a-token-of-the-pod',
  });
  const id = makeRunId(demoDate, 1);
  const inside = { account, region, cluster: 'wrong', authorities: [...connection.authorities] };
  const plan = makePlan({
    ...{ runId: id, startedAt: demoDate, version: '0', trigger: 'cli', partition: 'aws', accounts: [], kubernetes: 'auto' },
    ...{ checks: [], frameworks: [], narrowed: false, settings: defaultSettings },
    kubeconfig: { context: 'inside', server: connection.server.href, inside },
  });
  const run = openRun(own, id);
  await scanNamed({ plan, run, connection, judged: false, derivations, checks: [] });
  await run.seal(demoDate);
  await saveInside(own, id, demoDate.toISOString());
  connection.close();
}

test('the deployed scanner judges a cluster that it cannot reach by what lies in its bucket', async () => {
  const { store } = memoryStore();
  await collectInside(store);
  estate.kubernetes.faults.add({ kind: 'reset', cluster: arn });
  const role = { name: 'postern-member', sessionName: 'postern-test', always: true, regional: true };
  const aws = awsAt(estate.url, { role, region: 'us-east-1' });
  const config = { regions: [region], checks: ['namespaces/*'] };
  const scanned = async (n: number, age: number): Promise<Result> => {
    const run = runNumber(n);
    await planCloud({
      ...{ store, executions: someExecutions(), execution: executionArn('one'), now: demoDate },
      start: { trigger: 'request', run, scope: {} },
      plan: (asked) => planDeployment({ aws, config, checks, frameworks: [], version: '0', note: () => undefined }, asked),
    });
    const work = { store, aws, checks, derivations, now: () => new Date(demoDate.getTime() + age) };
    await collectTarget(work, { run, account });
    await collectTarget(work, { run, account, region });
    await scanTarget(work, { run, account, region, cluster });
    return (await loadJson(store, runKey(run, resultPath({ account, region, cluster })), { maxBytes: 2 ** 24 })) as Result;
  };
  const { target, verdicts } = await scanned(1, 2 * HOUR);
  expect(target).toMatchObject({ status: 'complete', inside: { ageSeconds: 7_200 } });
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['fail', 'not-applicable']));
  const late = await scanned(2, 25 * HOUR);
  expect(late.target.inside).toBeUndefined();
  expect(new Set(late.verdicts.map(({ status }) => status))).toEqual(new Set(['unknown']));
});
