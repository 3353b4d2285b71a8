import { isUnknown } from '../../facts/fact.ts';
import { arrivalOf } from './arrival.ts';
import { directOf } from './direct.ts';
import type { Exposure, Exposures, NetworkFacts, UnknownExposure } from './exposure.ts';
import { listed } from './listed.ts';
import type { Place } from './load-balancers/classic.ts';
import { securityGroupsOf } from './security-groups.ts';
import { throughLoadBalancers } from './through-load-balancer.ts';

export interface ExposureOptions {
  /** Only these interfaces, as resources; without it all, and the endpoints of the clusters. */
  readonly interfaces?: ReadonlySet<string>;
  /** Where the network is: with it, classic load balancers, which have names only, are named by their ARNs. */
  readonly place?: Place;
}

/**
 * What the internet can reach in a Region, each with its path, and what could not be bounded: pure and total, whatever could not be read.
 * The specification is "Reachability" in AWS's own terms: each mechanism stands in a file of its own, with the section that it follows.
 */
export function exposuresOf(network: NetworkFacts, { interfaces: wanted, place }: ExposureOptions = {}): Exposures {
  const arrival = arrivalOf(network);
  const groups = securityGroupsOf(network);
  const direct = directOf(network, { arrival, groups });
  const interfaces = listed('networkInterfaces', network.networkInterfaces);
  const exposures: Exposure[] = [];
  const unknown: UnknownExposure[] = unreadInterfaces(network.networkInterfaces);
  for (const item of interfaces.items) {
    if (wanted !== undefined && !wanted.has(item.id)) continue;
    const found = direct(item);
    exposures.push(...found.exposures);
    unknown.push(...found.unknown);
  }
  const through = throughLoadBalancers(network, { arrival, groups }, place);
  const isWanted = ({ resource }: { readonly resource: { readonly type: string; readonly id: string } }): boolean =>
    wanted === undefined || resource.type !== 'network-interface' || wanted.has(resource.id);
  for (const row of through.exposures) if (isWanted(row)) exposures.push(row);
  for (const one of through.unknown) if (isWanted(one)) unknown.push(one);
  return { exposures: exposures.sort(byPlace), unknown: unknown.sort(byResource) };
}

function unreadInterfaces(fact: NetworkFacts['networkInterfaces']): UnknownExposure[] {
  const type = 'network-interface';
  if (isUnknown(fact)) return [unknownOf(type, 'network interfaces', fact)];
  return fact.missing.map((one) => unknownOf(type, one.id, one));
}

const unknownOf = (
  type: string,
  id: string,
  { why, action }: { readonly why: string; readonly action?: string },
): UnknownExposure => ({
  resource: { type, id },
  why,
  ...(action === undefined ? {} : { action }),
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byPlace(a: Exposure, b: Exposure): number {
  return (
    compare(a.resource.id, b.resource.id) ||
    compare(a.address, b.address) ||
    compare(a.via, b.via) ||
    compare(a.protocol, b.protocol) ||
    (a.ports?.[0]?.[0] ?? 0) - (b.ports?.[0]?.[0] ?? 0) ||
    compare(a.sources[0] ?? '', b.sources[0] ?? '')
  );
}

const byResource = (a: UnknownExposure, b: UnknownExposure): number =>
  compare(a.resource.id, b.resource.id) || compare(a.why, b.why);
