import { isUnknown } from '../../facts/fact.ts';
import { parseCidr } from '../../net/cidr.ts';
import type { Family } from '../../net/ip.ts';
import { IpSet } from '../../net/ip-set.ts';
import { isWholeInternet } from '../../net/reserved.ts';
import type { NetworkFacts } from './exposure.ts';
import { listed } from './listed.ts';

/**
 * Sources as rows show them: the shortest list of CIDRs, and whether it is all of the internet of a family. A network that has addresses
 * of the internet itself (IPv6) is not reached from outside by those: without them it is still all of it.
 */
export interface Sources {
  readonly sources: readonly string[];
  readonly internet: boolean;
}

/** Sources of one family, in words. */
export type SourceLists = (set: IpSet) => Sources;

interface Made {
  readonly set: IpSet;
  readonly shown: Sources;
}

/**
 * Lists that are made once for all sets that are equal: most rows of a network have one of a few sets of sources, and the internet alone is
 * a hundred CIDRs.
 */
export function sourceLists(network: Pick<NetworkFacts, 'routeTables'>): SourceLists {
  const own = localAddresses(network);
  const made = new Map<number, Made[]>();
  return (set) => {
    const hash = set.v4.hash() ^ set.v6.hash();
    const alike = made.get(hash) ?? [];
    const known = alike.find((one) => one.set.equals(set));
    if (known !== undefined) return known.shown;
    const family: Family = set.v4.isEmpty() ? 'v6' : 'v4';
    const shown = { sources: set.toCidrs(), internet: isWholeInternet(set.union(own), family) };
    made.set(hash, [...alike, { set, shown }]);
    return shown;
  };
}

/** What stays inside: the destinations of local routes, as far as they are known. */
function localAddresses({ routeTables }: Pick<NetworkFacts, 'routeTables'>): IpSet {
  const routes = listed('routeTables', routeTables).items.flatMap((table) => (isUnknown(table.routes) ? [] : table.routes));
  const texts = routes.flatMap(({ target, destinationCidr, destinationIpv6Cidr }) =>
    target.id === 'local' ? [destinationCidr, destinationIpv6Cidr].filter((text) => text !== undefined) : [],
  );
  const cidrs = [...new Set(texts)].map(parseCidr).flatMap((cidr) => (cidr.ok ? [cidr.value] : []));
  return IpSet.of(cidrs);
}
