import type { Value } from '../facts/index.ts';
import type { IpSet } from '../net/ip-set.ts';
import { internet, isWholeInternet } from '../net/reserved.ts';
import { count } from './words.ts';

/** How much of the internet a set of addresses holds: all of it in one family or both, more than the owner's threshold, less, or nothing. */
export type PublicRange = 'internet' | 'large' | 'small' | 'none';

/** More than this of the internet is much, though it is not all. */
export type LargeRange = Value<'settings'>['largeRange'];

/** An IPv6 network of /64 is what one subnet or one household has: it counts as one address does in IPv4. */
const networkBits = 64n;

export function publicRange(set: IpSet, large: LargeRange): PublicRange {
  if (set.isEmpty()) return 'none';
  if (isWholeInternet(set, 'v4') || isWholeInternet(set, 'v6')) return 'internet';
  const own = set.intersect(internet);
  if (own.isEmpty()) return 'none';
  // The thresholds come from a configuration: BigInt takes no fraction.
  const tooMany = own.v4.size() > BigInt(Math.floor(large.ipv4Addresses));
  return tooMany || own.v6.size() > BigInt(Math.floor(large.ipv6Networks)) << networkBits ? 'large' : 'small';
}

/** `16 public IPv4 addresses`, `65,536 public IPv6 networks of /64`, or both. */
export function publicSize(set: IpSet): string {
  const { v4, v6 } = set.intersect(internet);
  // Rounded up: a part of a network counts as one.
  const networks = (v6.size() + (1n << networkBits) - 1n) >> networkBits;
  const parts = [
    ...(v4.isEmpty() ? [] : [count(v4.size(), 'public IPv4 address', 'public IPv4 addresses')]),
    ...(v6.isEmpty() ? [] : [count(networks, 'public IPv6 network of /64', 'public IPv6 networks of /64')]),
  ];
  return parts.length === 0 ? 'no public address' : parts.join(' and ');
}

/** The threshold, in words. */
export const largeRange = ({ ipv4Addresses, ipv6Networks }: LargeRange): string =>
  `${count(ipv4Addresses, 'IPv4 address', 'IPv4 addresses')} or ${count(ipv6Networks, 'IPv6 network of /64', 'IPv6 networks of /64')}`;
