import { everyFlow, type FlowSet, portsOf, TCP, UDP } from '../../net/flow-set.ts';
import type { Family } from '../../net/ip.ts';
import { IpSet } from '../../net/ip-set.ts';
import type { PortSet } from '../../net/port-set.ts';
import type { Exposure, PortRange, Protocol } from './exposure.ts';
import type { SourceLists } from './source-lists.ts';
import { type Asked, nobody, type Traffic } from './traffic.ts';

/** A row before it is known of whom: what is reachable, from where. */
export interface Row {
  readonly shown: Pick<Exposure, 'protocol' | 'ports' | 'sources' | 'internet'>;
  /** The same as flows and peers, for whoever explains it. */
  readonly asked: Asked;
}

const withPorts = [
  ['tcp', TCP],
  ['udp', UDP],
] as const;
const withoutPorts = ['icmp', 'icmpv6', 'other'] as const;

/**
 * Traffic of one family as rows: of TCP and UDP a row for each set of sources, with disjoint ports; of ICMP, ICMPv6 and all other protocols
 * together one each, from whoever can send any of it.
 */
export function rowsOf(traffic: Traffic, family: Family, listOf: SourceLists): readonly Row[] {
  const row = rowMaker(listOf);
  const boxes = ofOneFamily(traffic, family);
  const part = (flows: FlowSet): Asked =>
    boxes.flatMap(({ left, right }) => (left.meets(flows) ? [{ left: left.intersect(flows), right }] : []));
  const rows: Row[] = [];
  for (const [name, protocol] of withPorts)
    for (const box of part(everyFlow[name])) rows.push(row(name, box.right, [box], rangesOf(portsOf(box.left, protocol))));
  for (const name of withoutPorts) {
    const found = part(everyFlow[name]);
    if (found.length > 0) rows.push(row(name, IpSet.unionOf(found.map(({ right }) => right)), found));
  }
  return rows;
}

/** Flows by their sources of one family: those whose sources become the same are brought together. */
function ofOneFamily({ boxes }: Traffic, family: Family): Asked {
  const found: { left: FlowSet; right: IpSet }[] = [];
  for (const { left, right } of boxes) {
    const own = family === 'v4' ? new IpSet(right.v4, nobody.v6) : new IpSet(nobody.v4, right.v6);
    if (own.isEmpty()) continue;
    const index = found.findIndex((other) => other.right.equals(own));
    const same = found[index];
    if (same === undefined) found.push({ left, right: own });
    else found[index] = { left: same.left.union(left), right: own };
  }
  return found;
}

const rowMaker =
  (listOf: SourceLists) =>
  (protocol: Protocol, sources: IpSet, asked: Asked, ports?: readonly PortRange[]): Row => ({
    shown: { protocol, ...(ports === undefined ? {} : { ports }), ...listOf(sources) },
    asked,
  });

const rangesOf = (ports: PortSet): readonly PortRange[] => ports.ranges().map(({ from, to }) => [from, to] as const);
