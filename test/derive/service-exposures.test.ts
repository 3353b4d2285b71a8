import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { apiService } from '../../shared/checks/base-kubernetes.ts';
import { loadBalancer } from '../../shared/checks/base-network.ts';
import { forwarding } from '../../shared/checks/exposure/examples/estate.ts';
import { web } from '../../shared/checks/services/examples/services.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived } from './derived.ts';

const of = (members: Partial<Stored<'services'>>, facts: FactsOfTarget = {}) => {
  const fact = derived('serviceExposures', { services: list([apiService, { ...web, ...members }]), ...facts });
  return fact.known ? fact.items : expect.unreachable();
};
const balancers = (members: Partial<Stored<'services'>>, facts: FactsOfTarget = {}) => of(members, facts)[0]?.balancers;
const found = [{ arn: loadBalancer.arn, name: 'web', scheme: 'internet-facing' }];

describe('serviceExposures', () => {
  it('holds Services that are made to be reached from outside, and no other', () => {
    expect(of({}).map(({ name }) => name)).toEqual(['web']);
    expect(of({ type: 'ClusterIP', ports: [{ protocol: 'TCP', port: 443 }] })).toEqual([]);
  });

  it('joins the rows at its own ports', () => {
    const [own] = of({}, forwarding());
    expect(own?.through.reached.map(({ ports }) => ports)).toEqual([[[443, 443]]]);
    expect(of({ ports: [{ protocol: 'UDP', port: 443 }] }, forwarding())[0]?.through.reached).toEqual([]);
    expect(of({ ports: [{ protocol: 'TCP', port: 80 }] }, forwarding())[0]?.through.reached).toEqual([]);
  });

  it.each(['web.example.com', 'WEB.example.com.', 'dualstack.web.example.com'])('finds %s', (hostname) => {
    expect(balancers({ ingress: [{ hostname }] })).toEqual(found);
  });

  it('finds a network load balancer by an address of its own', () => {
    const addressed = { ...loadBalancer, addresses: [{ subnetId: 'subnet-a', publicIp: '198.35.27.9' }] };
    expect(balancers({ ingress: [{ ip: '198.35.27.9' }] }, { loadBalancers: list([addressed]) })).toEqual(found);
  });

  it('says what it could not find, or why it could not look', () => {
    expect(balancers({ ingress: [{ hostname: 'web.example.com' }, { hostname: 'lb.example.net' }] })).toMatchObject({
      known: false,
      why: expect.stringContaining('AWS lists no load balancer lb.example.net'),
    });
    expect(balancers({ ingress: [{ hostname: 'lb.example.net' }] }, { classicLoadBalancers: denied })).toEqual(denied);
  });

  it('finds a classic load balancer by its name', () => {
    const classic: Stored<'classicLoadBalancers'> = {
      name: 'a1b2',
      dnsName: 'a1b2-1.eu-central-1.elb.amazonaws.com',
      scheme: 'internal',
      vpcId: 'vpc-shop',
      subnetIds: ['subnet-a'],
      securityGroupIds: [],
      instanceIds: [],
      listeners: [],
      tags: {},
    };
    expect(
      balancers(
        { ingress: [{ hostname: 'a1b2-1.eu-central-1.elb.amazonaws.com' }] },
        { classicLoadBalancers: list([classic]) },
      ),
    ).toMatchObject([{ name: 'a1b2', scheme: 'internal' }]);
  });
});
