import { afterAll, expect, test } from 'vitest';
import { generateEstate } from '../../estate/generate.ts';
import { startEstate } from '../../estate/server.ts';
import { iamAction, type ServiceName } from '../../shared/clients/sdk.ts';
import type { Context } from '../../shared/collect/collector.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';
import { iamPolicy } from '../../shared/permissions/index.ts';
import { callPlan, scanPlan } from './call-plan.ts';
import { ACCOUNT, awsAt, contextAt, estateOf, ofClusterFromAws, REGION, type Sizes, SMALL } from './estate.ts';

const opened: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of opened) await close();
});

/** Collects an account, its Region, and each of its clusters; the calls by service and operation. */
async function collectAll(sizes: Sizes) {
  const estate = await startEstate(estateOf(sizes), { kubernetes: false });
  const aws = await awsAt(estate.url);
  opened.push(estate.close, aws.close);
  const context = contextAt(aws);
  const account = await collectFacts(collectedOf('account'), context);
  const region = await collectFacts(collectedOf('region'), context);
  const clusters: FactsOfTarget[] = [];
  for (const value of region.clusters?.known ? region.clusters.items : [])
    clusters.push(await collectFacts(ofClusterFromAws, context, { cluster: { known: true, value } }));
  const counts = Object.fromEntries(
    estate.counts
      .list()
      .filter(({ service }) => service !== 'sts')
      .map(({ service, operation, calls }) => [`${service} ${operation}`, calls]),
  );
  return { facts: [account, region, ...clusters], counts };
}

const ofAccount = { 'iam GetAccountSummary': 1, 'ec2 DescribeRegions': 1 };

test('everything is read, and nothing is lacking', async () => {
  const { facts, counts } = await collectAll(SMALL);
  expect(JSON.stringify(facts)).not.toContain('"known":false');
  for (const fact of facts.flatMap((some) => Object.values(some))) if ('missing' in fact) expect(fact.missing).toEqual([]);
  expect(counts).toEqual({ ...ofAccount, ...callPlan(SMALL) });
});

test('exactly the calls are sent that the policy allows', async () => {
  const { counts } = await collectAll(SMALL);
  const sent = Object.keys(counts).map((call) => {
    const [service = '', operation = ''] = call.split(' ');
    return iamAction(service as ServiceName, operation);
  });
  expect([...new Set(sent)].sort()).toEqual(iamPolicy().Statement[0].Action);
});

test('the calls are those of the plan, for full pages and for one item more', async () => {
  const sizes: Sizes = {
    clusters: 101,
    nodeGroups: 1,
    podIdentityAssociations: 1,
    keys: 3,
    versions: 100,
    securityGroups: 1001,
    networkInterfaces: 1000,
    instances: 1001,
    subnets: 1000,
    vpcs: 1001,
    routeTables: 101,
    networkAcls: 1000,
    internetGateways: 1001,
    egressOnlyInternetGateways: 256,
    natGateways: 1000,
    loadBalancers: 401,
    networkLoadBalancers: 1,
    applicationLoadBalancers: 1,
    listeners: 2,
    rules: 401,
    targetGroups: 401,
    usedTargetGroups: 9,
    classicLoadBalancers: 400,
    facingClassicLoadBalancers: 9,
    exclusions: 1001,
    prefixLists: 101,
    usedPrefixLists: 2,
    entries: 101,
  };
  const { facts, counts } = await collectAll(sizes);
  expect(counts).toEqual({ ...ofAccount, ...callPlan(sizes) });
  const region = facts[1] ?? {};
  const other: Readonly<Record<string, number>> = { prefixLists: 2, listeners: 4, targetGroups: 9 };
  for (const [name, fact] of Object.entries(region))
    if (name in sizes && fact.known && 'items' in fact)
      expect([name, fact.items.length]).toEqual([name, other[name] ?? sizes[name as keyof Sizes]]);
});

test('without prefix lists in use, keys and load balancers, nothing is asked of them', async () => {
  const none = {
    loadBalancers: 0,
    networkLoadBalancers: 0,
    applicationLoadBalancers: 0,
    usedTargetGroups: 0,
    classicLoadBalancers: 0,
    facingClassicLoadBalancers: 0,
  };
  const sizes = { ...SMALL, ...none, usedPrefixLists: 0, keys: 0, podIdentityAssociations: 101 };
  const { counts } = await collectAll(sizes);
  expect(counts).toEqual({ ...ofAccount, ...callPlan(sizes) });
  expect(Object.keys(counts)).not.toContain('kms DescribeKey');
});

test('a Region without clusters ends after the first look', async () => {
  const none = { ...SMALL, clusters: 0, keys: 0, instances: 0 };
  const estate = await startEstate(estateOf(none), { kubernetes: false });
  const aws = await awsAt(estate.url);
  opened.push(estate.close, aws.close);
  const facts = await collectFacts(['clusters', 'clusterPresence'], contextAt(aws));
  expect(facts.clusterPresence).toMatchObject({ known: true, value: { present: false } });
  expect(estate.counts.of({ account: ACCOUNT, service: 'eks' })).toBe(1);
  expect(estate.counts.of({ account: ACCOUNT, service: 'ec2' })).toBe(1);
});

test('a scan of accounts and Regions sends the calls of the plan, no more and no fewer', async () => {
  const generated = generateEstate({ seed: 7, accounts: 3, clusters: 8, regions: [REGION, 'us-east-1', 'eu-west-1'] });
  const estate = await startEstate(generated, { kubernetes: false });
  const aws = await awsAt(estate.url, { role: { name: 'postern', sessionName: 'postern-test' } });
  opened.push(estate.close, aws.close);
  await Promise.all(
    Object.entries(generated.accounts).map(async ([account, { regions = {} }]) => {
      await collectFacts(collectedOf('account'), contextAt(aws, account));
      for (const region of Object.keys(regions)) await collectRegion(contextAt(aws, account, region));
    }),
  );
  const calls = estate.counts
    .list()
    .map(({ account, region, service, operation, calls }) => [`${account} ${region} ${service} ${operation}`, calls]);
  expect(Object.fromEntries(calls)).toEqual(scanPlan(generated, REGION));
});

/** As the stages do: a Region without clusters ends after the first look. */
async function collectRegion(context: Context): Promise<void> {
  const first = await collectFacts(['clusters', 'clusterPresence'], context);
  if (!first.clusterPresence?.known || !first.clusterPresence.value.present) return;
  await collectFacts(collectedOf('region'), context, first);
  for (const value of first.clusters?.known ? first.clusters.items : [])
    await collectFacts(ofClusterFromAws, context, { cluster: { known: true, value } });
}
