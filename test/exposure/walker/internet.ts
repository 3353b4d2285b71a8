import { type Address, inside } from './address.ts';

/** Not of the internet, by the IANA registries of special-purpose addresses (RFC 6890 and its updates). */
const reserved = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '2001:db8::/32',
];

/**
 * Whether a packet from this address can come from the internet. Of IPv6 that is 2000::/3, the only block that IANA gives out as global
 * unicast; a 6to4 address (2002::/16, RFC 3056) is worth what the IPv4 address in it is.
 */
export function isOfTheInternet(address: Address): boolean {
  if (inside(address, '2002::/16')) return isOfTheInternet({ family: 4, value: (address.value >> 80n) & 0xffff_ffffn });
  if (address.family === 6 && !inside(address, '2000::/3')) return false;
  return !reserved.some((cidr) => inside(address, cidr));
}
