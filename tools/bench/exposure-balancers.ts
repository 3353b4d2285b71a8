import type { NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import type { Stored } from '../../shared/facts/index.ts';
import type { NetworkSize } from './exposure-size.ts';

const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const many = <T>(items: readonly T[]) => ({ known: true as const, items, missing: [] });
const targets = 40;

type Balancing = Pick<NetworkFacts, 'loadBalancers' | 'listeners' | 'listenerRules' | 'targetGroups' | 'classicLoadBalancers'>;

/** Load balancers in three subnets each, every third of them an application one, with two listeners and forty targets. */
export function balancersOf(
  { loadBalancers: count, interfaces }: NetworkSize,
  vpcOf: (subnet: number) => string,
  subnets: number,
): Balancing {
  const typeOf = (i: number): string => (i % 3 === 0 ? 'application' : 'network');
  const loadBalancers = list(count, (i): Stored<'loadBalancers'> => {
    const own = [0, 1, 2].map((n) => `subnet-${(i * 10 + n) % subnets}`);
    return {
      arn: `arn:lb-${i}`,
      name: `lb-${i}`,
      dnsName: `lb-${i}.example`,
      scheme: 'internet-facing',
      type: typeOf(i),
      state: 'active',
      vpcId: vpcOf((i * 10) % subnets),
      ipAddressType: 'ipv4',
      subnetIds: own,
      addresses: [],
      crossZone: true,
      securityGroupIds: typeOf(i) === 'application' ? [`sg-${i}`] : [],
      tags: {},
    };
  });
  const listeners = list(count * 2, (i): Stored<'listeners'> => {
    const balancer = Math.floor(i / 2);
    const defaultActions = [{ type: 'forward', targetGroupArns: [`arn:tg-${balancer}`] }];
    const protocol = typeOf(balancer) === 'application' ? 'HTTP' : 'TCP';
    return {
      arn: `arn:listener-${i}`,
      loadBalancerArn: `arn:lb-${balancer}`,
      protocol,
      port: i % 2 === 0 ? 80 : 443,
      defaultActions,
    };
  });
  const targetGroups = list(count, (i): Stored<'targetGroups'> => {
    // The interfaces that stand in the load balancer's first subnet, and those after it.
    const first = (i * 10) % subnets;
    const members = list(targets, (n) => (first + (n % 5) + subnets * Math.floor(n / 5)) % interfaces);
    return {
      arn: `arn:tg-${i}`,
      name: `tg-${i}`,
      loadBalancerArns: [`arn:lb-${i}`],
      targetType: 'instance',
      protocol: typeOf(i) === 'application' ? 'HTTP' : 'TCP',
      port: 30_000,
      vpcId: vpcOf(first),
      crossZone: 'use_load_balancer_configuration',
      health: members.map((n) => ({ id: `i-${n}`, port: 30_000, state: 'healthy' })),
    };
  });
  return {
    loadBalancers: many(loadBalancers),
    listeners: many(listeners),
    listenerRules: many<Stored<'listenerRules'>>([]),
    targetGroups: many(targetGroups),
    classicLoadBalancers: many<Stored<'classicLoadBalancers'>>([]),
  };
}
