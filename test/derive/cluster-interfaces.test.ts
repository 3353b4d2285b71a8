import { describe, expect, it } from 'vitest';
import { base, cluster, clusterWith, instance, list, nodeGroup } from '../../shared/checks/base.ts';
import { interfaces, loadBalancer } from '../../shared/checks/base-network.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { Fact, FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason, settled } from './derived.ts';

type Interface = Stored<'networkInterfaces'>;

const bare: Interface = { ...interfaces.controlPlane, id: 'eni-x', description: '', securityGroupIds: ['sg-x'] };
/** The base's cluster with one interface more, or others instead. */
const only = (item: Partial<Interface>, facts: FactsOfTarget = {}) =>
  placed({ ...facts, networkInterfaces: list([{ ...bare, ...item }]) });
const fact = (facts: FactsOfTarget): Fact<'clusterInterfaces'> => derived('clusterInterfaces', facts);
const placed = (facts: FactsOfTarget) => {
  const found = fact(settled(facts));
  if (!found.known) throw new Error(found.why);
  return {
    roles: Object.fromEntries(found.items.map(({ id, role }) => [id, role])),
    items: found.items,
    missing: found.missing,
  };
};
const unattributed = { roles: { 'eni-x': 'unattributed' }, missing: [] };
const node = { instanceId: 'i-x' };
const instances = (members: object) => ({
  instances: list([{ ...instance, id: 'i-x', networkInterfaceIds: [], tags: {}, ...members }]),
});
const classic = {
  name: 'old',
  dnsName: 'd',
  scheme: 's',
  subnetIds: [],
  securityGroupIds: [],
  instanceIds: [],
  listeners: [],
};

describe('the base', () => {
  it('places each interface, with what places it', () => {
    const { items, missing } = placed({});
    expect(missing).toEqual([]);
    expect(items).toEqual([
      {
        id: 'eni-control',
        role: 'control-plane',
        securityGroupIds: ['sg-cluster'],
        evidence: [{ kind: 'network-interface', id: 'eni-control', says: 'described as "Amazon EKS shop"' }],
      },
      {
        id: 'eni-node',
        role: 'node',
        instanceId: 'i-general',
        securityGroupIds: ['sg-cluster', 'sg-node'],
        evidence: [
          { kind: 'node-group', id: nodeGroup.arn, says: 'has the Auto Scaling group eks-general-1a2b of i-general' },
          { kind: 'instance', id: 'i-general', says: 'tagged kubernetes.io/cluster/shop=owned' },
          { kind: 'security-group', id: 'sg-cluster', says: 'the cluster security group, on eni-node' },
        ],
      },
      {
        id: 'eni-web',
        role: 'load-balancer',
        securityGroupIds: ['sg-web'],
        evidence: [{ kind: 'load-balancer', id: loadBalancer.arn, says: 'tagged elbv2.k8s.aws/cluster=shop' }],
      },
    ]);
  });

  it('is unknown without the cluster or the interfaces', () => {
    expect(fact({ clusters: denied })).toEqual(denied);
    expect(fact({ networkInterfaces: denied })).toEqual(denied);
  });

  it('passes on interfaces that are missing', () => {
    expect(placed({ networkInterfaces: list([], [{ id: 'eni-y', ...reason }]) }).missing).toEqual([{ id: 'eni-y', ...reason }]);
  });
});

describe('the control plane', () => {
  it.each([
    ['Amazon EKS shop', 'control-plane'],
    ['Amazon EKS shop2', 'unattributed'],
    ['Amazon EKS Shop', 'unattributed'],
    [' Amazon EKS shop', 'unattributed'],
    ['Amazon EKS', 'unattributed'],
  ])('is told by the whole description: %j', (description, role) => {
    expect(only({ description }).roles).toEqual({ 'eni-x': role });
  });

  it('quotes who requested it', () => {
    const { items } = only({ description: 'Amazon EKS shop', requesterId: 'AROA:AmazonEKS' });
    expect(items[0]?.evidence[0]?.says).toBe('described as "Amazon EKS shop", requested by AROA:AmazonEKS');
    expect(only({ description: 'Amazon EKS shop', requesterId: denied }).items[0]?.evidence[0]?.says).toBe(
      'described as "Amazon EKS shop"',
    );
  });

  it('is not what is attached to an instance, whatever its description says', () => {
    expect(
      only({ description: 'Amazon EKS shop', ...node }, instances({ tags: { 'eks:cluster-name': 'shop' } })).roles,
    ).toEqual({ 'eni-x': 'node' });
    expect(only({ description: 'Amazon EKS shop', ...node }, instances({})).roles).toEqual({ 'eni-x': 'unattributed' });
  });
});

describe('a node', () => {
  it.each([
    ['kubernetes.io/cluster/shop', 'owned'],
    ['kubernetes.io/cluster/shop', 'shared'],
    ['kubernetes.io/cluster/shop', ''],
    ['eks:cluster-name', 'shop'],
    ['aws:eks:cluster-name', 'shop'],
    ['eks:eks-cluster-name', 'shop'],
  ])('is told by the tag %s=%s of its instance', (name, value) => {
    const { roles, items } = only(node, instances({ tags: { [name]: value } }));
    expect(roles).toEqual({ 'eni-x': 'node' });
    expect(items[0]).toMatchObject({
      instanceId: 'i-x',
      evidence: [{ kind: 'instance', id: 'i-x', says: `tagged ${name}=${value}` }],
    });
  });

  it.each([
    ['kubernetes.io/cluster/', 'shop'],
    ['eks:cluster-name', 'shop2'],
    ['Name', 'shop'],
    ['constructor', 'shop'],
  ])('is not told by the tag %s=%s', (name, value) => {
    expect(only(node, instances({ tags: { [name]: value } }))).toMatchObject(unattributed);
  });

  it('is told by the Auto Scaling group of a node group', () => {
    const tags = { 'aws:autoscaling:groupName': 'eks-general-1a2b' };
    expect(only(node, instances({ tags })).items[0]?.evidence).toEqual([
      { kind: 'node-group', id: nodeGroup.arn, says: 'has the Auto Scaling group eks-general-1a2b of i-x' },
    ]);
    expect(only(node, instances({ tags: { 'aws:autoscaling:groupName': 'other' } }))).toMatchObject(unattributed);
  });

  it('is told by the cluster security group, or a tag, on the interface itself', () => {
    expect(only({ ...node, securityGroupIds: ['sg-x', 'sg-cluster'] }, instances({})).roles).toEqual({ 'eni-x': 'node' });
    expect(only({ ...node, tags: { 'cluster.k8s.amazonaws.com/name': 'shop' } }, instances({})).items[0]).toMatchObject({
      role: 'node',
      evidence: [{ kind: 'network-interface', id: 'eni-x', says: 'tagged cluster.k8s.amazonaws.com/name=shop' }],
    });
  });

  it('is none any more once it is terminated, and one still while it is stopped', () => {
    const tags = { 'eks:cluster-name': 'shop' };
    expect(only(node, instances({ state: 'terminated', tags }))).toMatchObject(unattributed);
    expect(only(node, instances({ state: 'terminated', tags: denied }))).toMatchObject(unattributed);
    for (const state of ['stopped', 'stopping', 'shutting-down', denied])
      expect(only(node, instances({ state, tags })).roles).toEqual({ 'eni-x': 'node' });
  });

  it('is found by the interfaces that its instance names', () => {
    const facts = instances({ networkInterfaceIds: ['eni-x'], tags: { 'eks:cluster-name': 'shop' } });
    expect(only({}, facts).items[0]).toMatchObject({ role: 'node', instanceId: 'i-x' });
    expect(only({ instanceId: denied }, facts).items[0]).toMatchObject({ role: 'node', instanceId: 'i-x' });
  });

  it('belongs to the cluster in another VPC, too', () => {
    expect(only({ ...node, vpcId: 'vpc-y' }, instances({ tags: { 'eks:cluster-name': 'shop' } })).roles).toEqual({
      'eni-x': 'node',
    });
  });
});

describe('a load balancer', () => {
  it.each([
    ['app', 'ELB app/x/1'],
    ['net', 'ELB net/x/1'],
    ['gwy', 'ELB gwy/x/1'],
  ])('of type %s is told by the end of its ARN', (type, description) => {
    const arn = `arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/${type}/x/1`;
    const facts = { loadBalancers: list([{ ...loadBalancer, arn, tags: { 'kubernetes.io/cluster/shop': 'owned' } }]) };
    expect(only({ description }, facts).items[0]).toMatchObject({
      role: 'load-balancer',
      evidence: [{ kind: 'load-balancer', id: arn, says: 'tagged kubernetes.io/cluster/shop=owned' }],
    });
    expect(only({ description: `${description}2` }, facts)).toMatchObject(unattributed);
    expect(only({ description: description.toLowerCase() }, facts)).toMatchObject(unattributed);
  });

  it('of the classic kind is told by its name', () => {
    const facts = (tags: Stored<'classicLoadBalancers'>['tags']) => ({ classicLoadBalancers: list([{ ...classic, tags }]) });
    expect(only({ description: 'ELB old' }, facts({ 'eks:eks-cluster-name': 'shop' })).items[0]).toMatchObject({
      role: 'load-balancer',
      evidence: [{ kind: 'classic-load-balancer', id: 'old', says: 'tagged eks:eks-cluster-name=shop' }],
    });
    expect(only({ description: 'ELB old' }, facts({}))).toMatchObject(unattributed);
    expect(only({ description: 'ELB old' }, facts(denied))).toMatchObject({
      roles: unattributed.roles,
      missing: [{ id: 'old', ...reason }],
    });
  });

  it("is not the cluster's without its tag", () => {
    const facts = (tags: Stored<'loadBalancers'>['tags']) => ({ loadBalancers: list([{ ...loadBalancer, tags }]) });
    const item = { description: interfaces.loadBalancer.description };
    expect(only(item, facts({ 'elbv2.k8s.aws/cluster': 'other' }))).toMatchObject(unattributed);
    expect(only(item, facts(denied)).missing).toEqual([{ id: loadBalancer.arn, ...reason }]);
  });
});

describe('a pod', () => {
  const trunk = { ...bare, id: 'eni-trunk', interfaceType: 'trunk', instanceId: 'i-x' };
  const branch = { ...bare, interfaceType: 'branch', tags: { 'vpcresources.k8s.aws/trunk-eni-id': 'eni-trunk' } };
  const both = (facts: FactsOfTarget) => placed({ ...facts, networkInterfaces: list([trunk, branch]) });

  it('is told by the trunk interface of a node', () => {
    const { items } = both(instances({ tags: { 'eks:cluster-name': 'shop' } }));
    expect(items).toMatchObject([
      { id: 'eni-trunk', role: 'node' },
      {
        id: 'eni-x',
        role: 'pod',
        evidence: [
          {
            kind: 'network-interface',
            id: 'eni-x',
            says: 'tagged vpcresources.k8s.aws/trunk-eni-id=eni-trunk, an interface of a node',
          },
        ],
      },
    ]);
  });

  it('is not told by the trunk of a stranger, of nobody, or that is not there', () => {
    expect(both(instances({})).roles).toEqual({ 'eni-trunk': 'unattributed', 'eni-x': 'unattributed' });
    expect(
      both({ ...instances({}), networkInterfaces: list([{ ...trunk, instanceId: undefined } as never, branch]) }).roles[
        'eni-x'
      ],
    ).toBe('unattributed');
    expect(only(branch)).toMatchObject(unattributed);
    expect(only({ tags: { 'vpcresources.k8s.aws/trunk-eni-id': 'eni-x' } })).toMatchObject(unattributed);
  });

  it('is in doubt with its trunk', () => {
    expect(both(instances({ tags: denied })).missing).toEqual([{ id: 'i-x', ...reason }]);
    const lost = placed({ networkInterfaces: list([{ ...trunk, instanceId: denied }, branch]) });
    expect(lost.missing).toEqual([{ id: 'eni-trunk', ...reason }]);
    // A trunk elsewhere is in no doubt itself: the branch still is.
    const elsewhere = placed({
      ...instances({ tags: denied }),
      networkInterfaces: list([{ ...trunk, vpcId: 'vpc-y' }, branch]),
    });
    expect(elsewhere).toMatchObject({ roles: { 'eni-x': 'unattributed' }, missing: [{ id: 'i-x', ...reason }] });
  });

  it('is told by the cluster security group, or a tag, without any instance', () => {
    expect(only({ securityGroupIds: ['sg-cluster'] }).roles).toEqual({ 'eni-x': 'pod' });
    expect(only({ tags: { 'kubernetes.io/cluster/shop': 'owned' } }).roles).toEqual({ 'eni-x': 'pod' });
  });
});

describe('an interface that nothing places', () => {
  it("is unattributed in the cluster's VPC, and nobody's outside", () => {
    expect(only({}).items).toEqual([
      {
        id: 'eni-x',
        role: 'unattributed',
        securityGroupIds: ['sg-x'],
        evidence: [{ kind: 'network-interface', id: 'eni-x', says: "in the cluster's VPC, and nothing says whose it is" }],
      },
    ]);
    expect(only({ vpcId: 'vpc-y' })).toMatchObject({ roles: {}, missing: [] });
    expect(
      only({ vpcId: 'vpc-y', description: denied, tags: denied, securityGroupIds: denied, instanceId: denied }),
    ).toMatchObject({ roles: {}, missing: [] });
  });

  it('may have its VPC from its subnet', () => {
    expect(only({ vpcId: denied })).toMatchObject(unattributed);
    expect(
      only({ vpcId: denied }, { subnets: list(base.subnets.items.map((item) => ({ ...item, vpcId: 'vpc-y' }))) }),
    ).toMatchObject({ roles: {}, missing: [] });
  });

  it.each([
    ['the subnet is not known', { vpcId: denied, subnetId: denied }, {}],
    ['the subnets could not be read', { vpcId: denied }, { subnets: unknown('w') }],
    [
      'the subnet does not know',
      { vpcId: denied },
      { subnets: list(base.subnets.items.map((item) => ({ ...item, vpcId: unknown('w') }))) },
    ],
  ])('is missing where its VPC is not known and %s', (_, item, facts) => {
    expect(only(item, facts)).toMatchObject({ roles: {}, missing: [{ id: 'eni-x', ...reason }] });
  });

  it("is nobody's to tell where the cluster's VPC is not known: one reason for all", () => {
    const facts = clusterWith({ vpcId: denied, subnetIds: unknown('w') });
    expect(
      placed({ ...facts, networkInterfaces: list([bare, { ...bare, id: 'eni-y' }, interfaces.controlPlane]) }),
    ).toMatchObject({
      roles: { 'eni-control': 'control-plane' },
      missing: [{ id: cluster.arn, ...reason }],
    });
  });
});

describe('a doubt', () => {
  it.each<[string, Partial<Interface>, FactsOfTarget, readonly object[]]>([
    ['its description', { description: denied }, {}, [{ id: 'eni-x', ...reason }]],
    ['its tags', { tags: denied }, {}, [{ id: 'eni-x', ...reason }]],
    ['its groups', { securityGroupIds: denied }, {}, [{ id: 'eni-x', ...reason }]],
    ['its instance', { instanceId: denied }, {}, [{ id: 'eni-x', ...reason }]],
    [
      'all of them: one reason',
      { description: denied, tags: denied, securityGroupIds: denied },
      {},
      [{ id: 'eni-x', ...reason }],
    ],
    ["the cluster's own group", {}, clusterWith({ clusterSecurityGroupId: denied }), [{ id: cluster.arn, ...reason }]],
    ['the instances', node, { instances: denied }, [{ id: 'instances', ...reason }]],
    ['the instance', node, { instances: list([], [{ id: 'i-x', ...reason }]) }, [{ id: 'i-x', ...reason }]],
    ['the instance: EC2 does not list it', node, { instances: list([]) }, [{ id: 'i-x', why: 'EC2 lists no instance i-x' }]],
    ["the instance's tags", node, instances({ tags: denied }), [{ id: 'i-x', ...reason }]],
    ['the load balancers', { description: 'ELB app/x/1' }, { loadBalancers: denied }, [{ id: 'load balancers', ...reason }]],
    [
      'a load balancer',
      { description: 'ELB app/x/1' },
      { loadBalancers: list([], [{ id: 'arn:lb', ...reason }]) },
      [{ id: 'arn:lb', ...reason }],
    ],
    [
      'the classic ones',
      { description: 'ELB x' },
      { classicLoadBalancers: denied },
      [{ id: 'classic load balancers', ...reason }],
    ],
  ])('may be %s', (_, item, facts, missing) => {
    expect(only(item, facts)).toMatchObject({ roles: unattributed.roles, missing });
  });

  const scaled = { ...node };
  const inGroup = instances({ tags: { 'aws:autoscaling:groupName': 'g' } });
  it.each<[string, FactsOfTarget, readonly object[]]>([
    ['the node groups', { nodeGroups: denied }, [{ id: 'node groups', ...reason }]],
    ['a node group', { nodeGroups: list([], [{ id: 'arn:g', ...reason }]) }, [{ id: 'arn:g', ...reason }]],
    [
      "a node group's Auto Scaling groups",
      { nodeGroups: list([{ ...nodeGroup, autoScalingGroups: denied }]) },
      [{ id: nodeGroup.arn, ...reason }],
    ],
  ])('may be %s, for an instance of an Auto Scaling group', (_, facts, missing) => {
    expect(only(scaled, { ...inGroup, ...facts })).toMatchObject({ roles: unattributed.roles, missing });
    expect(only(scaled, { ...instances({}), ...facts })).toMatchObject(unattributed);
  });

  it.each<[string, Partial<Interface>, FactsOfTarget]>([
    ['the description of what is attached to an instance', { ...node, description: denied }, instances({})],
    [
      "the cluster's own group, for what carries none",
      { securityGroupIds: [] },
      clusterWith({ clusterSecurityGroupId: denied }),
    ],
    ['the load balancers, for what is not one', { description: 'x' }, { loadBalancers: denied, classicLoadBalancers: denied }],
    ['the classic ones, for one of the others', { description: 'ELB app/x/1' }, { classicLoadBalancers: denied }],
    ['the others, for a classic one', { description: 'ELB x' }, { loadBalancers: denied }],
    ['another instance', node, { instances: list([{ ...instance, id: 'i-x', tags: {} }], [{ id: 'i-y', why: 'w' }]) }],
    ['a load balancer of an instance', { ...node, description: 'ELB app/x/1' }, { ...instances({}), loadBalancers: denied }],
  ])('is not %s', (_, item, facts) => {
    expect(only(item, facts)).toMatchObject(unattributed);
  });

  it('is none about what is placed', () => {
    const item = { securityGroupIds: ['sg-cluster'], description: denied, tags: denied };
    expect(only(item)).toMatchObject({ roles: { 'eni-x': 'pod' }, missing: [] });
  });

  it('is one for many interfaces, in order', () => {
    const networkInterfaces = list([
      { ...bare, id: 'eni-2', ...node },
      { ...bare, id: 'eni-1', tags: denied },
      { ...bare, id: 'eni-3', ...node },
    ]);
    const { items, missing } = placed({ networkInterfaces, instances: denied });
    expect(items.map(({ id }) => id)).toEqual(['eni-1', 'eni-2', 'eni-3']);
    expect(missing.map(({ id }) => id)).toEqual(['eni-1', 'instances']);
  });
});

describe('an interface of another cluster', () => {
  const tags = { 'eks:cluster-name': 'shop2' };
  const second = { ...cluster, name: 'shop2', arn: 'arn:x:cluster/shop2' };

  it.each([
    ['EKS lists', { clusters: list([cluster, second]) }, tags],
    ['EKS lists and did not describe', { clusters: list([cluster], [{ id: second.arn, ...reason }]) }, tags],
    ['only its instances name', {}, { 'kubernetes.io/cluster/shop2': 'owned' }],
  ])("that %s is that one's, and not nobody's", (_, facts, own) => {
    expect(only(node, { ...facts, ...instances({ tags: own }) })).toMatchObject({ roles: {}, missing: [] });
    // Whatever else it is tagged with: it can be of two, and is judged in both.
    const both = { ...own, 'kubernetes.io/cluster/shop': 'owned' };
    expect(only(node, { ...facts, ...instances({ tags: both }) }).roles).toEqual({ 'eni-x': 'node' });
  });

  it("is nobody's where that cluster is not there, or in another VPC", () => {
    expect(only(node, instances({ tags }))).toMatchObject(unattributed);
    const clusters = list([cluster, { ...second, vpcId: 'vpc-y' }]);
    expect(only(node, { clusters, ...instances({ tags }) })).toMatchObject(unattributed);
  });
});
