import { IntervalSet } from './interval-set.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import type { PortSet } from './port-set.ts';

/**
 * A set of flows: what a rule says apart from addresses. A flow is one integer, protocol × 65536 + detail, where the detail is the
 * destination port of TCP and UDP, or type × 256 + code of ICMP; any other protocol has all its details together. So a flow set is an
 * interval set, and all protocols (`-1` in EC2's rules) are one range.
 */
export type FlowSet = IntervalSet<number>;

/** Protocol numbers (IANA, "Protocol Numbers") that have a detail. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

const DETAILS = 0x1_0000;

export const noFlows: FlowSet = IntervalSet.of<number>([]);
/** Every protocol from 0 to 255, with every port, type and code. */
export const allFlows: FlowSet = IntervalSet.of([{ from: 0, to: 256 * DETAILS - 1 }]);

/** All flows of a protocol by its number. */
export function protocolFlows(protocol: number): Parsed<FlowSet> {
  if (!isOctet(protocol)) return refused(`${protocol}`, 'is not a protocol number: a whole number from 0 to 255');
  return parsed(details(protocol, 0, DETAILS - 1));
}

/** All flows of each protocol that has ports or messages of its own, and of all other protocols together: everything, in five parts. */
export const everyFlow = {
  tcp: details(TCP, 0, DETAILS - 1),
  udp: details(UDP, 0, DETAILS - 1),
  icmp: details(ICMP, 0, DETAILS - 1),
  icmpv6: details(ICMPV6, 0, DETAILS - 1),
  other: others(TCP, UDP, ICMP, ICMPV6),
} as const satisfies Readonly<Record<string, FlowSet>>;

/** TCP or UDP to some ports. */
export function portFlows(protocol: typeof TCP | typeof UDP, ports: PortSet): FlowSet {
  return IntervalSet.unionOf(ports.ranges().map(({ from, to }) => details(protocol, from, to)));
}

/** ICMP messages of a type, with one code or, without it, with any. */
export function icmpFlows(protocol: typeof ICMP | typeof ICMPV6, type: number, code?: number): Parsed<FlowSet> {
  if (!isOctet(type)) return refused(`${type}`, 'is not an ICMP type: a whole number from 0 to 255');
  if (code === undefined) return parsed(details(protocol, type * 256, type * 256 + 255));
  if (!isOctet(code)) return refused(`${code}`, 'is not an ICMP code: a whole number from 0 to 255');
  return parsed(details(protocol, type * 256 + code, type * 256 + code));
}

/** The destination ports that the flows of TCP or UDP in the set go to. */
export function portsOf(flows: FlowSet, protocol: typeof TCP | typeof UDP): PortSet {
  const first = protocol * DETAILS;
  const ranges = flows.intersect(details(protocol, 0, DETAILS - 1)).ranges();
  return IntervalSet.of(ranges.map(({ from, to }) => ({ from: from - first, to: to - first })));
}

function details(protocol: number, from: number, to: number): FlowSet {
  return IntervalSet.of([{ from: protocol * DETAILS + from, to: protocol * DETAILS + to }]);
}

function others(...protocols: readonly number[]): FlowSet {
  return protocols.reduce((rest, protocol) => rest.subtract(details(protocol, 0, DETAILS - 1)), allFlows);
}

function isOctet(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}
