import { describe, expect, it } from 'vitest';
import { base, cluster, instance, list } from '../../shared/checks/base.ts';
import { vpc } from '../../shared/checks/base-network.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { denied, derived, reason } from './derived.ts';

const named = (name: string, members: object = {}) => ({ ...cluster, name, arn: `arn:${name}`, ...members });
const found = { id: 'vpc-shop', isDefault: false, clusters: ['shop'] };
const of = (items: readonly object[], missing: readonly object[] = []) => ({ known: true, items, missing });

describe('clusterVpcs', () => {
  it('are the VPCs of clusters, in order, with the clusters of each', () => {
    const clusters = list([named('z'), named('b', { vpcId: 'vpc-b' }), named('a')]);
    const vpcs = list([vpc, { ...vpc, id: 'vpc-b', isDefault: true }, { ...vpc, id: 'vpc-c' }]);
    expect(derived('clusterVpcs', { clusters, vpcs, instances: list([]) })).toEqual(
      of([
        { id: 'vpc-b', isDefault: true, clusters: ['b'] },
        { id: 'vpc-shop', isDefault: false, clusters: ['a', 'z'] },
      ]),
    );
    expect(derived('clusterVpcs', { clusters: list([]), instances: list([]) })).toEqual(of([]));
  });

  it('are those of clusters that are not of EKS, too', () => {
    const instances = list([{ ...instance, tags: { KubernetesCluster: 'k' } }]);
    expect(derived('clusterVpcs', { instances })).toEqual(of([{ ...found, clusters: ['k', 'shop'] }]));
    expect(
      derived('clusterVpcs', {
        clusters: list([]),
        instances: list([{ ...instance, vpcId: denied, tags: { KubernetesCluster: 'k' } }]),
      }),
    ).toEqual(of([], [{ id: 'k', ...reason }]));
    expect(derived('clusterVpcs', { instances: denied })).toEqual(of([found], [{ id: 'selfManagedClusters', ...reason }]));
  });

  it('are unknown without the clusters, and lack what a missing cluster has', () => {
    expect(derived('clusterVpcs', { clusters: denied })).toEqual(denied);
    expect(derived('clusterVpcs', { clusters: list([cluster], [{ id: 'arn:x', ...reason }]) })).toEqual(
      of([found], [{ id: 'arn:x', ...reason }]),
    );
  });

  it.each([
    ['its subnets', {}, found],
    [
      'the first of its subnets that knows',
      { subnets: list(base.subnets.items.map((item) => (item.id === 'subnet-a' ? { ...item, vpcId: denied } : item))) },
      found,
    ],
  ])('are told by %s where the cluster does not say', (_, facts, expected) => {
    expect(derived('clusterVpcs', { clusters: list([{ ...cluster, vpcId: unknown('w') }]), ...facts })).toEqual(of([expected]));
  });

  it.each([
    ['its subnets are not known either', { subnetIds: denied }, {}],
    ['the subnets could not be read', {}, { subnets: denied }],
    ['none of its subnets is listed', { subnetIds: ['subnet-x'] }, {}],
    ['no subnet knows', {}, { subnets: list(base.subnets.items.map((item) => ({ ...item, vpcId: denied }))) }],
  ])('lack the VPC of a cluster where %s', (_, members, facts) => {
    const clusters = list([{ ...cluster, vpcId: unknown('w', 'a'), ...members }]);
    expect(derived('clusterVpcs', { clusters, ...facts })).toEqual(of([], [{ id: cluster.arn, why: 'w', action: 'a' }]));
    const silent = list([{ ...cluster, vpcId: unknown('w'), ...members }]);
    expect(derived('clusterVpcs', { clusters: silent, ...facts })).toEqual(of([], [{ id: cluster.arn, why: 'w' }]));
  });

  it.each([
    ['the VPCs could not be read', { vpcs: denied }, denied],
    [
      'this VPC could not be read',
      {
        vpcs: list(
          [],
          [
            { id: 'vpc-x', why: 'w' },
            { id: 'vpc-shop', ...reason },
          ],
        ),
      },
      denied,
    ],
    ['the member is unknown', { vpcs: list([{ ...vpc, isDefault: denied }]) }, denied],
    ['EC2 does not list it', { vpcs: list([{ ...vpc, id: 'vpc-x' }]) }, unknown('EC2 lists no VPC vpc-shop')],
  ])('are known, and not whether they are the default, where %s', (_, facts, isDefault) => {
    expect(derived('clusterVpcs', facts)).toEqual(of([{ ...found, isDefault }]));
  });
});
