/**
 * Which addresses are of the internet: the hosts that a stranger can send from and have answers routed to. The source is IANA's IPv4 and
 * IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190; as of 2025-10-09), column "Globally Reachable": what it calls false is
 * not the internet. What it leaves open ("N/A") is: the other way round, an exposure could be missed.
 */
import { IntervalSet } from './interval-set.ts';
import type { Family } from './ip.ts';
import { IpSet } from './ip-set.ts';

/** IPv4 that no router of the internet carries, with multicast (RFC 5771), which is no source of anything. */
const reservedV4 = IpSet.ofCidrs(
  '0.0.0.0/8', // this network, RFC 791
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // shared by carriers, RFC 6598
  '127.0.0.0/8', // loopback, RFC 1122
  '169.254.0.0/16', // link-local, RFC 3927
  '172.16.0.0/12', // private, RFC 1918
  '192.0.0.0/24', // protocol assignments, RFC 6890: two anycast service addresses in it are reachable, no host is
  '192.0.2.0/24', // documentation, RFC 5737
  '192.168.0.0/16', // private, RFC 1918
  '198.18.0.0/15', // benchmarking, RFC 2544
  '198.51.100.0/24', // documentation, RFC 5737
  '203.0.113.0/24', // documentation, RFC 5737
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, RFC 1112, with the limited broadcast address, RFC 919
).v4;

/** IANA allocates unicast addresses from here alone (RFC 4291 section 2.4; registry "IPv6 Global Unicast Address Assignments"). */
export const globalUnicast: IpSet = IpSet.ofCidrs('2000::/3');

const reservedV6 = IpSet.ofCidrs(
  '2001::/23', // protocol assignments, RFC 2928: not reachable "unless allowed by a more specific allocation"
  '2001:db8::/32', // documentation, RFC 3849
  '3fff::/20', // documentation, RFC 9637
).v6;

/** The more specific allocations in 2001::/23 (single anycast service addresses aside, as in 192.0.0.0/24). */
const allocatedV6 = IpSet.ofCidrs(
  '2001::/32', // Teredo, RFC 4380: hosts behind relays; N/A in the registry
  '2001:3::/32', // multicast tunnels, RFC 7450
  '2001:4:112::/48', // AS112, RFC 7535
  '2001:20::/28', // ORCHIDv2, RFC 7343
  '2001:30::/28', // drone identities, RFC 9374
).v6;

/**
 * Blocks that belong to the internet as far as the registries say, and hold no ordinary host. A list of "everything public" may leave
 * them out, and 2000::/3 does: none of them is needed to call a set the whole internet.
 */
const withoutHosts = IpSet.ofCidrs('192.88.99.0/24', '2001::/23', '2002::/16', '64:ff9b::/96');

const everyV4 = IpSet.ofCidrs('0.0.0.0/0').v4;
const internetV4 = everyV4.subtract(reservedV4);
const nativeV6 = globalUnicast.v6.subtract(reservedV6).union(allocatedV6);

/**
 * The internet: all globally reachable unicast addresses of both families. Two IPv6 blocks are judged by the IPv4 address in them: a
 * 6to4 address 2002:a.b.c.d::/48 exists only for a global a.b.c.d (RFC 3056 section 2), and so does 64:ff9b::a.b.c.d behind a
 * translator (RFC 6052 section 3.1).
 */
export const internet: IpSet = new IpSet(
  internetV4,
  nativeV6.subtract(embedded(reservedV4, 0x2002n << 112n, 80n)).union(embedded(internetV4, 0x64ff9bn << 96n, 0n)),
);

const everyHost = internet.subtract(withoutHosts);

/**
 * Whether the set lets in every host of the internet of a family, however it is written: 0.0.0.0/0, its halves, or a list of everything
 * public; ::/0 or 2000::/3. Reserved addresses, and the blocks of the internet that hold no host of their own, may be missing.
 */
export function isWholeInternet(set: IpSet, family: Family): boolean {
  return family === 'v4' ? everyHost.v4.isSubsetOf(set.v4) : everyHost.v6.isSubsetOf(set.v6);
}

/** The IPv6 addresses that carry an IPv4 address of the set after `base`, with `hostBits` more bits after it. */
function embedded(v4: IntervalSet<number>, base: bigint, hostBits: bigint): IntervalSet<bigint> {
  const ranges = v4.ranges().map(({ from, to }) => ({
    from: base + (BigInt(from) << hostBits),
    to: base + ((BigInt(to) + 1n) << hostBits) - 1n,
  }));
  return IntervalSet.of(ranges);
}
