import { type Address, addressOf, endsOf, inside } from './address.ts';
import type { Node } from './balancer.ts';
import { subnetOf, type World } from './world.ts';

/**
 * The nodes of a load balancer: one a subnet, with the addresses of its interfaces there (which ELB describes by its name). Where the world
 * has no such interface, the node may have any address of the subnet.
 */
export function nodesOf(world: World, description: string, subnets: readonly string[], family: 4 | 6): readonly Node[] {
  return subnets.map((subnetId) => {
    const interfaces = world.networkInterfaces.filter(
      ({ SubnetId, Description, RequesterId }) =>
        SubnetId === subnetId && Description === description && RequesterId === 'amazon-elb',
    );
    const open = family === 4 ? interfaces : interfaces.filter(({ DenyAllIgwTraffic }) => DenyAllIgwTraffic !== true);
    const own = open.flatMap(({ PrivateIpAddress, Ipv6Addresses = [] }) =>
      family === 4 ? (PrivateIpAddress ?? []) : Ipv6Addresses.map(({ Ipv6Address = '' }) => Ipv6Address),
    );
    return { subnetId, addresses: interfaces.length > 0 ? own.map(addressOf) : anyOf(world, subnetId, family) };
  });
}

/** The first address of the subnet, and the first of each stretch of it that some CIDR of this world tells apart. */
function anyOf(world: World, subnetId: string, family: 4 | 6): readonly Address[] {
  const { CidrBlock, Ipv6CidrBlockAssociationSet = [] } = subnetOf(world, subnetId);
  const own = family === 4 ? [CidrBlock ?? ''] : Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock = '' }) => Ipv6CidrBlock);
  return own.flatMap((block) => {
    const starts = cidrsOf(world).flatMap((cidr) => {
      const [first, last] = endsOf(cidr);
      return [first, { ...last, value: last.value + 1n }];
    });
    return [endsOf(block)[0], ...starts.filter((address) => inside(address, block))];
  });
}

/** Every CIDR that stands in a rule of this world. */
function cidrsOf(world: World): readonly string[] {
  const entries = world.networkAcls.flatMap(({ Entries = [] }) => Entries);
  const rules = world.securityGroups.flatMap((group) => [...(group.IpPermissions ?? []), ...(group.IpPermissionsEgress ?? [])]);
  const routes = world.routeTables.flatMap(({ Routes = [] }) => Routes);
  const named = [
    ...entries.flatMap(({ CidrBlock, Ipv6CidrBlock }) => [CidrBlock, Ipv6CidrBlock]),
    ...rules.flatMap(({ IpRanges = [] }) => IpRanges.map(({ CidrIp }) => CidrIp)),
    ...rules.flatMap(({ Ipv6Ranges = [] }) => Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)),
    ...routes.flatMap(({ DestinationCidrBlock, DestinationIpv6CidrBlock }) => [DestinationCidrBlock, DestinationIpv6CidrBlock]),
    ...Object.values(world.prefixListEntries).flatMap((list) => list.map(({ Cidr }) => Cidr)),
  ];
  return named.filter((cidr) => cidr !== undefined);
}
