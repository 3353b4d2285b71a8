import type * as ec2 from '@aws-sdk/client-ec2';
import type { Plain } from '../../../estate/demo/builders/parts.ts';
import { account, arn, vpcId } from './names.ts';
import type { AclEntrySketch, RouteSketch, RuleSketch, Sketch, TableSketch } from './sketch.ts';

const isSix = (cidr: string): boolean => cidr.includes(':');

export function tablesOf({ tables, cidrs, six }: Sketch): readonly Plain<ec2.RouteTable>[] {
  const own = [...cidrs, ...(six === undefined ? [] : [six])].map((to) => ({ to, via: 'local' }));
  return tables.map((table) => ({
    RouteTableId: table.id,
    VpcId: vpcId,
    OwnerId: account,
    Associations: associationsOf(table),
    PropagatingVgws: [],
    // A table may say itself what its local routes are replaced with.
    Routes: [...own.filter(({ to }) => !table.routes.some((route) => route.to === to)), ...table.routes].map(routeOf),
    Tags: [],
  }));
}

function associationsOf({
  id,
  main = false,
  edge = false,
  subnets = [],
}: TableSketch): readonly Plain<ec2.RouteTableAssociation>[] {
  const made = (name: string) => ({
    RouteTableAssociationId: `rtbassoc-${id}-${name}`,
    RouteTableId: id,
    AssociationState: { State: 'associated' as const },
  });
  return [
    ...(main ? [{ ...made('main'), Main: true }] : []),
    ...(edge ? [{ ...made('edge'), Main: false, GatewayId: 'igw-1' }] : []),
    ...subnets.map((SubnetId) => ({ ...made(SubnetId), Main: false, SubnetId })),
  ];
}

const members: Readonly<Record<string, keyof ec2.Route>> = {
  eni: 'NetworkInterfaceId',
  eigw: 'EgressOnlyInternetGatewayId',
  nat: 'NatGatewayId',
  tgw: 'TransitGatewayId',
  pcx: 'VpcPeeringConnectionId',
};

function routeOf({ to, via, blackhole = false, propagated = false }: RouteSketch): Plain<ec2.Route> {
  const hop = members[via.split('-')[0] ?? ''] ?? 'GatewayId';
  const origin = via === 'local' ? 'CreateRouteTable' : propagated ? 'EnableVgwRoutePropagation' : 'CreateRoute';
  return {
    ...(to.startsWith('pl-')
      ? { DestinationPrefixListId: to }
      : isSix(to)
        ? { DestinationIpv6CidrBlock: to }
        : { DestinationCidrBlock: to }),
    [hop]: via,
    Origin: origin,
    State: blackhole ? 'blackhole' : 'active',
  };
}

export function aclsOf({ acls, subnets }: Sketch): readonly Plain<ec2.NetworkAcl>[] {
  return acls.map(({ id, entries }, i) => ({
    NetworkAclId: id,
    VpcId: vpcId,
    OwnerId: account,
    IsDefault: i === 0,
    Associations: subnets
      .filter(({ acl }) => acl === id)
      .map((subnet) => ({ NetworkAclAssociationId: `aclassoc-${subnet.id}`, NetworkAclId: id, SubnetId: subnet.id })),
    Entries: [...entries, ...catchAll].map(entryOf),
    Tags: [],
  }));
}

/** What every network ACL ends with, and the console shows as `*`. */
const catchAll: readonly AclEntrySketch[] = [true, false].flatMap((egress) => [
  { number: 32_767, egress, allow: false, cidr: '0.0.0.0/0', protocol: '-1' },
  { number: 32_768, egress, allow: false, cidr: '::/0', protocol: '-1' },
]);

function entryOf({ number, egress, allow, cidr, protocol, ports, icmp }: AclEntrySketch): Plain<ec2.NetworkAclEntry> {
  return {
    RuleNumber: number,
    Egress: egress,
    RuleAction: allow ? 'allow' : 'deny',
    Protocol: protocol,
    ...(isSix(cidr) ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports === undefined ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
    ...(icmp === undefined ? {} : { IcmpTypeCode: { Type: icmp[0], Code: icmp[1] } }),
  };
}

const everything: readonly RuleSketch[] = [{ protocol: '-1', peers: ['0.0.0.0/0', '::/0'] }];

export function groupsOf({ groups }: Sketch): readonly Plain<ec2.SecurityGroup>[] {
  return groups.map(({ id, ingress, egress = everything }) => ({
    GroupId: id,
    GroupName: id,
    Description: id,
    VpcId: vpcId,
    OwnerId: account,
    SecurityGroupArn: arn('ec2', `security-group/${id}`),
    IpPermissions: ingress.map(permissionOf),
    IpPermissionsEgress: egress.map(permissionOf),
    Tags: [],
  }));
}

function permissionOf({ protocol, range, peers }: RuleSketch): Plain<ec2.IpPermission> {
  const cidrs = peers.filter((peer) => peer.includes('/'));
  return {
    IpProtocol: protocol,
    ...(range === undefined ? {} : { FromPort: range[0], ToPort: range[1] }),
    IpRanges: cidrs.filter((cidr) => !isSix(cidr)).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: cidrs.filter(isSix).map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: peers.filter((peer) => peer.startsWith('pl-')).map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: peers.filter((peer) => peer.startsWith('sg-')).map((GroupId) => ({ GroupId, UserId: account })),
  };
}

export const listsOf = ({ lists = [] }: Sketch): readonly Plain<ec2.ManagedPrefixList>[] =>
  lists.map(({ id, owner, cidrs }) => ({
    PrefixListId: id,
    PrefixListName: owner === 'AWS' ? `com.amazonaws.${id}` : id,
    PrefixListArn: owner === 'AWS' ? `arn:aws:ec2:eu-central-1:aws:prefix-list/${id}` : arn('ec2', `prefix-list/${id}`),
    AddressFamily: cidrs.some(isSix) ? 'IPv6' : 'IPv4',
    State: 'create-complete',
    ...(owner === 'AWS' ? {} : { MaxEntries: 20, Version: 1 }),
    OwnerId: owner ?? account,
    Tags: [],
  }));

export const listEntriesOf = ({ lists = [] }: Sketch): Readonly<Record<string, readonly Plain<ec2.PrefixListEntry>[]>> =>
  Object.fromEntries(lists.map(({ id, cidrs }) => [id, cidrs.map((Cidr) => ({ Cidr }))]));
