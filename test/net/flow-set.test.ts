import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allFlows,
  everyFlow,
  type FlowSet,
  ICMP,
  ICMPV6,
  icmpFlows,
  noFlows,
  portFlows,
  portsOf,
  protocolFlows,
  TCP,
  UDP,
} from '../../shared/net/flow-set.ts';
import { IntervalSet } from '../../shared/net/interval-set.ts';
import type { Parsed } from '../../shared/net/parsed.ts';
import { allPorts, noPorts } from '../../shared/net/port-set.ts';

function value<T>(read: Parsed<T>): T {
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}
/** The numbers of the protocols that have a flow in the set. */
const protocolsOf = (flows: FlowSet): IntervalSet<number> =>
  IntervalSet.of(flows.ranges().map(({ from, to }) => ({ from: Math.floor(from / 65_536), to: Math.floor(to / 65_536) })));
const octet = fc.nat(255);
const ports = fc
  .array(fc.tuple(fc.nat(65_535), fc.nat(65_535)), { maxLength: 5 })
  .map((list) => IntervalSet.of(list.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))));

describe('flow sets', () => {
  it('give back the ports of a protocol, whatever else is in the set', () => {
    fc.assert(
      fc.property(ports, ports, octet, (tcp, udp, other) => {
        fc.pre(other !== TCP && other !== UDP);
        const flows = portFlows(TCP, tcp)
          .union(portFlows(UDP, udp))
          .union(value(protocolFlows(other)));
        expect(portsOf(flows, TCP)).toEqual(tcp);
        expect(portsOf(flows, UDP)).toEqual(udp);
        expect(flows.size()).toBe(tcp.size() + udp.size() + 65_536n);
        expect(protocolsOf(flows).contains(TCP)).toBe(!tcp.isEmpty());
        expect(protocolsOf(flows).contains(UDP)).toBe(!udp.isEmpty());
        expect(protocolsOf(flows).contains(other)).toBe(true);
      }),
    );
  });

  it('make every pair of ICMP type and code a flow of its own', () => {
    fc.assert(
      fc.property(octet, octet, octet, octet, (type, code, otherType, otherCode) => {
        const [one, other] = [value(icmpFlows(ICMP, type, code)), value(icmpFlows(ICMP, otherType, otherCode))];
        expect(one.equals(other)).toBe(type === otherType && code === otherCode);
        expect(one.size()).toBe(1n);
        expect(one.isSubsetOf(value(icmpFlows(ICMP, otherType)))).toBe(type === otherType);
        expect(one.isSubsetOf(value(protocolFlows(ICMP)))).toBe(true);
        expect(one.intersect(value(icmpFlows(ICMPV6, type, code))).isEmpty()).toBe(true);
        expect(value(icmpFlows(ICMPV6, type)).isSubsetOf(value(protocolFlows(ICMPV6)))).toBe(true);
      }),
    );
    expect(value(icmpFlows(ICMP, 8)).size()).toBe(256n);
  });

  it('are all flows when they are all protocols, and each protocol stands apart', () => {
    const each = Array.from({ length: 256 }, (_, protocol) => value(protocolFlows(protocol)));
    expect(IntervalSet.unionOf(each)).toEqual(allFlows);
    expect(IntervalSet.unionOf(each).size()).toBe(each.reduce((sum, flows) => sum + flows.size(), 0n));
    expect(each.map((flows) => protocolsOf(flows).ranges())).toEqual(
      each.map((_, protocol) => [{ from: protocol, to: protocol }]),
    );
    expect(protocolsOf(allFlows).ranges()).toEqual([{ from: 0, to: 255 }]);
    expect(protocolsOf(noFlows).isEmpty()).toBe(true);
  });

  it('are five parts: those of the protocols that have ports or messages, and all others', () => {
    const { other, ...named } = everyFlow;
    const protocols = { tcp: TCP, udp: UDP, icmp: ICMP, icmpv6: ICMPV6 };
    for (const [name, flows] of Object.entries(named))
      expect(flows).toEqual(value(protocolFlows(protocols[name as keyof typeof protocols])));
    expect(IntervalSet.unionOf(Object.values(everyFlow))).toEqual(allFlows);
    expect(Object.values(protocols).map((protocol) => protocolsOf(other).contains(protocol))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(protocolsOf(other).size()).toBe(252n);
  });

  it('hold all ports where a protocol is let in whole, and none of another', () => {
    expect(portFlows(TCP, allPorts)).toEqual(value(protocolFlows(6)));
    expect(portFlows(UDP, allPorts)).toEqual(value(protocolFlows(17)));
    expect(portsOf(allFlows, UDP)).toEqual(allPorts);
    expect(portsOf(portFlows(TCP, allPorts), UDP)).toEqual(noPorts);
    expect(portFlows(TCP, noPorts)).toEqual(noFlows);
  });

  it.each([-1, 256, 0.5, Number.NaN])('refuse %d as a protocol, a type or a code', (number) => {
    const why = 'a whole number from 0 to 255';
    expect(protocolFlows(number)).toEqual({ ok: false, problem: `"${number}" is not a protocol number: ${why}` });
    expect(icmpFlows(ICMP, number)).toEqual({ ok: false, problem: `"${number}" is not an ICMP type: ${why}` });
    expect(icmpFlows(ICMP, 0, number)).toEqual({ ok: false, problem: `"${number}" is not an ICMP code: ${why}` });
  });
});
