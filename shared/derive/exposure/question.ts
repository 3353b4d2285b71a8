import type { Stored } from '../../facts/index.ts';
import { parseCidr } from '../../net/cidr.ts';
import { allFlows, type FlowSet, noFlows, portFlows, TCP, UDP } from '../../net/flow-set.ts';
import { type Address, formatAddress } from '../../net/ip.ts';
import { IpSet } from '../../net/ip-set.ts';
import { allPorts } from '../../net/port-set.ts';
import { internet, isWholeInternet } from '../../net/reserved.ts';
import type { Exposure, NetworkFacts, PortRange } from './exposure.ts';
import { listed } from './listed.ts';
import { holds } from './load-balancers/targets.ts';
import { flowTo, nobody, type Traffic, trafficOf } from './traffic.ts';

type Interface = Stored<'networkInterfaces'>;

/** What is asked about: an interface, an instance or an address, and a port of it. Without a protocol: TCP or UDP; without a port: anything. */
export interface Question {
  /** Addresses of the internet. */
  readonly from: IpSet;
  readonly to:
    | { readonly kind: 'interface' | 'instance'; readonly id: string }
    | { readonly kind: 'address'; readonly id: string; readonly address: Address };
  readonly port?: number;
  readonly protocol?: 'tcp' | 'udp';
}

/** The interfaces that are asked about; none where the snapshot has no such thing. */
export function interfacesAsked(network: NetworkFacts, { to }: Question): readonly Interface[] {
  const { items } = listed('networkInterfaces', network.networkInterfaces);
  if (to.kind === 'address') return items.filter((item) => holds(item, to.address));
  return items.filter(({ id, instanceId }) => (to.kind === 'interface' ? id : instanceId) === to.id);
}

/** What is asked, as flows to what is dialled. */
export const askedTraffic = ({ from, port, protocol }: Question): Traffic =>
  trafficOf(askedFlows(port, protocol), from.intersect(internet));

function askedFlows(port: number | undefined, protocol: Question['protocol']): FlowSet {
  if (port === undefined && protocol === undefined) return allFlows;
  const both = [TCP, UDP] as const;
  const transports = both.filter((one) => protocol === undefined || one === (protocol === 'tcp' ? TCP : UDP));
  const flows = transports.map((one) => (port === undefined ? portFlows(one, allPorts) : flowTo(one, port)));
  return flows.reduce((sum, more) => sum.union(more), noFlows);
}

/** A row as far as it answers the question; undefined where it does not. What a load balancer leads to is asked for by the target's port, or its own. */
export function answering(row: Exposure, { from, to, port, protocol }: Question): Exposure | undefined {
  if ((port !== undefined || protocol !== undefined) && row.protocol !== 'tcp' && row.protocol !== 'udp') return undefined;
  if (protocol !== undefined && row.protocol !== protocol) return undefined;
  if (to.kind === 'address' && !isAt(row, to.address)) return undefined;
  const own = portsAt(row.ports, port);
  const target = row.to === undefined ? [] : portsAt(row.to.ports, port);
  if (port !== undefined && own.length === 0 && target.length === 0) return undefined;
  const sources = parsedSources(row).intersect(from);
  if (sources.isEmpty()) return undefined;
  const family = sources.v4.isEmpty() ? 'v6' : 'v4';
  return {
    ...row,
    ...(port === undefined || own.length === 0 ? {} : { ports: own }),
    sources: sources.toCidrs(),
    internet: isWholeInternet(sources, family),
  };
}

const portsAt = (ports: readonly PortRange[] | undefined, port: number | undefined): readonly PortRange[] =>
  port !== undefined && (ports ?? []).some(([first, last]) => first <= port && port <= last) ? [[port, port]] : [];

function parsedSources({ sources }: Exposure): IpSet {
  const set = IpSet.fromCidrs(sources);
  return set.ok ? set.value : nobody;
}

/** Whether a row is of this address: it is dialled, or it is the target's. */
function isAt({ address, to, via, path }: Exposure, asked: Address): boolean {
  const text = formatAddress(asked);
  if (via !== 'direct') return to !== undefined && contains(to.address, asked);
  // A private address stands for the public one that is translated into it.
  return contains(address, asked) || (path.at(-1)?.says.startsWith(`${text} is `) ?? false);
}

function contains(text: string, address: Address): boolean {
  const block = parseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  return block.ok && IpSet.of([block.value]).contains(address);
}
