import { allFlows, type FlowSet, ICMP, ICMPV6, noFlows, portsOf, protocolFlows, TCP, UDP } from '../../net/flow-set.ts';
import type { Family } from '../../net/ip.ts';
import type { IpSet } from '../../net/ip-set.ts';
import type { PortSet } from '../../net/port-set.ts';
import { isWholeInternet } from '../../net/reserved.ts';
import type { Exposure, PortRange, Protocol } from './exposure.ts';
import { amongFlows, amongPeers, ofFamily, peersOf, type Traffic } from './traffic.ts';

/** A row before it is known of whom: what is reachable, from where. */
export interface Row {
  readonly shown: Pick<Exposure, 'protocol' | 'ports' | 'sources' | 'internet'>;
  /** The same as traffic, for whoever explains it. */
  readonly traffic: Traffic;
}

const all = (protocol: number): FlowSet => {
  const flows = protocolFlows(protocol);
  return flows.ok ? flows.value : noFlows;
};
const withoutPorts: readonly (readonly [Protocol, number])[] = [
  ['icmp', ICMP],
  ['icmpv6', ICMPV6],
];

const others = [TCP, UDP, ICMP, ICMPV6].reduce((rest, protocol) => rest.subtract(all(protocol)), allFlows);

/**
 * Traffic of one family as rows: of TCP and UDP a row for each set of sources, with disjoint ports; of ICMP, ICMPv6 and all other protocols
 * together one each, from whoever can send any of it.
 */
export function rowsOf(traffic: Traffic, family: Family): readonly Row[] {
  const own = amongPeers(traffic, ofFamily(family));
  const rows: Row[] = [];
  for (const protocol of [TCP, UDP] as const) {
    const name = protocol === TCP ? 'tcp' : 'udp';
    for (const { left, right } of amongFlows(own, all(protocol)).boxes)
      rows.push(row(name, right, family, amongFlows(own, left), rangesOf(portsOf(left, protocol))));
  }
  const rest = [...withoutPorts.map(([name, protocol]) => [name, all(protocol)] as const), ['other', others] as const];
  for (const [name, flows] of rest) {
    const part = amongFlows(own, flows);
    if (!part.isEmpty()) rows.push(row(name, peersOf(part), family, part));
  }
  return rows;
}

const row = (protocol: Protocol, sources: IpSet, family: Family, traffic: Traffic, ports?: readonly PortRange[]): Row => ({
  shown: {
    protocol,
    ...(ports === undefined ? {} : { ports }),
    sources: sources.toCidrs(),
    internet: isWholeInternet(sources, family),
  },
  traffic,
});

export const rangesOf = (ports: PortSet): readonly PortRange[] => ports.ranges().map(({ from, to }) => [from, to] as const);
