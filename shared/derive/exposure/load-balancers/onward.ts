import { isUnknown, type Unknown } from '../../../facts/fact.ts';
import type { FlowSet } from '../../../net/flow-set.ts';
import type { Family } from '../../../net/ip.ts';
import { IpSet } from '../../../net/ip-set.ts';
import type { PortSet } from '../../../net/port-set.ts';
import type { Unless } from '../exposure.ts';
import { unlessOf } from '../listed.ts';
import type { CompiledAcl } from '../network-acls.ts';
import { byClientPort, clientPorts, ownPorts } from '../replies.ts';
import { allTraffic, internetTraffic, nobody, ofFamily, peersAt, type Traffic } from '../traffic.ts';
import type { Admitted } from './admits.ts';
import type { Destination, Transport } from './front.ts';
import type { Node } from './nodes.ts';

/** One hop through a load balancer: from a node to a target. */
export interface Hop {
  readonly node: Node;
  readonly family: Family;
  readonly targetFamily: Family;
  readonly transport: Transport;
  /** The flow to the listener, and on to the target. */
  readonly dialled: FlowSet;
  readonly onward: FlowSet;
  readonly preserved: boolean;
  readonly target: Destination;
  readonly acl: CompiledAcl | Unknown;
  /** Whoever arrives at a node, once it has been asked. */
  readonly arrivals: Map<Node, Map<string, IpSet>>;
  /** What the groups of the load balancer and of the target let through. */
  readonly groups: { readonly taken: Admitted; readonly sent: Admitted; readonly accepted: Admitted };
}

/** As far as the groups let through for certain, or as far as they may. */
export type Sureness = 'certain' | 'possible';

export const inbound = (acl: CompiledAcl | Unknown): Traffic => (isUnknown(acl) ? allTraffic : acl.inbound.traffic);
export const outbound = (acl: CompiledAcl | Unknown): Traffic => (isUnknown(acl) ? allTraffic : acl.outbound.traffic);
export const aclUnless = (acls: readonly (CompiledAcl | Unknown)[]): readonly Unless[] =>
  acls.filter(isUnknown).map((why) => unlessOf('networkAcls', why));

/** The clients that make a round trip to the target by this hop. */
export function clientsOf(hop: Hop, sureness: Sureness): IpSet {
  if (!hop.preserved) return forwards(hop, sureness) ? arriving(hop, sureness) : nobody;
  return hop.groups.sent[sureness].contains(hop.target.address) ? withClientsAddress(hop, sureness) : nobody;
}

/** Whoever comes as far as the load balancer takes packets: the same for all of its targets. */
function arriving(hop: Hop, sureness: Sureness): IpSet {
  const key = `${sureness} ${hop.preserved}`;
  const known = hop.arrivals.get(hop.node) ?? new Map<string, IpSet>();
  hop.arrivals.set(hop.node, known);
  const clients = known.get(key) ?? taken(hop, sureness);
  known.set(key, clients);
  return clients;
}

/** Gateway, routes back, network ACL inwards, the groups of the load balancer; and some port for the answer, if its own connection ends here. */
function taken({ node, family, dialled, transport, preserved, groups }: Hop, sureness: Sureness): IpSet {
  const stages = [internetTraffic, ...node.entrance.outside.map(({ traffic }) => traffic), inbound(node.view.acl)];
  const from = groups.taken[sureness].intersect(ofFamily(family));
  const clients = stages.reduce((rest, traffic) => rest.intersect(peersAt(traffic, dialled)), from);
  if (preserved) return clients;
  const out = byClientPort(outbound(node.view.acl), transport, clientPorts);
  return clients.intersect(IpSet.unionOf(out.boxes.map(({ right }) => right)));
}

/**
 * Whether the load balancer can connect by itself: with a port of its own towards the target, where network ACLs of both subnets see its own
 * address, unless they are one.
 */
export function forwards(hop: Hop, sureness: Sureness): boolean {
  const { node, transport, targetFamily, acl, onward, groups } = hop;
  if (!groups.sent[sureness].contains(hop.target.address)) return false;
  let own = node.inside(targetFamily).intersect(groups.accepted[sureness]);
  if (isApart(hop)) {
    if (!peersAt(outbound(node.view.acl), onward).contains(hop.target.address)) return false;
    const back = byClientPort(outbound(acl), transport, answered(hop, ownPorts));
    own = own.intersect(peersAt(inbound(acl), onward)).intersect(IpSet.unionOf(back.boxes.map(({ right }) => right)));
  }
  return !own.isEmpty();
}

/** The target sees the client's address, and answers to it: one client port must pass all network ACLs on the way back. */
function withClientsAddress(hop: Hop, sureness: Sureness): IpSet {
  const { node, transport, acl, onward, groups } = hop;
  let clients = arriving(hop, sureness).intersect(groups.accepted[sureness]);
  let back = byClientPort(outbound(node.view.acl), transport, clientPorts);
  if (isApart(hop)) {
    if (!peersAt(outbound(node.view.acl), onward).contains(hop.target.address)) return nobody;
    clients = clients.intersect(peersAt(inbound(acl), onward));
    back = back.intersect(byClientPort(outbound(acl), transport, answered(hop, clientPorts)));
  }
  return clients.intersect(IpSet.unionOf(back.boxes.map(({ right }) => right)));
}

/** Ports of the other side at which the node's network ACL lets the target's answer in. */
function answered({ node, transport, target }: Hop, ports: PortSet): PortSet {
  const open = byClientPort(inbound(node.view.acl), transport, ports).boxes.filter(({ right }) =>
    right.contains(target.address),
  );
  return open.reduce((sum, { left }) => sum.union(left), ports.subtract(ports));
}

/** Network ACLs do not see what stays in a subnet. */
export const isApart = ({ node, target }: Hop): boolean => node.subnetId !== target.item.subnetId;

/** What tells targets apart whose interfaces are alike: how the network ACL of the node and its load balancer's groups see their addresses. */
export const tellingApart = ({ groups, node, onward }: Hop): readonly IpSet[] => [
  groups.sent.certain,
  peersAt(outbound(node.view.acl), onward),
  ...inbound(node.view.acl).boxes.map(({ right }) => right),
];
