import { describe, expect, it } from 'vitest';
import { base, instance, list, nodeGroup } from '../../shared/checks/base.ts';
import { groups, interfaces, port } from '../../shared/checks/base-network.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

const found = (facts: FactsOfTarget = {}) => {
  const fact = derived('nodeExposures', facts);
  if (!fact.known) throw new Error(fact.why);
  return fact;
};
const scaled = { 'kubernetes.io/cluster/shop': 'owned', 'aws:autoscaling:groupName': 'batch' };
const nodes = (...tags: readonly Record<string, string>[]): FactsOfTarget => ({
  loadBalancers: list<(typeof base.loadBalancers.items)[number]>([]),
  instances: list(
    tags.map((own, index) => ({ ...instance, id: `i-${index}`, networkInterfaceIds: [`eni-${index}`], tags: own })),
  ),
  networkInterfaces: list(tags.map((_, index) => ({ ...interfaces.node, id: `eni-${index}`, instanceId: `i-${index}` }))),
});
const open: FactsOfTarget = {
  securityGroups: list(groups({ 'sg-node': [port(22, { ipv4Cidrs: ['0.0.0.0/0'] })] })),
  networkInterfaces: list([{ ...interfaces.node, privateAddresses: [{ address: '10.0.0.10', publicIp: '198.35.27.5' }] }]),
};

describe('whose a node is', () => {
  it('is its node group, by the Auto Scaling group of its instance', () => {
    expect(found().items.map(({ type, id, interfaces }) => [type, id, interfaces])).toEqual([['node-group', nodeGroup.arn, 1]]);
  });

  it('is an Auto Scaling group, or the instance, where no node group has it', () => {
    const { items, missing } = found(nodes(scaled, scaled, { 'kubernetes.io/cluster/shop': 'owned' }));
    expect(items.map(({ type, id, interfaces }) => [type, id, interfaces])).toEqual([
      ['node-group', nodeGroup.arn, 0],
      ['auto-scaling-group', 'batch', 2],
      ['instance', 'i-2', 1],
    ]);
    expect(missing).toEqual([]);
  });

  it('is missing where its instance could not be read, and then no node group is complete', () => {
    const { items, missing } = found({ instances: list<typeof instance>([], [{ id: instance.id, ...reason }]) });
    expect(items).toMatchObject([{ id: nodeGroup.arn, reached: [], complete: denied }]);
    expect(missing).toContainEqual({ id: instance.id, ...reason });
  });

  it('is missing where a node group that might have it could not be read; the others are complete', () => {
    const { items, missing } = found({ ...nodes(scaled), nodeGroups: list([nodeGroup], [{ id: 'other', ...reason }]) });
    expect(items).toMatchObject([{ id: nodeGroup.arn, interfaces: 0, complete: true }]);
    expect(missing).toEqual([{ id: 'batch', ...reason }]);
  });

  it('is missing where EKS tagged it as a node group’s that EKS does not list', () => {
    const { items, missing } = found(nodes({ ...scaled, 'eks:nodegroup-name': 'gone' }));
    expect(items.map(({ id }) => id)).toEqual([nodeGroup.arn]);
    const why = 'the Auto Scaling group batch is tagged as that of the node group gone, which EKS does not list';
    expect(missing).toEqual([{ id: 'batch', why, action: 'scan again' }]);
  });

  it('knows control planes that their owners run by the tags of kOps and Cluster API', () => {
    for (const tags of [
      { 'k8s.io/role/control-plane': '1' },
      { 'k8s.io/role/master': '1' },
      { 'sigs.k8s.io/cluster-api-provider-aws/role': 'control-plane' },
    ])
      expect(found(nodes({ ...scaled, ...tags })).items.find(({ id }) => id === 'batch')?.controlPlane).toBe(true);
    expect(found(nodes({ ...scaled, 'k8s.io/role/node': '1' })).items.some(({ controlPlane }) => controlPlane)).toBe(false);
  });

  it('is its own interface of a pod; one whose description could not be read may be the control plane’s', () => {
    const { instanceId: _, ...pod } = { ...interfaces.node, id: 'eni-pod' };
    const with_ = (item: typeof pod | (Omit<typeof pod, 'description'> & { description: typeof denied })) =>
      found({ networkInterfaces: list([interfaces.node, item]) });
    expect(with_(pod).items.map(({ type, id }) => [type, id])).toEqual([
      ['node-group', nodeGroup.arn],
      ['network-interface', 'eni-pod'],
    ]);
    const doubtful = with_({ ...pod, description: denied });
    expect(doubtful.items.map(({ id }) => id)).toEqual([nodeGroup.arn]);
    expect(doubtful.missing).toEqual([{ id: 'eni-pod', ...reason }]);
  });
});

describe('what is reached', () => {
  it('is what is certain, with its way', () => {
    const [one] = found(open).items;
    expect(one?.reached).toMatchObject([
      { id: 'eni-node', address: '198.35.27.5', protocol: 'tcp', ports: [[22, 22]], internet: true },
    ]);
    expect(one?.reached[0]).not.toHaveProperty('certain');
    expect(one?.reached[0]?.path.map(({ kind }) => kind)).toContain('internet-gateway');
    expect(one?.perhaps).toEqual([]);
  });

  it('is apart where something unread may forbid it, and says what', () => {
    const [one] = found({ ...open, networkAcls: denied }).items;
    expect(one?.reached).toEqual([]);
    expect(one?.perhaps).toMatchObject([{ address: '198.35.27.5', certain: { known: false, action: 'x:Y' } }]);
    expect(one?.complete).toBe(true);
  });

  it('may be more where what opens could not be read', () => {
    expect(found({ ...open, securityGroups: denied }).items).toMatchObject([{ reached: [], complete: denied }]);
  });
});

it('is unknown where the interfaces or the cluster are', () => {
  expect(derived('nodeExposures', { networkInterfaces: denied })).toEqual(denied);
  expect(derived('nodeExposures', { clusters: denied }).known).toBe(false);
  expect(
    found({ nodeGroups: denied, networkInterfaces: list([base.networkInterfaces.items[0] as typeof interfaces.controlPlane]) })
      .missing,
  ).toEqual(expect.arrayContaining([expect.objectContaining(reason)]));
});
