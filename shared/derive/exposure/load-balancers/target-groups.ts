import { isUnknown, type Unknown, unknown } from '../../../facts/fact.ts';
import type { Stored } from '../../../facts/index.ts';
import { UDP } from '../../../net/flow-set.ts';
import { single } from '../addresses.ts';
import type { NetworkFacts, Unless } from '../exposure.ts';
import { about, listed, unlessOf } from '../listed.ts';
import type { Behind, Elsewhere, Forward, Target } from './front.ts';
import { isElb } from './nodes.ts';
import { type Placed, type Places, sorted } from './targets.ts';
import { transportsOf } from './transports.ts';

type Group = Stored<'targetGroups'>;
type LoadBalancer = Stored<'loadBalancers'>;
type Registered = Extract<Group['health'], readonly unknown[]>[number];

/** A target group as a load balancer forwards to it, and what could not be read of it and may open more. */
export interface Forwards {
  readonly forward: Forward | undefined;
  readonly unread: readonly Unknown[];
  /** Why some targets are not of this Region's interfaces. */
  readonly elsewhere: readonly Elsewhere[];
}

/** Targets that are being taken out, or that ELB itself says are not used, get no new connection; unhealthy ones may: it fails open. */
const idle: readonly string[] = ['draining', 'unused'];

/** Load balancers as targets. */
export interface Behinds {
  /** An application load balancer at a port; undefined where nothing listens there. */
  at(arn: string, port: number): Behind | Unknown | undefined;
  /** The ARN of the load balancer whose interfaces are described so. */
  standing(description: string): string | undefined;
}

/** Target groups by ARN, as a load balancer forwards to them (ELB User Guides, "Target groups"). */
export function forwardsOf(
  network: NetworkFacts,
  places: Places,
  behinds: Behinds,
): (arn: string, balancer: LoadBalancer) => Forwards {
  const groups = listed('targetGroups', network.targetGroups);
  return (arn, balancer) => {
    const group = groups.find(arn);
    return isUnknown(group)
      ? { forward: undefined, unread: [group], elsewhere: [] }
      : forwardTo(group, balancer, places, behinds);
  };
}

function forwardTo(group: Group, balancer: LoadBalancer, places: Places, behinds: Behinds): Forwards {
  const { arn, name, targetType, protocol, ipAddressType, health } = group;
  if (targetType === 'lambda') return { forward: undefined, unread: [], elsewhere: [] };
  const essential = [targetType, protocol, health].filter(isUnknown).map((why) => about(arn, why));
  if (essential.length > 0) return { forward: undefined, unread: essential, elsewhere: [] };
  const unread: Unknown[] = [];
  const elsewhere: Elsewhere[] = [];
  const registered = (isUnknown(health) ? [] : health).filter(({ state }) => !idle.includes(state));
  const isOfBalancers = targetType === 'alb' && balancer.type === 'network';
  const placed = isOfBalancers ? [] : registered.map((one) => placedBy(group, one, places));
  const targets = sorted(placed, { unread, elsewhere });
  const behind = isOfBalancers
    ? registered.flatMap((one) => balancerBehind(group, one, behinds, unread))
    : targets.flatMap((one) => balancerAt(one, balancer, behinds, unread));
  for (const { balancer: inner } of behind) {
    unread.push(...inner.unread);
    elsewhere.push(...inner.elsewhere);
  }
  const crossZone = crossesZones(group, balancer);
  const unless: Unless[] = [crossZone, ...(ipAddressType === undefined ? [] : [ipAddressType])]
    .filter(isUnknown)
    .map((why) => unlessOf('targetGroups', why));
  const family = ipAddressType === 'ipv6' ? 'v6' : 'v4';
  const says = `${isUnknown(name) ? '' : `${name}: `}${isUnknown(targetType) ? '' : targetType} targets`;
  return {
    forward: {
      steps: [{ kind: 'target-group', id: arn, says }],
      family,
      crossZone: isUnknown(crossZone) || crossZone,
      preserves: (client, transport) => (client === family ? preserves(group, balancer, transport) : [false]),
      targets,
      behind,
      unless,
    },
    unread,
    elsewhere,
  };
}

function placedBy(group: Group, { id, port }: Registered, places: Places): Placed {
  const { targetType, ipAddressType, vpcId } = group;
  const at = port ?? group.port;
  if (at === undefined || isUnknown(at)) return at ?? unknown(`the target ${id} of ${group.arn} has no port`);
  if (targetType === 'instance') return places.ofInstance(id, at, ipAddressType === 'ipv6' ? 'v6' : 'v4');
  if (targetType === 'ip')
    return typeof vpcId === 'string' ? places.ofAddress(id, at, vpcId) : (vpcId ?? unknown(`${group.arn} has no VPC`));
  return unknown(`${group.arn} has targets of the type ${JSON.stringify(targetType)}, such as ${id}`);
}

/** The load balancer that is registered, where it listens at the port: the port of the group, which is the listener's. */
function balancerBehind(group: Group, { id, port }: Registered, behinds: Behinds, unread: Unknown[]): readonly Behind[] {
  const at = port ?? group.port;
  const found =
    at === undefined ? unknown(`the target ${id} of ${group.arn} has no port`) : isUnknown(at) ? at : behinds.at(id, at);
  if (isUnknown(found)) unread.push(found);
  return found === undefined || isUnknown(found) ? [] : [found];
}

/**
 * The load balancer whose interface is registered by its address. An application one behind a network one is followed like one that is
 * registered by its ARN; where any other leads is not known.
 */
function balancerAt(
  { item, text, port }: Target,
  { type }: LoadBalancer,
  behinds: Behinds,
  unread: Unknown[],
): readonly Behind[] {
  if (!isElb(item) || typeof item.description !== 'string') return [];
  const arn = behinds.standing(item.description);
  const found =
    arn === undefined || type !== 'network'
      ? unknown(
          `${item.id} is the interface of a load balancer, ${JSON.stringify(item.description)}: where it leads was not followed`,
        )
      : behinds.at(arn, port);
  const at = single(text, item.id);
  if (isUnknown(found)) unread.push(found);
  return found === undefined || isUnknown(found) || isUnknown(at) ? [] : [{ ...found, at }];
}

/** The target group's own setting, else the load balancer's: always on of an application one, off by default of a network one. */
function crossesZones({ crossZone }: Group, balancer: LoadBalancer): boolean | Unknown {
  if (crossZone === 'true' || crossZone === 'false') return crossZone === 'true';
  if (isUnknown(crossZone)) return crossZone;
  return balancer.type === 'application' || (balancer.crossZone ?? false);
}

/**
 * Whether targets see the client's address ("Client IP preservation"): of network load balancers only; always with UDP, TCP_UDP and QUIC, and
 * if they are application load balancers, whose groups have no attributes of their own; with TCP and TLS as the attribute says, by default
 * where the targets are not addresses.
 */
function preserves(
  { protocol, targetType, preserveClientIp }: Group,
  { type }: LoadBalancer,
  transport: number,
): readonly boolean[] {
  if (isUnknown(type)) return [true, false];
  if (type !== 'network') return [false];
  if (targetType === 'alb' || transport === UDP || (typeof protocol === 'string' && transportsOf(protocol)?.includes(UDP)))
    return [true];
  const set = preserveClientIp ?? targetType !== 'ip';
  return isUnknown(set) ? [true, false] : [set];
}
