import type { NetworkAclEntry, Route } from '@aws-sdk/client-ec2';
import { arnOf, idOf, tagList } from './ids.ts';
import type { Parts, Plain } from './parts.ts';
import type { Network, SubnetRef } from './places.ts';

const associated = { State: 'associated' as const };
const unblocked = { InternetGatewayBlockMode: 'off' as const };
const named = (name: string, more: Readonly<Record<string, string>> = {}) => tagList({ Name: name, ...more });

/** The VPC and its default network ACL, which lets everything through. */
export function vpcPart(network: Network): Parts {
  const { account, vpcId, name, cidr, ipv6Cidr, region, isDefault = false } = network;
  const six = ipv6Cidr === undefined ? [] : [ipv6Cidr];
  const vpc = {
    VpcId: vpcId,
    OwnerId: account,
    CidrBlock: cidr,
    CidrBlockAssociationSet: [{ AssociationId: idOf('vpc-cidr-assoc', vpcId), CidrBlock: cidr, CidrBlockState: associated }],
    Ipv6CidrBlockAssociationSet: six.map((Ipv6CidrBlock) => ({
      AssociationId: idOf('vpc-cidr-assoc', vpcId, 'ipv6'),
      Ipv6CidrBlock,
      Ipv6CidrBlockState: associated,
      NetworkBorderGroup: region,
      Ipv6Pool: 'Amazon',
      IpSource: 'amazon' as const,
    })),
    InstanceTenancy: 'default' as const,
    IsDefault: isDefault,
    State: 'available' as const,
    DhcpOptionsId: idOf('dopt', account, region),
    BlockPublicAccessStates: unblocked,
    Tags: isDefault ? [] : named(name),
  };
  return { ec2: { Vpcs: [vpc], NetworkAcls: [networkAcl(network)] } };
}

function networkAcl({ account, vpcId, publicSubnets, privateSubnets, ipv6Cidr }: Network) {
  const id = idOf('acl', vpcId);
  const entry = (RuleNumber: number, RuleAction: 'allow' | 'deny', block: Plain<NetworkAclEntry>): Plain<NetworkAclEntry>[] =>
    [true, false].map((Egress) => ({ ...block, Egress, Protocol: '-1', RuleAction, RuleNumber }));
  const v4 = { CidrBlock: '0.0.0.0/0' };
  const v6 = { Ipv6CidrBlock: '::/0' };
  return {
    NetworkAclId: id,
    VpcId: vpcId,
    OwnerId: account,
    IsDefault: true,
    Associations: [...publicSubnets, ...privateSubnets].map((subnet) => ({
      NetworkAclAssociationId: idOf('aclassoc', subnet.id),
      NetworkAclId: id,
      SubnetId: subnet.id,
    })),
    // The last of each family is the rule that the console shows as `*`.
    Entries: [
      ...entry(100, 'allow', v4),
      ...entry(32_767, 'deny', v4),
      ...(ipv6Cidr === undefined ? [] : [...entry(101, 'allow', v6), ...entry(32_768, 'deny', v6)]),
    ],
    Tags: [],
  };
}

/** A subnet; those that are public carry the tags by which load balancers find them. */
export function subnetPart(network: Network, subnet: SubnetRef): Parts {
  const { account, vpcId, name, isDefault = false } = network;
  const { id, zone, zoneId, cidr, ipv6Cidr, isPublic } = subnet;
  const six = ipv6Cidr === undefined ? [] : [ipv6Cidr];
  const role = isPublic ? 'kubernetes.io/role/elb' : 'kubernetes.io/role/internal-elb';
  const made = {
    SubnetId: id,
    SubnetArn: arnOf('ec2', network, `subnet/${id}`),
    VpcId: vpcId,
    OwnerId: account,
    State: 'available' as const,
    CidrBlock: cidr,
    AvailableIpAddressCount: 4061,
    AvailabilityZone: zone,
    AvailabilityZoneId: zoneId,
    DefaultForAz: isDefault,
    MapPublicIpOnLaunch: isPublic,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: ipv6Cidr !== undefined,
    Ipv6CidrBlockAssociationSet: six.map((Ipv6CidrBlock) => ({
      AssociationId: idOf('subnet-cidr-assoc', id),
      Ipv6CidrBlock,
      Ipv6CidrBlockState: associated,
      IpSource: 'amazon' as const,
    })),
    Ipv6Native: false,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name' as const,
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    BlockPublicAccessStates: unblocked,
    Tags: isDefault ? [] : named(`${name}-${isPublic ? 'public' : 'private'}-${zone}`, { [role]: '1' }),
  };
  return { ec2: { Subnets: [made] } };
}

interface RouteTableSpec {
  readonly name: string;
  readonly main: boolean;
  readonly subnets: readonly SubnetRef[];
  /** Where everything else goes, by family. */
  readonly v4?: Plain<Route>;
  readonly v6?: Plain<Route>;
}

/** A route table: the VPC's own blocks are local, the rest goes where it says, or nowhere. */
export function routeTable(network: Network, { name, main, subnets, v4, v6 }: RouteTableSpec): Parts {
  const { account, vpcId, cidr, ipv6Cidr } = network;
  const id = idOf('rtb', vpcId, name);
  const association = (words: string) => ({
    RouteTableAssociationId: idOf('rtbassoc', words),
    RouteTableId: id,
    AssociationState: associated,
  });
  const local = { GatewayId: 'local', Origin: 'CreateRouteTable' as const, State: 'active' as const };
  const further = { Origin: 'CreateRoute' as const, State: 'active' as const };
  const table = {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: account,
    Associations: [
      ...(main ? [{ ...association(id), Main: true }] : []),
      ...subnets.map((subnet) => ({ ...association(subnet.id), Main: false, SubnetId: subnet.id })),
    ],
    PropagatingVgws: [],
    Routes: [
      { DestinationCidrBlock: cidr, ...local },
      ...(ipv6Cidr === undefined ? [] : [{ DestinationIpv6CidrBlock: ipv6Cidr, ...local }]),
      ...(v4 === undefined ? [] : [{ DestinationCidrBlock: '0.0.0.0/0', ...v4, ...further }]),
      ...(v6 === undefined ? [] : [{ DestinationIpv6CidrBlock: '::/0', ...v6, ...further }]),
    ],
    Tags: named(`${network.name}-${name}`),
  };
  return { ec2: { RouteTables: [table] } };
}
