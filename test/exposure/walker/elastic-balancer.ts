import type { Action, LoadBalancer, TargetDescription, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Plain } from '../../../estate/demo/builders/parts.ts';
import type { Address } from './address.ts';
import type { Balancer, Behind } from './balancer.ts';
import { nodesOf } from './node.ts';
import { type Flow, tcp, udp } from './packet.ts';
import { nodeAsTarget, placeOfAddress, placeOfInstance, type Target, targetAt } from './target.ts';
import { only, type World } from './world.ts';

/**
 * An application or network load balancer as a packet meets it; a text where it has nothing for the packet; undefined if the ARN is none of
 * ELBv2's. What rules, mutual TLS and authentication ask of a request is not judged: any action that forwards, forwards. (Elastic Load
 * Balancing: User Guides of Application and of Network Load Balancers)
 */
export function elasticBalancer(world: World, arn: string, client: Address, flow: Flow): Balancer | string | undefined {
  const balancer = world.loadBalancers.find(({ LoadBalancerArn }) => LoadBalancerArn === arn);
  if (!balancer) return undefined;
  if (!facesTheInternet(world, balancer, client.family)) return `does not face the internet by IPv${client.family}`;
  return listening(world, balancer, client, flow) ?? `no listener at ${flow.port} of protocol ${flow.protocol}`;
}

/** The load balancer with what its listener at a port forwards to, whoever can dial it; undefined where none listens there. */
function listening(world: World, balancer: Plain<LoadBalancer>, client: Address, flow: Flow): Balancer | undefined {
  const { LoadBalancerArn: arn = '' } = balancer;
  const listener = world.listeners.find(
    ({ LoadBalancerArn, Port, Protocol = '' }) =>
      LoadBalancerArn === arn && Port === flow.port && speaks(Protocol).includes(flow.protocol),
  );
  if (!listener) return undefined;
  const [, name = ''] = arn.split(':loadbalancer/');
  const path = `:listener-rule/${(listener.ListenerArn ?? '').split(':listener/')[1]}/`;
  const rules = world.rules.filter(({ RuleArn = '' }) => RuleArn.includes(path));
  const actions = [...(listener.DefaultActions ?? []), ...rules.flatMap(({ Actions = [] }) => Actions)];
  const groups = balancer.SecurityGroups ?? [];
  const subnets = (balancer.AvailabilityZones ?? []).map(({ SubnetId = '' }) => SubnetId);
  return {
    id: arn,
    groups,
    unfiltered: balancer.Type === 'network' && groups.length === 0,
    nodes: (targets) => nodesOf(world, `ELB ${name}`, subnets, client.family, targets),
    targets: forwardsTo(actions).flatMap((group) => targetsOf(world, balancer, group, client, flow)),
    behind:
      balancer.Type === 'network' && flow.protocol === tcp
        ? forwardsTo(actions).flatMap((group) => behindOf(world, balancer, group, client))
        : [],
  };
}

/** What an application load balancer sees of who comes by a network one is IPv4: the client, or the network load balancer. */
const ofFour: Address = { family: 4, value: 0n };

/**
 * Application load balancers in a target group of a network one (Network Load Balancers, "Use Application Load Balancers as targets"): internal
 * or not, in the same VPC, with a listener at the port of the group. The group's attributes cannot be changed: it sees clients' addresses, and
 * follows the network load balancer across zones.
 */
function behindOf(world: World, outer: Plain<LoadBalancer>, arn: string, client: Address): readonly Behind[] {
  const group = only(world.targetGroups, `target group ${arn}`, ({ TargetGroupArn }) => TargetGroupArn === arn);
  if (group.TargetType !== 'alb') return [];
  const subnets = (outer.AvailabilityZones ?? []).map(({ SubnetId = '' }) => SubnetId);
  const preserved = client.family === 4;
  const registered = (world.targetHealth[arn] ?? []).filter(({ TargetHealth }) => !idle.has(TargetHealth?.State ?? ''));
  return registered.flatMap(({ Target }): Behind[] => {
    const port = Target?.Port ?? group.Port ?? 0;
    const found = world.loadBalancers.find(
      ({ LoadBalancerArn, Type }) => LoadBalancerArn === Target?.Id && Type === 'application',
    );
    if (!found || !works(found)) return [];
    const balancer = listening(world, found, ofFour, { protocol: tcp, port });
    if (!balancer) return [];
    const treatment = { port, preserved, crossZone: crosses(world, outer, arn), subnets };
    const places = balancer
      .nodes(4)
      .map((node) => ({ node, target: nodeAsTarget(world, { ...balancer, ...node }, treatment) }));
    return [{ balancer, places }];
  });
}

const attribute = (
  attributes: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
  key: string,
): string | undefined => attributes?.find(({ Key }) => Key === key)?.Value;

/**
 * `ipv6.deny_all_igw_traffic` is false for internet-facing load balancers and true for internal ones, unless someone changed it: an internal
 * dual-stack one of which it is false can be reached by its IPv6 addresses. A gateway load balancer has no listener of its own.
 */
function facesTheInternet(world: World, balancer: Plain<LoadBalancer>, family: 4 | 6): boolean {
  const { LoadBalancerArn = '', Scheme, Type, IpAddressType = 'ipv4' } = balancer;
  if (Type === 'gateway' || !works(balancer)) return false;
  if (family === 4) return Scheme === 'internet-facing' && IpAddressType !== 'dualstack-without-public-ipv4';
  const denied = attribute(world.loadBalancerAttributes[LoadBalancerArn], 'ipv6.deny_all_igw_traffic');
  return IpAddressType !== 'ipv4' && (denied ?? String(Scheme !== 'internet-facing')) === 'false';
}

const works = ({ State }: Plain<LoadBalancer>): boolean => State?.Code === 'active' || State?.Code === 'active_impaired';

/** The protocols of packets that a listener takes. */
function speaks(listener: string): readonly number[] {
  if (listener === 'UDP' || listener === 'QUIC') return [udp];
  return listener === 'TCP_UDP' || listener === 'TCP_QUIC' ? [tcp, udp] : [tcp];
}

/** The target groups that actions forward to; one of weight 0 gets nothing. */
function forwardsTo(actions: readonly Plain<Action>[]): readonly string[] {
  const weighed = actions.flatMap(({ ForwardConfig }) => ForwardConfig?.TargetGroups ?? []);
  const named = actions.flatMap(({ Type, TargetGroupArn, ForwardConfig }) =>
    Type === 'forward' && !ForwardConfig?.TargetGroups?.length ? (TargetGroupArn ?? []) : [],
  );
  return [...new Set([...named, ...weighed.filter(({ Weight }) => Weight !== 0).map((group) => group.TargetGroupArn ?? '')])];
}

function targetsOf(world: World, balancer: Plain<LoadBalancer>, arn: string, client: Address, flow: Flow): readonly Target[] {
  const group = only(world.targetGroups, `target group ${arn}`, ({ TargetGroupArn }) => TargetGroupArn === arn);
  const registered = (world.targetHealth[arn] ?? []).filter(({ TargetHealth }) => !idle.has(TargetHealth?.State ?? ''));
  const treatment = {
    preserved: preserves(world, balancer, group, client.family, flow.protocol),
    crossZone: crosses(world, balancer, arn),
    subnets: (balancer.AvailabilityZones ?? []).map(({ SubnetId = '' }) => SubnetId),
  };
  return registered.flatMap(({ Target }) => {
    const place = Target && placeOf(world, group, Target);
    return place ? targetAt(world, place, { ...treatment, port: Target.Port ?? group.Port ?? 0 }) : [];
  });
}

/** Targets that are being taken out, or that the service itself says are not used, get no new connection. */
const idle: ReadonlySet<string> = new Set(['draining', 'unused']);

function placeOf(
  world: World,
  { TargetType, VpcId, IpAddressType }: Plain<TargetGroup>,
  { Id = '' }: Plain<TargetDescription>,
) {
  if (TargetType === 'ip') return placeOfAddress(world, VpcId, Id);
  if (TargetType === 'instance') return placeOfInstance(world, Id, IpAddressType === 'ipv6' ? 6 : 4);
  return undefined;
}

/**
 * Whether the target sees the client's address: of network load balancers only; always for UDP, TCP_UDP, QUIC and TCP_QUIC; for TCP and TLS
 * as the attribute says, by default for instances only; never across families. ("Client IP preservation")
 */
function preserves(
  world: World,
  { Type }: Plain<LoadBalancer>,
  group: Plain<TargetGroup>,
  family: 4 | 6,
  protocol: number,
): boolean {
  const { TargetGroupArn = '', TargetType, Protocol = '', IpAddressType } = group;
  if (Type !== 'network' || family !== (IpAddressType === 'ipv6' ? 6 : 4)) return false;
  if (protocol === udp || speaks(Protocol).includes(udp)) return true;
  const set = attribute(world.targetGroupAttributes[TargetGroupArn], 'preserve_client_ip.enabled');
  return (set ?? String(TargetType === 'instance')) === 'true';
}

/** The target group's own setting, else the load balancer's: always on for an application one, off by default for a network one. */
function crosses(world: World, { LoadBalancerArn = '', Type }: Plain<LoadBalancer>, group: string): boolean {
  const key = 'load_balancing.cross_zone.enabled';
  const own = attribute(world.targetGroupAttributes[group], key);
  if (own === 'true' || own === 'false') return own === 'true';
  return Type === 'application' || attribute(world.loadBalancerAttributes[LoadBalancerArn], key) === 'true';
}
