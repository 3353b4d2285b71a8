import { isUnknown } from '../../facts/fact.ts';
import { compare } from '../lists/order.ts';
import { arrivalOf } from './arrival.ts';
import { directOf } from './direct.ts';
import { endpointsOf } from './eks-endpoint.ts';
import type { Exposure, Exposures, Located, NetworkFacts, UnknownExposure } from './exposure.ts';
import { listed } from './listed.ts';
import { securityGroupsOf } from './security-groups.ts';
import { sourceLists } from './source-lists.ts';
import { throughLoadBalancers } from './through-load-balancer.ts';
import { allTraffic, type Traffic } from './traffic.ts';

export interface ExposureOptions {
  /** Only these interfaces, as resources; without it all of them. */
  readonly interfaces?: ReadonlySet<string>;
  /** Only the endpoints of these clusters, by ARN; without it all, or none where `interfaces` is given. */
  readonly clusters?: ReadonlySet<string>;
  /** What is of interest: what could not be read of security groups and concerns none of it is not said. */
  readonly asked?: Traffic;
  /** Where the network is: with it, classic load balancers, which have names only, are named by their ARNs. */
  readonly place?: Located;
}

/**
 * What the internet can reach in a Region, each with its path, and what could not be bounded: pure and total, whatever could not be read.
 * The specification is "Reachability" in AWS's own terms: each mechanism stands in a file of its own, with the section that it follows.
 */
export function exposuresOf(network: NetworkFacts, options: ExposureOptions = {}): Exposures {
  const { interfaces: wanted, clusters, place, asked = allTraffic } = options;
  const ways = { arrival: arrivalOf(network), groups: securityGroupsOf(network), listOf: sourceLists(network), asked };
  const direct = directOf(network, ways);
  const found: { exposures: Exposure[]; unknown: UnknownExposure[] } = { exposures: [], unknown: unread(network, wanted) };
  const add = (more: Exposures): void => {
    for (const one of more.exposures) found.exposures.push(one);
    for (const one of more.unknown) found.unknown.push(one);
  };
  for (const item of listed('networkInterfaces', network.networkInterfaces).items)
    if (wanted === undefined || wanted.has(item.id)) add(direct(item));
  add(throughLoadBalancers(network, ways, { wanted, place }));
  if (wanted === undefined || clusters !== undefined) add(endpointsOf(network.clusters, clusters));
  return { exposures: found.exposures.sort(byPlace), unknown: found.unknown.sort(byResource) };
}

/** Lists that could not be read, or not whole: nobody knows what of them the internet reaches. */
function unread(network: NetworkFacts, wanted: ReadonlySet<string> | undefined): UnknownExposure[] {
  const lists = [
    ['network-interface', 'network interfaces', network.networkInterfaces],
    ['load-balancer', 'load balancers', network.loadBalancers],
    ['load-balancer', 'classic load balancers', network.classicLoadBalancers],
  ] as const;
  return lists.flatMap(([type, name, fact]): UnknownExposure[] => {
    const isAsked = ({ id }: { readonly id: string }): boolean =>
      type !== 'network-interface' || wanted === undefined || wanted.has(id);
    const reasons = isUnknown(fact) ? [{ ...fact, id: name }] : fact.missing.filter(isAsked);
    return reasons.map(({ id, why, action }) => ({ resource: { type, id }, why, ...(action === undefined ? {} : { action }) }));
  });
}

const byPlace = (a: Exposure, b: Exposure): number =>
  compare(a.resource.id, b.resource.id) ||
  compare(a.address, b.address) ||
  compare(a.via, b.via) ||
  compare(a.protocol, b.protocol) ||
  (a.ports?.[0]?.[0] ?? 0) - (b.ports?.[0]?.[0] ?? 0) ||
  compare(a.to?.address ?? '', b.to?.address ?? '') ||
  (a.to?.ports[0]?.[0] ?? 0) - (b.to?.ports[0]?.[0] ?? 0) ||
  compare(a.sources[0] ?? '', b.sources[0] ?? '');

const byResource = (a: UnknownExposure, b: UnknownExposure): number =>
  compare(a.resource.type, b.resource.type) || compare(a.resource.id, b.resource.id) || compare(a.why, b.why);
