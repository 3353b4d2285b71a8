import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Block } from './block-public-access.ts';
import type { Step, Unless } from './exposure.ts';
import type { Gateway } from './gateways.ts';
import { unlessOf } from './listed.ts';
import type { CompiledAcl } from './network-acls.ts';
import { answerable, answersTo } from './replies.ts';
import type { CompiledTable } from './routes.ts';
import { type Asked, allTraffic, fromPeers, noTraffic, type Traffic } from './traffic.ts';

/** One stage of a way with what it lets through. A restricting input that could not be read lets everything through, and is said. */
export interface Stage {
  readonly kind: string;
  readonly id: string;
  /** What is said where it stops something. */
  readonly stops: string;
  readonly traffic: Traffic;
  readonly unless: readonly Unless[];
  /** The entries, routes and rules by which what is asked passes. */
  explain(asked: Asked): readonly Step[];
}

const unread = (kind: string, id: string, fact: string, why: Unknown): Stage => ({
  kind,
  id,
  stops: why.why,
  traffic: allTraffic,
  unless: [unlessOf(fact, why)],
  explain: () => [],
});

/** A stage that lets through all or nothing. */
const all = ({ kind, id, says }: Step, passes: boolean, explained = true): Stage => ({
  kind,
  id,
  stops: says,
  traffic: passes ? allTraffic : noTraffic,
  unless: [],
  explain: () => (explained ? [{ kind, id, says }] : []),
});

/** The gateway: without one that is attached, only one that a route names and nobody lists can be the way. */
export function gatewayStage(gateway: Gateway, table: CompiledTable | Unknown): Stage {
  if (gateway.id !== undefined) return all(gateway.step, true);
  const { kind, id } = gateway.step;
  // In a shared VPC the gateway is its owner's, and nobody lists it: routes alone tell that there is one.
  if (isUnknown(table) && gateway.none) return unread(kind, id, 'routeTables', table);
  const named = isUnknown(table) || [...table.hops].some(gateway.isIt);
  if (!named && gateway.none) return all({ kind, id, says: `no internet gateway is attached to ${id}` }, false);
  return unread(kind, id, 'internetGateways', gateway.unread);
}

export function blockStage(subnetId: string, { blocks, step }: Block): Stage {
  if (isUnknown(blocks)) return unread('block-public-access', subnetId, 'blockPublicAccess', blocks);
  return all(step ?? { kind: 'block-public-access', id: subnetId, says: 'off' }, !blocks, step !== undefined);
}

/** What the network ACL lets in. */
export function inboundStage(subnetId: string, acl: CompiledAcl | Unknown): Stage {
  if (isUnknown(acl)) return unread('network-acl', subnetId, 'networkAcls', acl);
  const { traffic, explain } = acl.inbound;
  return { kind: 'network-acl', id: acl.id, stops: 'no inbound rule lets it in', traffic, unless: [], explain };
}

/** What the network ACL lets be answered. */
export function answerStage(subnetId: string, acl: CompiledAcl | Unknown): Stage {
  const stops = 'no outbound rule lets an answer out to any client port';
  // Some messages are answered by nobody, whatever is let out.
  if (isUnknown(acl)) return { ...unread('network-acl', subnetId, 'networkAcls', acl), stops, traffic: answerable(allTraffic) };
  const traffic = answerable(acl.outbound.traffic);
  const explain = (asked: Asked) => acl.outbound.explain(answersTo(asked));
  return { kind: 'network-acl', id: acl.id, stops, traffic, unless: [], explain };
}

/** Whose answers the subnet's route table leads back the way that they came. */
export function backStage(subnetId: string, table: CompiledTable | Unknown, isBack: (hop: string) => boolean): Stage {
  const kind = 'route-table';
  if (isUnknown(table)) return unread(kind, subnetId, 'routeTables', table);
  const led = table.leadingTo(isBack);
  const unless = led.unread === undefined ? [] : [unlessOf('prefixLists', led.unread)];
  const explain = (asked: Asked) => table.explain(isBack, asked);
  const stops = 'no route leads an answer back to the internet gateway';
  return { kind, id: table.id, stops, traffic: fromPeers(led.set), unless, explain };
}

/** A gateway's own route table: to an appliance, or straight on. */
export function edgeStage(id: string, appliance: string | undefined): Stage {
  const says = appliance === undefined ? 'leads straight to the subnet' : `leads to ${appliance} first`;
  return all({ kind: 'gateway-route-table', id, says }, true, appliance !== undefined);
}

export const edgeClosed = (id: string): Stage =>
  all({ kind: 'gateway-route-table', id, says: 'leads these addresses nowhere' }, false);
export const edgeUnread = (id: string, why: Unknown): Stage => unread('gateway-route-table', id, 'routeTables', why);
