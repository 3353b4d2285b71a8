import { describe, expect, it } from 'vitest';
import { base, cluster, list, nodeGroup } from '../../shared/checks/base.ts';
import { loadBalancer } from '../../shared/checks/base-network.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { DerivedName, FactsOfTarget } from '../../shared/facts/index.ts';
import { derived } from './derived.ts';

/** The ids of a list that was read twice with different contents: each is in the list, and missing. */
const why = 'answered twice, with different contents';
const twice = <T>({ items }: { readonly items: readonly T[] }, ...ids: readonly string[]) =>
  list(
    items,
    ids.map((id) => ({ id, why })),
  );

describe('an item that is missing, too, is missing', () => {
  it.each<[string, FactsOfTarget]>([
    ['by ARN', { clusters: twice(base.clusters, cluster.arn) }],
    ['by name', { clusters: twice(base.clusters, cluster.name) }],
  ])('a cluster, %s', (_, facts) => {
    for (const name of ['cluster', 'clusterInterfaces', 'clusterSecurityGroups', 'versionSupport'] as const)
      expect(derived(name, facts)).toEqual(unknown(why));
  });

  it('a version', () => {
    expect(derived('versionSupport', { clusterVersions: twice(base.clusterVersions, '1.34') })).toEqual(unknown(why));
  });

  it("a cluster and a VPC, for the Region's VPCs", () => {
    expect(derived('clusterVpcs', { clusters: twice(base.clusters, cluster.arn) })).toEqual(
      list([], [{ id: cluster.arn, why }]),
    );
    expect(derived('clusterVpcs', { vpcs: twice(base.vpcs, 'vpc-shop') })).toMatchObject({
      items: [{ id: 'vpc-shop', isDefault: unknown(why) }],
    });
  });

  it.each<[DerivedName, string, FactsOfTarget]>([
    ['clusterInterfaces', 'eni-node', { networkInterfaces: twice(base.networkInterfaces, 'eni-node') }],
    ['clusterInterfaces', loadBalancer.arn, { loadBalancers: twice(base.loadBalancers, loadBalancer.arn) }],
    ['clusterSecurityGroups', 'sg-node', { securityGroups: twice(base.securityGroups, 'sg-node') }],
    ['clusterSecurityGroups', 'eni-node', { networkInterfaces: twice(base.networkInterfaces, 'eni-node') }],
  ])('%s: %s', (name, id, facts) => {
    const fact = derived(name, facts) as { readonly items: readonly { id: string }[]; readonly missing: readonly object[] };
    expect(fact.items.map((item) => item.id)).not.toContain(id);
    expect(fact.missing).toContainEqual({ id, why });
  });

  it('an instance or a node group, of which nothing else says that it is a node', () => {
    const own = list(base.networkInterfaces.items.map((item) => ({ ...item, securityGroupIds: ['sg-x'] })));
    const scaled = base.instances.items.map((item) => ({
      ...item,
      tags: { 'aws:autoscaling:groupName': 'eks-general-1a2b' },
    }));
    expect(
      derived('clusterInterfaces', { networkInterfaces: own, instances: twice(base.instances, 'i-general') }),
    ).toMatchObject({ missing: [{ id: 'i-general', why }] });
    expect(
      derived('clusterInterfaces', {
        networkInterfaces: own,
        instances: list(scaled),
        nodeGroups: twice(base.nodeGroups, nodeGroup.arn),
      }),
    ).toMatchObject({ missing: [{ id: nodeGroup.arn, why }] });
  });

  it('a prefix list', () => {
    expect(derived('clusterSecurityGroups', { prefixLists: twice(base.prefixLists, 'pl-office') })).toMatchObject({
      items: [{ id: 'sg-cluster' }, { id: 'sg-node', complete: unknown(why) }, { id: 'sg-web' }],
    });
  });
});
