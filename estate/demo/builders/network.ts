import { idOf } from './ids.ts';
import { networkInterface } from './interfaces.ts';
import { routeTable, subnetPart, vpcPart } from './network-parts.ts';
import { type Parts, together } from './parts.ts';
import type { Network, NetworkSpec, SubnetRef } from './places.ts';
import { securityGroup } from './security-groups.ts';

const zones: Readonly<Record<string, readonly (readonly [zone: string, id: string])[]>> = {
  'eu-central-1': [
    ['eu-central-1a', 'euc1-az2'],
    ['eu-central-1b', 'euc1-az3'],
    ['eu-central-1c', 'euc1-az1'],
  ],
  'us-east-1': [
    ['us-east-1a', 'use1-az4'],
    ['us-east-1b', 'use1-az6'],
    ['us-east-1c', 'use1-az1'],
  ],
};

/** A VPC with what stands in it: subnets of two zones, gateways, route tables, the default network ACL and security group. */
export function network(spec: NetworkSpec): Network {
  const { account, region, name, number, isDefault = false, ipv6 = false } = spec;
  const vpcId = idOf('vpc', account, region, name);
  const block = isDefault ? '172.31' : `10.${20 + number}`;
  const ipv6Prefix = ipv6 ? `2001:db8:${number.toString(16)}:1` : undefined;
  const subnet = (isPublic: boolean, zone: number, third: number): SubnetRef => ({
    id: idOf('subnet', vpcId, String(third)),
    zone: zones[region]?.[zone]?.[0] ?? region,
    zoneId: zones[region]?.[zone]?.[1] ?? region,
    cidr: `${block}.${third}.0/20`,
    ...(ipv6Prefix === undefined ? {} : { ipv6Cidr: `${ipv6Prefix}${third.toString(16).padStart(2, '0')}::/64` }),
    isPublic,
  });
  const publicSubnets = [subnet(true, 0, 0), subnet(true, 1, 16), ...(isDefault ? [subnet(true, 2, 32)] : [])];
  const privateSubnets = isDefault ? [] : [subnet(false, 0, 128), subnet(false, 1, 144)];
  const group = securityGroup(
    { account, region, vpcId },
    { name: 'default', description: 'default VPC security group', ingress: (id) => [{ groups: [id] }] },
  );
  const place = {
    ...spec,
    vpcId,
    cidr: `${block}.0.0/16`,
    ...(ipv6Prefix === undefined ? {} : { ipv6Cidr: `${ipv6Prefix}00::/56` }),
    publicSubnets,
    privateSubnets,
    defaultGroup: group.ref,
    address: addresses(number),
  };
  const made = { ...place, parts: {} };
  return { ...place, parts: together(group.parts, vpcPart(made), ...gatewayParts(made)) };
}

/** Hands out addresses in order: the fifth is the first that EC2 gives away. */
function addresses(number: number): Network['address'] {
  const used = new Map<string, number>();
  let lent = number * 16;
  return (subnet, isPublic = false) => {
    const next = (used.get(subnet.id) ?? 3) + 1;
    used.set(subnet.id, next);
    const [a, b, c] = subnet.cidr.split('.').map(Number);
    const ip = `${a}.${b}.${(c ?? 0) + Math.floor(next / 250)}.${(next % 250) + 1}`;
    const publicIp = isPublic ? `203.0.113.${lent++}` : undefined;
    return {
      ip,
      ...(publicIp === undefined ? {} : { publicIp }),
      ...(subnet.ipv6Cidr === undefined ? {} : { ipv6: subnet.ipv6Cidr.replace('::/64', `::${next.toString(16)}`) }),
    };
  };
}

/** Internet gateway, NAT gateway for the private subnets, egress-only gateway where there is IPv6, and the routes to them. */
function gatewayParts(network: Network): readonly Parts[] {
  const { account, vpcId, name, publicSubnets, privateSubnets, ipv6Cidr } = network;
  const internet = idOf('igw', vpcId);
  const egressOnly = ipv6Cidr === undefined ? undefined : idOf('eigw', vpcId);
  const subnets = [...publicSubnets, ...privateSubnets].map((subnet) => subnetPart(network, subnet));
  const outward = { v4: { GatewayId: internet }, ...(egressOnly ? { v6: { GatewayId: internet } } : {}) };
  const attached = [{ State: 'attached' as const, VpcId: vpcId }];
  const gateways: Parts = {
    ec2: {
      InternetGateways: [
        {
          InternetGatewayId: internet,
          OwnerId: account,
          Attachments: [{ State: 'available' as 'attached', VpcId: vpcId }],
          Tags: [{ Key: 'Name', Value: name }],
        },
      ],
      ...(egressOnly
        ? { EgressOnlyInternetGateways: [{ EgressOnlyInternetGatewayId: egressOnly, Attachments: attached, Tags: [] }] }
        : {}),
    },
  };
  if (network.isDefault)
    return [...subnets, gateways, routeTable(network, { name: 'main', main: true, subnets: [], ...outward })];
  const nat = natGateway(network);
  const inward = { v4: { NatGatewayId: nat.id }, ...(egressOnly ? { v6: { EgressOnlyInternetGatewayId: egressOnly } } : {}) };
  return [
    ...subnets,
    gateways,
    nat.parts,
    routeTable(network, { name: 'main', main: true, subnets: [] }),
    routeTable(network, { name: 'public', main: false, subnets: publicSubnets, ...outward }),
    routeTable(network, { name: 'private', main: false, subnets: privateSubnets, ...inward }),
  ];
}

/** A public NAT gateway in the first public subnet, with its interface and its elastic address. */
function natGateway(network: Network): { readonly id: string; readonly parts: Parts } {
  const { account, vpcId, name, created, region } = network;
  const id = idOf('nat', vpcId);
  const [subnet] = network.publicSubnets;
  if (!subnet) throw new Error(`${name}: a NAT gateway stands in a public subnet`);
  const allocationId = idOf('eipalloc', vpcId);
  const address = { ...network.address(subnet, true), allocationId };
  const made = networkInterface({
    network,
    subnet,
    name: `${vpcId} nat`,
    description: `Interface for NAT Gateway ${id}`,
    groups: [],
    type: 'nat_gateway',
    attachment: { DeleteOnTermination: false, DeviceIndex: 1, InstanceOwnerId: 'amazon-aws' },
    requesterId: '600000000001',
    requesterManaged: true,
    addresses: [address],
    sourceDestCheck: false,
  });
  const { ip, publicIp = '' } = address;
  const where = { AllocationId: allocationId, NetworkInterfaceId: made.NetworkInterfaceId, PublicIp: publicIp };
  const addresses = [
    { ...where, PrivateIp: ip, AssociationId: idOf('eipassoc', allocationId), IsPrimary: true, Status: 'succeeded' as const },
  ];
  const gateway = {
    NatGatewayId: id,
    VpcId: vpcId,
    SubnetId: subnet.id,
    State: 'available' as const,
    ConnectivityType: 'public' as const,
    CreateTime: created,
    NatGatewayAddresses: addresses,
    Tags: [{ Key: 'Name', Value: `${name}-nat` }],
  };
  const elastic = { ...where, Domain: 'vpc' as const, AssociationId: idOf('eipassoc', allocationId), PrivateIpAddress: ip };
  return {
    id,
    parts: {
      ec2: {
        NatGateways: [gateway],
        NetworkInterfaces: [made],
        Addresses: [{ ...elastic, NetworkInterfaceOwnerId: account, NetworkBorderGroup: region, PublicIpv4Pool: 'amazon' }],
      },
    },
  };
}
