import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { checks as all } from '../../shared/checks/index.ts';
import { snapshotPath } from '../../shared/contract/keys.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { domain, mixedEstate } from './mixed.ts';
import { nameOf, type Scanned, scanEstate, type Way } from './scan-estate.ts';
import { place } from './small.ts';

const { account, region } = place;
/** Some of exposure, those of EKS, and one that reads the Kubernetes API. */
const checks = all.filter(
  ({ id, provider }) =>
    provider === 'eks' ||
    ['exposure/api-server', 'exposure/etcd', 'exposure/load-balancer-paths', 'namespaces/default-in-use'].includes(id),
);

describe('clusters that are not EKS', () => {
  let estate: RunningEstate;
  let scanned: Scanned;
  const scan = (way: Way = {}) => scanEstate(estate, { regions: [region], checks, ...way });
  const resultOf = ({ results }: Scanned, name: string) => {
    const found = results.find(({ target }) => nameOf(target) === name);
    if (found === undefined) throw new Error(`no result of ${name}`);
    return found;
  };
  const ofCluster = (name: string) => resultOf(scanned, `${account}/${region}/${name}`);
  const statusesOf = (name: string, check: string) =>
    ofCluster(name)
      .verdicts.filter((one) => one.check === check)
      .map(({ status, resource }) => `${status} ${resource.type}`);

  beforeAll(async () => {
    estate = await startEstate(mixedEstate());
    scanned = await scan();
  });
  afterAll(() => estate.close());

  test('are targets beside the one that is, in a place of their own', () => {
    const kinds = Object.fromEntries(scanned.results.map(({ target }) => [target.cluster?.name ?? '', target.kind]));
    expect(kinds).toMatchObject({ capi: 'kubernetes', [domain]: 'kubernetes', shop: 'eks' });
    const { target } = ofCluster(domain);
    expect(target.cluster).toEqual({ name: domain, version: 'unknown' });
    const path = snapshotPath({ account, region, cluster: clusterKey(`kubernetes.io/cluster/${domain}`) });
    expect(scanned.snapshots.get(path)?.facts.nodeGroups).toEqual({ known: true, items: [], missing: [] });
  });

  test('are judged by what the internet reaches of them, directly and through load balancers', () => {
    expect(statusesOf(domain, 'exposure/api-server')).toContain('fail auto-scaling-group');
    expect(statusesOf(domain, 'exposure/etcd')).not.toContain('fail auto-scaling-group');
    expect(statusesOf('capi', 'exposure/api-server')).toEqual(['pass instance']);
    expect(statusesOf('capi', 'exposure/load-balancer-paths')).toEqual(['fail load-balancer']);
    expect(statusesOf('shop', 'exposure/api-server')).not.toContain('fail auto-scaling-group');
  });

  test('are no matter of checks that are about EKS, and their own API is unknown with the remedy', () => {
    for (const check of ['api-endpoint/public-access', 'encryption/secrets', 'versions/support', 'nodes/remote-access'])
      expect(statusesOf(domain, check)).toEqual(['not-applicable cluster']);
    const [inside] = ofCluster(domain).verdicts.filter(({ check }) => check === 'namespaces/default-in-use');
    expect(inside).toMatchObject({ status: 'unknown', because: expect.stringContaining('--kubeconfig') });
  });

  test('are selected by name, and a name that nothing bears is known to be nowhere', async () => {
    const { results, outcome } = await scan({ clusters: [domain, 'no.example.com'] });
    expect(results.flatMap(({ target }) => target.cluster?.name ?? [])).toEqual([domain]);
    expect(outcome.clusters.all).toBe(true);
    expect(outcome.clusters.names).toContain('capi');
  });

  test.each([
    ['eks', 'ListClusters', 'clusters'],
    ['ec2', 'DescribeInstances', 'selfManagedClusters'],
  ] as const)('may be there where %s:%s is denied: the Region says so', async (service, operation, fact) => {
    estate.faults.add({ kind: 'deny', service, operation });
    const lost = await scan();
    estate.faults.clear();
    const names = lost.results.flatMap(({ target }) => target.cluster?.name ?? []);
    expect(names).toEqual(fact === 'clusters' ? [] : ['shop']);
    const { verdicts, target } = resultOf(lost, `${account}/${region}`);
    const unknown = new Set(verdicts.filter(({ status }) => status === 'unknown').map(({ check }) => check));
    expect(unknown).toContain('exposure/api-server');
    // What EKS would say of its own is as known as before, where EKS answers.
    expect(unknown.has('encryption/secrets')).toBe(fact === 'clusters');
    expect(target).toMatchObject({
      status: 'partial',
      missing: expect.arrayContaining([
        expect.objectContaining({ action: `grant ${service}:${operation} to the scanning role` }),
      ]),
    });
    expect(lost.outcome.clusters.all).toBe(false);
  });
});
