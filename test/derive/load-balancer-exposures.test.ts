import { describe, expect, it } from 'vitest';
import { base, instance, list } from '../../shared/checks/base.ts';
import { arn } from '../../shared/checks/base-names.ts';
import { groups, interfaces, listener, loadBalancer, port, rule } from '../../shared/checks/base-network.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

const found = (facts: FactsOfTarget = {}) => {
  const fact = derived('loadBalancerExposures', facts);
  if (!fact.known) throw new Error(fact.why);
  return fact;
};
const open: FactsOfTarget = {
  securityGroups: list(
    groups({ 'sg-node': [port(31_000, { ipv4Cidrs: ['10.0.0.0/16'] })] }).map((group) => ({
      ...group,
      egress: [rule({ protocol: '-1', ipv4Cidrs: ['0.0.0.0/0'] })],
    })),
  ),
};
const classic: Stored<'classicLoadBalancers'> = {
  name: 'old',
  dnsName: 'old.example.com',
  scheme: 'internet-facing',
  vpcId: 'vpc-shop',
  subnetIds: ['subnet-a'],
  securityGroupIds: ['sg-web'],
  instanceIds: [instance.id],
  listeners: [{ protocol: 'SSL', port: 443, instanceProtocol: 'TCP', instancePort: 31_000 }],
  crossZone: true,
  tags: {},
};

describe('load balancers', () => {
  it('lead to nodes, each with the protocol of its listener', () => {
    const [one] = found(open).items;
    expect(one).toMatchObject({ arn: loadBalancer.arn, name: 'web', complete: true, perhaps: [] });
    expect(one?.reached).toMatchObject([
      { id: 'eni-node', listener: 'HTTPS', to: { address: '10.0.0.10', ports: [[30_080, 30_080]] } },
    ]);
  });

  it('are classic ones too, under an ARN of their names', () => {
    const items = found({ ...open, classicLoadBalancers: list([classic]) }).items;
    expect(items.find(({ name }) => name === 'old')).toMatchObject({
      arn: arn('elasticloadbalancing', 'loadbalancer/old'),
      reached: [{ id: 'eni-node', listener: 'SSL', ports: [[443, 443]] }],
    });
  });

  it('of other VPCs are not there, and of one that is not known nobody can say', () => {
    expect(found({ loadBalancers: list([{ ...loadBalancer, vpcId: 'vpc-other' }]) }).items).toEqual([]);
    const doubtful = found({ loadBalancers: list([{ ...loadBalancer, vpcId: denied }]) });
    expect(doubtful.items).toEqual([]);
    expect(doubtful.missing).toEqual([{ id: loadBalancer.arn, ...reason }]);
  });

  it('may lead to more where their listeners could not be read, one or all', () => {
    for (const listeners of [denied, list<typeof listener>([], [{ id: listener.arn, ...reason }])])
      expect(found({ ...open, listeners }).items).toMatchObject([{ reached: [], complete: denied }]);
  });

  it('are missing where they could not be listed', () => {
    expect(found({ loadBalancers: denied }).missing).toEqual([{ id: 'loadBalancers', ...reason }]);
    expect(found({ classicLoadBalancers: denied }).missing).toEqual([{ id: 'classicLoadBalancers', ...reason }]);
  });

  it('that lead to a stranger only are no finding of theirs: the stranger is one', () => {
    const { instanceId: _, ...bare } = interfaces.node;
    const stranger = { ...bare, securityGroupIds: ['sg-node'], privateAddresses: [{ address: '10.0.0.77' }] };
    const facts: FactsOfTarget = {
      ...open,
      networkInterfaces: list([interfaces.controlPlane, stranger]),
      instances: list<(typeof base.instances.items)[number]>([]),
      targetGroups: list(
        base.targetGroups.items.map((one) => ({
          ...one,
          targetType: 'ip',
          health: [{ id: '10.0.0.77', port: 31_000, state: 'healthy' }],
        })),
      ),
    };
    expect(found(facts).items).toMatchObject([{ reached: [] }]);
    const strangers = derived('unattributedInterfaces', facts);
    expect(strangers).toMatchObject({ items: [{ id: 'eni-node', reached: [{ via: loadBalancer.arn }] }], missing: [] });
  });
});
