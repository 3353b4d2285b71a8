import { describe, expect, it } from 'vitest';
import { base, instance, list } from '../../shared/checks/base.ts';
import { interfaces } from '../../shared/checks/base-network.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

type Interface = Stored<'networkInterfaces'>;

const found = (facts: FactsOfTarget) => {
  const fact = derived('clusterInterfaces', facts);
  if (!fact.known) throw new Error(fact.why);
  return { roles: Object.fromEntries(fact.items.map(({ id, role }) => [id, role])), missing: fact.missing };
};
/** The base with one more interface, that nobody has attached. */
const withOne = (item: Partial<Interface>, facts: FactsOfTarget = {}) =>
  found({
    networkInterfaces: list([
      ...base.networkInterfaces.items,
      { ...interfaces.loadBalancer, id: 'eni-x', description: '', securityGroupIds: ['sg-x'], ...item },
    ]),
    ...facts,
  });
const descriptions = ['Amazon EKS shop', interfaces.loadBalancer.description];
const branch = { 'vpcresources.k8s.aws/trunk-eni-id': 'eni-node' };

describe('a forged tag or description', () => {
  const forged = { 'kubernetes.io/cluster/shop': 'owned', 'eks:cluster-name': 'other', 'elbv2.k8s.aws/cluster': 'other' };

  it('can add a member and take none away', () => {
    const before = found({}).roles;
    const tagged = found({ networkInterfaces: list(base.networkInterfaces.items.map((item) => ({ ...item, tags: forged }))) });
    expect(tagged.roles).toEqual(before);
    const described = found({
      networkInterfaces: list(
        base.networkInterfaces.items.map((item) =>
          item.id === 'eni-node' ? { ...item, description: 'Amazon EKS shop' } : item,
        ),
      ),
    });
    expect(described.roles).toEqual(before);
  });

  it.each(descriptions)('makes no pod anything milder: %s', (description) => {
    for (const interfaceType of ['branch', 'interface', denied])
      expect(withOne({ description, interfaceType, tags: branch }).roles['eni-x']).toBe('pod');
    for (const interfaceType of ['branch', 'trunk']) expect(withOne({ description, interfaceType }).roles['eni-x']).toBe('pod');
  });

  it.each([
    ['Amazon EKS shop', 'AROAX:AmazonEKS', 'control-plane'],
    ['Amazon EKS shop', '600000000003', 'control-plane'],
    ['Amazon EKS shop', 'amazon-aws', 'control-plane'],
    ['Amazon EKS shop', 'AROAX:mallory', 'pod'],
    ['Amazon EKS shop', 'AIDAX:AmazonEKS', 'pod'],
    ['Amazon EKS shop', '111122223333', 'pod'],
    [interfaces.loadBalancer.description, 'amazon-elb', 'load-balancer'],
    [interfaces.loadBalancer.description, '600000000003', 'load-balancer'],
    [interfaces.loadBalancer.description, 'AROAX:AmazonEKS', 'pod'],
    [interfaces.loadBalancer.description, 'AIDAX', 'pod'],
    [interfaces.loadBalancer.description, '111122223333', 'pod'],
  ])('is held against who requested the interface: %s, by %s', (description, requesterId, role) => {
    expect(withOne({ description, requesterId, ownerId: '111122223333' })).toMatchObject({
      roles: { 'eni-x': role },
      missing: [],
    });
  });

  it.each(descriptions)('is in doubt where type, requester, owner or tags could not be read: %s', (description) => {
    for (const member of ['interfaceType', 'requesterId', 'ownerId', 'tags'])
      expect(withOne({ description, [member]: denied }).missing).toEqual([{ id: 'eni-x', ...reason }]);
    const { roles, missing } = withOne({ description, tags: branch }, { instances: denied });
    expect(missing).toEqual([{ id: 'instances', ...reason }]);
    expect(roles['eni-x']).not.toBe('pod');
  });
});

describe('an interface that only its instance names', () => {
  const others = list([interfaces.controlPlane]);
  const lacks = {
    id: 'eni-node',
    why: 'the interface of i-general was not in DescribeNetworkInterfaces',
    action: 'scan again',
  };
  const withInstance = (given: Partial<Stored<'instances'>>, facts: FactsOfTarget = {}) =>
    found({ networkInterfaces: others, instances: list([{ ...instance, ...given }]), ...facts }).missing;

  it('is missing, of a node', () => {
    expect(withInstance({})).toEqual([lacks]);
    expect(withInstance({ vpcId: 'vpc-y' })).toEqual([lacks]);
    expect(withInstance({}, { networkInterfaces: list(others.items, [{ id: 'eni-node', ...reason }]) })).toEqual([
      { id: 'eni-node', ...reason },
    ]);
  });

  it('is missing where it is not known which they are', () => {
    expect(withInstance({ networkInterfaceIds: denied })).toEqual([{ id: 'i-general', ...reason }]);
  });

  it('is in doubt where it is not known whether it is a node', () => {
    expect(withInstance({ tags: denied })).toEqual([{ id: 'i-general', ...reason }]);
    expect(withInstance({ tags: denied, networkInterfaceIds: denied })).toEqual([{ id: 'i-general', ...reason }]);
    const scaled = { tags: { 'aws:autoscaling:groupName': 'eks-general-1a2b' } };
    expect(withInstance(scaled, { nodeGroups: denied })).toEqual([{ id: 'node groups', ...reason }]);
  });

  it("is nobody's of a stranger, in another VPC, or terminated", () => {
    expect(withInstance({ tags: {} })).toEqual([]);
    expect(withInstance({ tags: {}, networkInterfaceIds: denied })).toEqual([]);
    expect(withInstance({ tags: denied, vpcId: 'vpc-y' })).toEqual([]);
    expect(withInstance({ state: 'terminated' })).toEqual([]);
    expect(withInstance({ tags: denied, networkInterfaceIds: [] })).toEqual([]);
  });

  it('may be the trunk of a pod', () => {
    const item = { ...interfaces.controlPlane, id: 'eni-x', interfaceType: 'branch', description: '', tags: branch };
    expect(found({ networkInterfaces: list([item]) }).roles).toEqual({ 'eni-x': 'pod' });
  });
});
