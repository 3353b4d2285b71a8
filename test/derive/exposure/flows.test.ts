import { expect, test } from 'vitest';
import { flowsInWords, flowsOf } from '../../../shared/derive/exposure/flows.ts';
import { allFlows, type FlowSet, icmpFlows, portFlows, protocolFlows } from '../../../shared/net/flow-set.ts';
import type { Parsed } from '../../../shared/net/parsed.ts';
import { allPorts, portRange } from '../../../shared/net/port-set.ts';

function value<T>(read: Parsed<T>): T {
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}
const tcp = (from: number, to: number): FlowSet => portFlows(6, value(portRange(from, to)));

test.each<[string, number | undefined, number | undefined, string, FlowSet]>([
  ['-1', undefined, undefined, 'all protocols', allFlows],
  ['-1', 22, 22, 'all protocols', allFlows],
  ['tcp', undefined, undefined, 'all tcp', portFlows(6, allPorts)],
  ['tcp', -1, -1, 'all tcp', portFlows(6, allPorts)],
  ['6', 22, 22, 'tcp 22', tcp(22, 22)],
  ['tcp', 1, 1, 'tcp 1', tcp(1, 1)],
  ['tcp', 22, 80, 'tcp 22-80', tcp(22, 80)],
  ['udp', undefined, undefined, 'all udp', portFlows(17, allPorts)],
  ['17', 53, 53, 'udp 53', portFlows(17, value(portRange(53, 53)))],
  ['icmp', undefined, undefined, 'icmp', value(protocolFlows(1))],
  ['icmp', -1, -1, 'icmp', value(protocolFlows(1))],
  ['1', 8, -1, 'icmp type 8', value(icmpFlows(1, 8))],
  ['icmp', 8, undefined, 'icmp type 8', value(icmpFlows(1, 8))],
  ['icmp', 8, 0, 'icmp type 8 code 0', value(icmpFlows(1, 8, 0))],
  ['icmp', 1, 1, 'icmp type 1 code 1', value(icmpFlows(1, 1, 1))],
  ['icmpv6', undefined, undefined, 'icmpv6', value(protocolFlows(58))],
  ['58', 128, 0, 'icmpv6 type 128 code 0', value(icmpFlows(58, 128, 0))],
  ['50', undefined, undefined, 'protocol 50', value(protocolFlows(50))],
  ['50', 22, 80, 'protocol 50', value(protocolFlows(50))],
])('%s %s %s is %s', (protocol, first, second, words, flows) => {
  expect(flowsInWords(protocol, first, second)).toBe(words);
  expect(value(flowsOf(protocol, first, second))).toEqual(flows);
});

test.each<[string, number | undefined, number | undefined, string]>([
  ['sctp!', undefined, undefined, '"sctp!" is not a protocol: -1, tcp, udp, icmp, icmpv6, or a number from 0 to 255'],
  ['256', undefined, undefined, '"256" is not a protocol'],
  ['tcp', -1, 80, '"-1-80" is not a range of ports'],
  ['tcp', 80, undefined, '"80--1" is not a range of ports'],
  ['tcp', 80, 22, '"80-22" is not a range of ports'],
  ['icmp', -1, 0, '"-1/0" is no ICMP type and code'],
  ['icmp', 256, 0, '"256" is not an ICMP type'],
])('%s %s %s is refused', (protocol, first, second, problem) => {
  const read = flowsOf(protocol, first, second);
  expect(read.ok ? 'read' : read.problem).toContain(problem);
});
