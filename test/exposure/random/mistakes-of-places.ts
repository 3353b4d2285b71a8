import type { World } from '../walker/world.ts';
import { interfaces, type Mistake, without } from './believed.ts';

/** Every target group with an attribute that comes before its own. */
const attributed = (world: World, Key: string, Value: string): World => ({
  ...world,
  targetGroupAttributes: Object.fromEntries(
    Object.entries(world.targetGroupAttributes).map(([arn, given]) => [arn, [{ Key, Value }, ...given]]),
  ),
});

const isBalancer = (id = ''): boolean => id.includes(':loadbalancer/');

/** Of addresses, interfaces, instances and load balancers. */
export const ofPlaces: readonly Mistake[] = [
  {
    name: 'only the primary private address can be public',
    believed: (world) =>
      interfaces(world, (one) => ({ ...one, PrivateIpAddresses: (one.PrivateIpAddresses ?? []).slice(0, 1) })),
  },
  {
    name: 'delegated prefixes forgotten',
    believed: (world) => interfaces(world, (one) => without(one, 'Ipv4Prefixes', 'Ipv6Prefixes')),
  },
  {
    name: 'every instance runs',
    believed: (world) => ({ ...world, instances: world.instances.map((one) => ({ ...one, State: { Name: 'running' } })) }),
  },
  {
    name: 'interfaces refuse nothing',
    believed: (world) => interfaces(world, (one) => ({ ...one, DenyAllIgwTraffic: false })),
  },
  {
    name: 'every global IPv6 address is public',
    believed: (world) => ({ ...world, subnets: world.subnets.map((one) => without(one, 'Ipv6CidrBlockAssociationSet')) }),
  },
  {
    name: 'client addresses never preserved',
    believed: (world) => attributed(world, 'preserve_client_ip.enabled', 'false'),
  },
  {
    name: 'client addresses always preserved',
    believed: (world) => attributed(world, 'preserve_client_ip.enabled', 'true'),
  },
  {
    name: 'every load balancer works across zones',
    believed: (world) => attributed(world, 'load_balancing.cross_zone.enabled', 'true'),
  },
  {
    name: 'load balancers behind load balancers forgotten',
    believed: (world) => ({
      ...world,
      targetHealth: Object.fromEntries(
        Object.entries(world.targetHealth).map(([arn, all]) => [arn, all.filter((one) => !isBalancer(one.Target?.Id))]),
      ),
    }),
  },
  {
    name: 'only load balancers that face the internet can be behind others',
    believed: (world) => ({
      ...world,
      loadBalancers: world.loadBalancers.map((one) =>
        one.Type === 'application' && one.Scheme === 'internal' ? { ...one, State: { Code: 'failed' } } : one,
      ),
    }),
  },
  {
    name: 'the groups of a load balancer behind another let everyone in',
    believed: (world) => {
      const behind = new Set(Object.values(world.targetHealth).flatMap((all) => all.map((one) => one.Target?.Id)));
      const anyone = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
      return {
        ...world,
        securityGroups: [...world.securityGroups, { GroupId: 'sg-anyone', VpcId: 'vpc-1', IpPermissions: [anyone] }],
        loadBalancers: world.loadBalancers.map((one) =>
          behind.has(one.LoadBalancerArn) ? { ...one, SecurityGroups: [...(one.SecurityGroups ?? []), 'sg-anyone'] } : one,
        ),
      };
    },
  },
  { name: 'rules of listeners forgotten', believed: (world) => ({ ...world, rules: [] }) },
  {
    name: 'draining targets still work',
    believed: (world) => ({
      ...world,
      targetHealth: Object.fromEntries(
        Object.entries(world.targetHealth).map(([arn, all]) => [
          arn,
          all.map((one) => (one.TargetHealth?.State === 'draining' ? without(one, 'TargetHealth') : one)),
        ]),
      ),
    }),
  },
];
