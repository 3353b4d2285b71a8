import { everyFlow, type FlowSet, ICMP, ICMPV6, icmpFlows, noFlows, portFlows, portsOf, TCP, UDP } from '../../net/flow-set.ts';
import type { Family } from '../../net/ip.ts';
import { IpSet } from '../../net/ip-set.ts';
import type { Parsed } from '../../net/parsed.ts';
import { allPorts, type PortSet, portRange } from '../../net/port-set.ts';
import { Product } from '../../net/product.ts';
import { type Asked, ofFamily, type Traffic } from './traffic.ts';

const flows = (parsed: Parsed<FlowSet>): FlowSet => (parsed.ok ? parsed.value : noFlows);

/** The ports that a client may send from: an attacker takes any of them. */
export const clientPorts: PortSet = range(1, 65_535);
/** What a load balancer uses towards its targets when it connects by itself (Elastic Load Balancing user guides, "ephemeral ports"). */
export const ownPorts: PortSet = range(1024, 65_535);

function range(from: number, to: number): PortSet {
  const ports = portRange(from, to);
  return ports.ok ? ports.value : allPorts;
}

/** Answers to any port of a client. */
const fromClients = { tcp: portFlows(TCP, clientPorts), udp: portFlows(UDP, clientPorts) };

/**
 * What answers a request, and by which message: echo and timestamp of ICMP (RFC 792), echo of ICMPv6 (RFC 4443 section 4), code 0; each in
 * its own family. Nothing answers any other type.
 */
const answered: readonly { readonly family: Family; readonly request: FlowSet; readonly reply: FlowSet }[] = [
  { family: 'v4', request: flows(icmpFlows(ICMP, 8, 0)), reply: flows(icmpFlows(ICMP, 0, 0)) },
  { family: 'v4', request: flows(icmpFlows(ICMP, 13, 0)), reply: flows(icmpFlows(ICMP, 14, 0)) },
  { family: 'v6', request: flows(icmpFlows(ICMPV6, 128, 0)), reply: flows(icmpFlows(ICMPV6, 129, 0)) },
];

/**
 * The requests that what is let out can answer: for TCP and UDP, those of everyone to whom some client port is let out, whatever port was
 * dialled.
 *
 * @param outbound what is let out, and to whom
 */
export function answerable(outbound: Traffic): Traffic {
  const toSome = (what: FlowSet): IpSet =>
    IpSet.unionOf(outbound.boxes.filter(({ left }) => !left.intersect(what).isEmpty()).map(({ right }) => right));
  return Product.of([
    { left: everyFlow.tcp, right: toSome(fromClients.tcp) },
    { left: everyFlow.udp, right: toSome(fromClients.udp) },
    ...answered.map(({ family, request, reply }) => ({ left: request, right: toSome(reply).intersect(ofFamily(family)) })),
    // Of any other protocol an answer is a packet of the same protocol, whatever it says.
    ...outbound.boxes.map(({ left, right }) => ({ left: left.intersect(everyFlow.other), right })),
  ]);
}

type ByPort = Product<PortSet, IpSet>;
const made = new WeakMap<Traffic, Map<string, ByPort>>();

/** What is let out by client port: to whom at each of these ports. */
export function byClientPort(outbound: Traffic, protocol: typeof TCP | typeof UDP, ports: PortSet): ByPort {
  // Of each network ACL the same is asked for every target behind every load balancer: it is made once for whole ranges.
  if (ports !== clientPorts && ports !== ownPorts) return byPort(outbound, protocol, ports);
  const known = made.get(outbound) ?? new Map<string, ByPort>();
  made.set(outbound, known);
  const key = `${protocol} ${ports === clientPorts}`;
  const found = known.get(key) ?? byPort(outbound, protocol, ports);
  known.set(key, found);
  return found;
}

const byPort = (outbound: Traffic, protocol: typeof TCP | typeof UDP, ports: PortSet): ByPort =>
  Product.of(outbound.boxes.map(({ left, right }) => ({ left: portsOf(left, protocol).intersect(ports), right })));

/** The answers to requests, as they leave: to whom, and by which message; of TCP and UDP to any client port. */
export const answersTo = (requests: Asked): Asked =>
  requests.flatMap(({ left, right }) =>
    [
      { left: left.meets(everyFlow.tcp) ? fromClients.tcp : noFlows, right },
      { left: left.meets(everyFlow.udp) ? fromClients.udp : noFlows, right },
      ...answered.map(({ request, reply }) => ({ left: left.meets(request) ? reply : noFlows, right })),
      { left: left.intersect(everyFlow.other), right },
    ].filter((answer) => !answer.left.isEmpty()),
  );
