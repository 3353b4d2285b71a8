import { isUnknown, type Unknown } from '../../../facts/fact.ts';
import type { Family } from '../../../net/ip.ts';
import { IpSet } from '../../../net/ip-set.ts';
import type { Step, Unless } from '../exposure.ts';
import { unlessOf } from '../listed.ts';
import type { CompiledAcl } from '../network-acls.ts';
import type { SecurityGroups } from '../security-groups.ts';
import { inboundStage } from '../stages.ts';
import { flowTo } from '../traffic.ts';
import { type Admitted, admitted, closed, doubtful, rulesFor, unfiltered } from './admits.ts';
import type { Balancer, Destination, Forward, Listener, Transport } from './front.ts';
import type { Node } from './nodes.ts';
import { aclUnless, clientsOf, type Hop, isApart } from './onward.ts';

/** One listener of a load balancer, one target group, one family of clients, one transport: what many targets have in common. */
export interface Lane {
  readonly front: Balancer;
  readonly family: Family;
  readonly unless: readonly Unless[];
  readonly listener: Listener;
  readonly transport: Transport;
  readonly forward: Forward;
  readonly nodes: readonly Node[];
  readonly arrivals: Hop['arrivals'];
}

/** Clients that reach a target, by ways that are alike: disjoint from the other pieces. */
export interface Piece {
  readonly sources: IpSet;
  readonly unless: readonly Unless[];
  readonly inspection: readonly string[];
  readonly before: readonly Step[];
  readonly after: readonly Step[];
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** What could not be read of the groups and would let in more. */
  readonly unread: readonly Unknown[];
}

interface Way {
  readonly hop: Hop;
  readonly sources: IpSet;
  readonly unless: readonly Unless[];
}

/** What the lane needs to know of a network. */
export interface Surroundings {
  readonly groups: SecurityGroups;
  readonly aclOf: (target: Destination) => CompiledAcl | Unknown;
  readonly zoneOf: (subnetId: string | Unknown) => string | Unknown;
}

/** Everyone who reaches a target by a lane: by each node, each entrance, and either way of seeing the client where that is not known. */
export function piecesOf(lane: Lane, target: Destination, around: Surroundings): Pieces {
  const ways: Way[] = [];
  const unread: Unknown[] = [];
  for (const hop of hopsOf(lane, target, around)) {
    const zone = zonePasses(lane, hop.node, around.zoneOf(target.item.subnetId), around);
    if (zone === false) continue;
    const sources = clientsOf(hop, 'certain');
    const { taken, sent, accepted } = hop.groups;
    const doubts = [...taken.unread, ...sent.unread, ...accepted.unread];
    if (doubts.length > 0 && !clientsOf(hop, 'possible').isSubsetOf(sources)) unread.push(...doubts);
    if (!sources.isEmpty()) ways.push({ hop, sources, unless: unlessOfWay(lane, hop, zone) });
  }
  return { pieces: disjoint(ways, lane, around), unread };
}

export function* hopsOf(lane: Lane, target: Destination, around: Surroundings): Generator<Hop> {
  const { front, family, listener, transport, forward, nodes, arrivals } = lane;
  const dialled = flowTo(transport, listener.port);
  const onward = flowTo(transport, target.port);
  const own = target.item.securityGroupIds;
  const carried = isUnknown(own) ? [] : own;
  const rules = (direction: 'ingress' | 'egress') => around.groups.of(front.groupIds, direction);
  const groups = {
    taken: front.unfiltered ? unfiltered : admitted(rules('ingress'), transport, listener.port, []),
    sent: front.unfiltered ? unfiltered : admitted(rules('egress'), transport, target.port, carried),
    accepted: acceptedBy(target, around.groups, transport, front.groupIds),
  };
  const acl = around.aclOf(target);
  const targetFamily = target.address.family;
  for (const preserved of forward.preserves(family, transport))
    for (const node of nodes)
      yield { node, family, targetFamily, transport, dialled, onward, preserved, target, acl, arrivals, groups };
}

function acceptedBy(
  { item, port }: Destination,
  groups: SecurityGroups,
  transport: Transport,
  peers: readonly string[],
): Admitted {
  const { securityGroupIds: own, interfaceType } = item;
  if (isUnknown(own)) return doubtful(own);
  if (own.length > 0) return admitted(groups.of(own, 'ingress'), transport, port, peers);
  if (isUnknown(interfaceType)) return doubtful(interfaceType);
  return interfaceType === 'network_load_balancer' ? unfiltered : closed;
}

/**
 * Whether a node forwards to a zone: one that is enabled for the load balancer, and its own unless it works across zones (Elastic Load
 * Balancing User Guide, "Availability Zones and load balancer nodes", "Cross-zone load balancing").
 */
export function zonePasses(
  { front, forward }: Lane,
  node: Node,
  zone: string | Unknown,
  { zoneOf }: Surroundings,
): boolean | Unknown {
  if (isUnknown(zone)) return zone;
  const enabled = front.subnetIds.map(zoneOf);
  const unread = enabled.find(isUnknown);
  if (!enabled.includes(zone)) return unread ?? false;
  if (forward.crossZone) return true;
  return isUnknown(node.zone) ? node.zone : node.zone === zone;
}

function unlessOfWay(lane: Lane, hop: Hop, zone: true | boolean | Unknown): readonly Unless[] {
  const both = lane.forward.preserves(lane.family, lane.transport).length > 1;
  const preserving = { fact: 'targetGroups', why: 'whether the targets see the client’s address is not known' };
  return [
    ...lane.unless,
    ...lane.forward.unless,
    ...hop.node.entrance.outside.flatMap(({ unless }) => unless),
    ...aclUnless(isApart(hop) ? [hop.node.view.acl, hop.acl] : [hop.node.view.acl]),
    ...(isUnknown(zone) ? [unlessOf('subnets', zone)] : []),
    ...(both ? [preserving] : []),
  ];
}

/** The most certain ways first, then those without inspection: each later one has only those that no earlier one had. */
function disjoint(ways: readonly Way[], lane: Lane, around: Surroundings): readonly Piece[] {
  const alike = Map.groupBy(ways, ({ unless, hop }) => JSON.stringify([unless, hop.node.entrance.appliance ?? '']));
  const order = [...alike.values()].sort(([a], [b]) => rank(a) - rank(b));
  const pieces: Piece[] = [];
  let taken: IpSet | undefined;
  for (const same of order) {
    const [first] = same;
    if (first === undefined) continue;
    const all = IpSet.unionOf(same.map(({ sources }) => sources));
    const sources = taken === undefined ? all : all.subtract(taken);
    taken = taken === undefined ? all : taken.union(all);
    if (!sources.isEmpty()) pieces.push(pieceOf(first, sources, lane, around));
  }
  return pieces;
}

const rank = (way: Way | undefined): number =>
  way === undefined ? 0 : way.unless.length * 2 + (way.hop.node.entrance.appliance === undefined ? 0 : 1);

/** The most certain first, then those without inspection. */
export const byCertainty = (a: Piece, b: Piece): number =>
  a.unless.length - b.unless.length || a.inspection.length - b.inspection.length;

function pieceOf({ hop, unless }: Way, sources: IpSet, lane: Lane, around: Surroundings): Piece {
  const { node, dialled } = hop;
  const { front } = lane;
  const { appliance, outside } = node.entrance;
  const asked = [{ left: dialled, right: sources }];
  return {
    sources,
    unless,
    inspection: appliance === undefined ? [] : [appliance],
    before: [
      ...outside.flatMap((stage) => stage.explain(asked)),
      ...node.entrance.inbound.explain(asked),
      front.step,
      ...(front.unfiltered ? [] : rulesFor(around.groups.of(front.groupIds, 'ingress'), dialled, sources, [])),
      ...stepsOnward(hop, sources, lane, around),
    ],
    after: node.entrance.answer.explain(asked),
  };
}

/** From the listener to the target: the steps of one hop. */
export function stepsOnward(
  hop: Hop,
  sources: IpSet,
  { front, listener, forward }: Lane,
  { groups }: Surroundings,
): readonly Step[] {
  const { node, onward, preserved, target } = hop;
  const accepting = isUnknown(target.item.securityGroupIds) ? [] : target.item.securityGroupIds;
  const seen = preserved ? sources : node.inside(hop.targetFamily);
  const says = `a node; the target sees ${preserved ? 'the client’s' : 'the node’s'} address`;
  return [
    ...listener.steps,
    ...forward.steps,
    { kind: 'subnet', id: node.subnetId, says },
    ...(isApart(hop) ? inboundStage(target.item.id, hop.acl).explain([{ left: onward, right: seen }]) : []),
    ...rulesFor(groups.of(accepting, 'ingress'), onward, seen, front.groupIds),
  ];
}
