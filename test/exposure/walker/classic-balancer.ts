import type { Address } from './address.ts';
import type { Balancer } from './balancer.ts';
import { nodesOf } from './node.ts';
import { type Flow, tcp } from './packet.ts';
import { placeOfInstance, targetAt } from './target.ts';
import type { World } from './world.ts';

/** The ARN of a classic load balancer, which has a name only. */
export const classicArn = ({ account, region }: Pick<World, 'account' | 'region'>, name: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${name}`;

/**
 * A classic load balancer of a VPC as a packet meets it, or a text where it has nothing for the packet: TCP over IPv4 only; it connects to its
 * instances by itself; across zones only if told to. (Elastic Load Balancing: User Guide for Classic Load Balancers)
 */
export function classicBalancer(world: World, arn: string, client: Address, flow: Flow): Balancer | string {
  const found = world.classicLoadBalancers.find(({ LoadBalancerName = '' }) => classicArn(world, LoadBalancerName) === arn);
  if (!found) return 'this world has no such load balancer';
  if (found.Scheme !== 'internet-facing' || client.family === 6) return `does not face the internet by IPv${client.family}`;
  const { LoadBalancerName = '', Subnets = [], SecurityGroups = [], Instances = [] } = found;
  const ports = (found.ListenerDescriptions ?? []).flatMap(({ Listener }) =>
    Listener?.LoadBalancerPort === flow.port ? (Listener?.InstancePort ?? []) : [],
  );
  if (flow.protocol !== tcp || ports.length === 0) return `no listener at ${flow.port} of protocol ${flow.protocol}`;
  const attributes = world.classicAttributes[LoadBalancerName]?.LoadBalancerAttributes;
  const treatment = {
    preserved: false,
    crossZone: attributes?.CrossZoneLoadBalancing?.Enabled === true,
    subnets: Subnets,
  };
  const places = Instances.flatMap(({ InstanceId = '' }) => placeOfInstance(world, InstanceId, 4) ?? []);
  return {
    id: arn,
    groups: SecurityGroups,
    unfiltered: false,
    nodes: (targets) => nodesOf(world, `ELB ${LoadBalancerName}`, Subnets, 4, targets),
    behind: [],
    targets: places.flatMap((place) => ports.map((port) => targetAt(world, place, { ...treatment, port }))),
  };
}
