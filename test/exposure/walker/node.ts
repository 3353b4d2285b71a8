import type { Interface } from '../../../estate/demo/builders/parts.ts';
import { type Address, addressOf, endsOf, inside } from './address.ts';
import type { Node } from './balancer.ts';
import { subnetOf, type World } from './world.ts';

/**
 * The nodes of a load balancer: one a subnet, with the addresses of its interfaces there (which ELB describes by its name). Where the world
 * has no such interface, the node may have any address of the subnet.
 * @param clients the family of those who dial
 * @param targets the family of those to whom it forwards
 */
export function nodesOf(
  world: World,
  description: string,
  subnets: readonly string[],
  clients: 4 | 6,
  targets: 4 | 6,
): readonly Node[] {
  return subnets.flatMap((subnetId) => {
    const interfaces = world.networkInterfaces.filter(
      ({ SubnetId, Description, RequesterId }) =>
        SubnetId === subnetId && Description === description && RequesterId === 'amazon-elb',
    );
    const known = interfaces.map((one) => ({
      outside: refuses(one, clients) ? [] : ownOf(one, clients),
      inside: ownOf(one, targets),
    }));
    const any = { outside: anyOf(world, subnetId, clients), inside: anyOf(world, subnetId, targets) };
    return (interfaces.length > 0 ? known : [any]).flatMap((may) => pairs(may, clients === targets, subnetId));
  });
}

interface May {
  readonly outside: readonly Address[];
  readonly inside: readonly Address[];
}

const pairs = ({ outside, inside: towards }: May, alike: boolean, subnetId: string): readonly Node[] =>
  outside.flatMap((address) => (alike ? [address] : towards).map((other) => ({ subnetId, outside: address, inside: other })));

const refuses = ({ DenyAllIgwTraffic }: Interface, family: 4 | 6): boolean => family === 6 && DenyAllIgwTraffic === true;

const ownOf = ({ PrivateIpAddress, Ipv6Addresses = [] }: Interface, family: 4 | 6): readonly Address[] =>
  (family === 4 ? [PrivateIpAddress ?? []].flat() : Ipv6Addresses.map(({ Ipv6Address = '' }) => Ipv6Address)).map(addressOf);

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
