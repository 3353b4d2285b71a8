import type { Interface } from '../../../estate/demo/builders/parts.ts';
import { type Address, addressOf, inside, same, textOf } from './address.ts';
import type { Decision } from './packet.ts';
import { only, subnetOf, type World } from './world.ts';

/** An address of the internet that leads to an interface, and the address that the interface itself has. */
export interface PublicAddress {
  readonly interface: Interface;
  readonly own: Address;
}

/**
 * The interface that an address of the internet leads to. IPv4: the public address that is associated with a private one of the interface,
 * primary or secondary (EC2 User Guide, "Amazon EC2 instance IP addressing"); delegated IPv4 prefixes hold private addresses only. IPv6: a
 * global unicast address (2000::/3) of the interface or of a prefix delegated to it, unless its CIDR is private by attribute (VPC User
 * Guide, "Private IPv6 addresses").
 */
export function publicAddress(world: World, address: Address): PublicAddress | undefined {
  for (const candidate of world.networkInterfaces) {
    const own = address.family === 4 ? translated(candidate, address) : ipv6(world, candidate, address);
    if (own) return { interface: candidate, own };
  }
  return undefined;
}

function translated({ PrivateIpAddresses = [] }: Interface, address: Address): Address | undefined {
  const found = PrivateIpAddresses.find(
    ({ Association }) => Association?.PublicIp !== undefined && same(addressOf(Association.PublicIp), address),
  );
  return found?.PrivateIpAddress === undefined ? undefined : addressOf(found.PrivateIpAddress);
}

function ipv6(world: World, candidate: Interface, address: Address): Address | undefined {
  if (!hasIpv6(candidate, address) || !inside(address, '2000::/3')) return undefined;
  const subnet = subnetOf(world, candidate.SubnetId);
  const vpc = only(world.vpcs, `VPC ${subnet.VpcId}`, ({ VpcId }) => VpcId === subnet.VpcId);
  const blocks = [...(subnet.Ipv6CidrBlockAssociationSet ?? []), ...(vpc.Ipv6CidrBlockAssociationSet ?? [])];
  const isPrivate = blocks.some(
    ({ Ipv6CidrBlock = '', Ipv6AddressAttribute }) => Ipv6AddressAttribute === 'private' && inside(address, Ipv6CidrBlock),
  );
  return isPrivate ? undefined : address;
}

/** Whether an interface has an IPv6 address, itself or in a prefix delegated to it. */
export const hasIpv6 = ({ Ipv6Addresses = [], Ipv6Prefixes = [] }: Interface, address: Address): boolean =>
  Ipv6Addresses.some(({ Ipv6Address = '' }) => same(addressOf(Ipv6Address), address)) ||
  Ipv6Prefixes.some(({ Ipv6Prefix = '' }) => inside(address, Ipv6Prefix));

/** What an interface refuses by itself: everything of the internet, if it is told to; and a NAT gateway begins nothing from outside. */
export function admitsTheInternet(
  { NetworkInterfaceId = '', DenyAllIgwTraffic, InterfaceType }: Interface,
  own: Address,
): Decision {
  const refuses = DenyAllIgwTraffic === true ? 'denies all traffic of internet gateways' : undefined;
  const translates = natTypes.has(InterfaceType) ? 'is a NAT gateway, which lets nothing begin from outside' : undefined;
  const says = refuses ?? translates ?? `has ${textOf(own)}`;
  return { passes: refuses === undefined && translates === undefined, kind: 'network-interface', id: NetworkInterfaceId, says };
}

/** EC2 answers `nat_gateway` where its model says `natGateway`. */
const natTypes: ReadonlySet<string> = new Set(['natGateway', 'nat_gateway']);
