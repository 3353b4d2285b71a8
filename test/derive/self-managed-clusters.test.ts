import { describe, expect, it } from 'vitest';
import { base, instance, list } from '../../shared/checks/base.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

type Instance = Stored<'instances'>;

const found = (instances: readonly Partial<Instance>[], facts: FactsOfTarget = {}) => {
  const items = instances.map((one, index) => ({ ...instance, id: `i-${index}`, ...one }));
  const fact = derived('selfManagedClusters', { instances: list(items), ...facts });
  if (!fact.known) throw new Error(fact.why);
  return fact;
};
const names = (...instances: readonly Instance['tags'][]) =>
  found(instances.map((tags) => ({ tags }))).items.map(({ name }) => name);
const owned = (name: string) => ({ [`kubernetes.io/cluster/${name}`]: 'owned' });

describe('clusters that instances name', () => {
  it('are those of kOps, of Cluster API, and of the cloud provider', () => {
    const kops = { KubernetesCluster: 'a.example.com', ...owned('a.example.com'), 'k8s.io/role/node': '1' };
    expect(names(kops, { 'sigs.k8s.io/cluster-api-provider-aws/cluster/b': 'owned' }, owned('c'), owned('c'))).toEqual([
      'a.example.com',
      'b',
      'c',
    ]);
    expect(found([{ tags: kops, vpcId: 'vpc-k' }]).items).toEqual([
      {
        name: 'a.example.com',
        vpcId: 'vpc-k',
        evidence: [{ kind: 'instance', id: 'i-0', says: 'tagged KubernetesCluster=a.example.com' }],
      },
    ]);
  });

  it('are not those that EKS lists, described or not, whatever else their nodes are tagged with', () => {
    const capi = { 'sigs.k8s.io/cluster-api-provider-aws/cluster/managed': 'owned' };
    expect(names(owned('shop'), { ...owned('shop'), ...capi }, { 'eks:cluster-name': 'shop', ...capi })).toEqual([]);
    const clusters = list(base.clusters.items, [{ id: 'arn:aws:eks:eu-central-1:111122223333:cluster/unread', ...reason }]);
    expect(found([{ tags: owned('unread') }], { clusters })).toMatchObject({ items: [], missing: [] });
  });

  it('are not made of what is left of one: terminated, or tagged by EKS itself', () => {
    expect(found([{ tags: owned('old'), state: 'terminated' }]).items).toEqual([]);
    expect(names({ ...owned('old'), 'aws:eks:cluster-name': 'old' })).toEqual([]);
    // Anybody may write the others: they hide nothing.
    expect(names({ ...owned('old'), 'eks:cluster-name': 'old' })).toEqual(['old']);
    expect(found([{ tags: owned('old'), state: 'stopped' }]).items).toHaveLength(1);
  });

  it('are unknown without the list of EKS, or of instances', () => {
    expect(derived('selfManagedClusters', { clusters: denied })).toEqual(denied);
    expect(derived('selfManagedClusters', { instances: denied })).toEqual(denied);
  });

  it('are missing where tags could not be read, or an instance has a role in a cluster without a name', () => {
    expect(found([{ tags: denied }, { tags: denied }]).missing).toEqual([{ id: 'i-0', ...reason }]);
    expect(found([{ tags: denied, state: 'terminated' }]).missing).toEqual([]);
    expect(found([{ tags: { 'k8s.io/role/control-plane': '1' } }]).missing).toEqual([
      { id: 'i-0', why: 'i-0 is tagged k8s.io/role/control-plane, and no tag names its cluster' },
    ]);
  });

  it.each(['../../plan', '', '-x', 'a b', 'a\u001b[2J', 'é', 'a'.repeat(254)])('bear no name such as %j', (name) => {
    const { items, missing } = found([
      { tags: { KubernetesCluster: name } },
      { tags: owned(`x${name}/`) },
      { tags: owned('fine') },
    ]);
    expect(items.map((one) => one.name)).toEqual(['fine']);
    expect(missing.map(({ id }) => id)).toEqual(['i-0', 'i-1']);
    for (const { why } of missing) expect(why).toMatch(/^i-\d is tagged "[ -~é]{1,100}", which names no cluster$/);
  });

  it('are a thousand at most, and reasons are few', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ tags: owned(`c-${index}`) }));
    expect(found(many(1_000)).items).toHaveLength(1_000);
    expect(() => found(many(1_001))).toThrow('name 1001 clusters that EKS does not list');
    expect(found(many(50).map((_, index) => ({ tags: unknown(`${index}`) }))).missing).toHaveLength(3);
  });

  it('stand in the VPC of their instances, where that is one', () => {
    const vpcOf = (...vpcIds: Instance['vpcId'][]) =>
      found(vpcIds.map((vpcId) => ({ tags: owned('x'), ...(vpcId !== undefined && { vpcId }) }))).items[0]?.vpcId;
    expect(vpcOf('vpc-a', 'vpc-a')).toBe('vpc-a');
    expect(vpcOf('vpc-b', 'vpc-a')).toMatchObject({ why: 'instances of x are in 2 VPCs: vpc-a, vpc-b' });
    expect(vpcOf('vpc-a', denied)).toEqual(denied);
  });
});
