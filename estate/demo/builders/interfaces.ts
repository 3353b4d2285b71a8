import { idOf, macOf, tagList } from './ids.ts';
import type { Interface } from './parts.ts';
import type { Address, Network, SubnetRef } from './places.ts';
import type { GroupRef } from './security-groups.ts';

/** An interface before it is written out: who made it, what it is for, and where it stands. */
export interface InterfaceSpec {
  readonly network: Network;
  readonly subnet: SubnetRef;
  readonly name: string;
  readonly description: string;
  readonly groups: readonly GroupRef[];
  readonly type?: string;
  readonly attachment: Readonly<Record<string, unknown>>;
  readonly requesterId?: string;
  readonly requesterManaged?: boolean;
  readonly addresses: readonly [Address, ...Address[]];
  readonly sourceDestCheck?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A network interface as DescribeNetworkInterfaces gives it. */
export function networkInterface(spec: InterfaceSpec): Interface {
  const { network, subnet, name, addresses, groups, tags = {} } = spec;
  const [primary] = addresses;
  const id = idOf('eni', network.account, network.region, name);
  return {
    NetworkInterfaceId: id,
    ...(primary.publicIp === undefined ? {} : { Association: associationOf(network, primary) }),
    Attachment: {
      AttachmentId: idOf('eni-attach', network.account, network.region, name),
      AttachTime: network.created,
      DeleteOnTermination: true,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      Status: 'attached',
      ...spec.attachment,
    },
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: subnet.zoneId,
    Description: spec.description,
    Groups: groups,
    InterfaceType: spec.type ?? 'interface',
    Ipv6Addresses: primary.ipv6 === undefined ? [] : [{ Ipv6Address: primary.ipv6, IsPrimaryIpv6: false }],
    MacAddress: macOf(id),
    OwnerId: network.account,
    PrivateDnsName: dnsName(network.region, primary.ip),
    PrivateIpAddress: primary.ip,
    PrivateIpAddresses: addresses.map((address, i) => ({
      ...(address.publicIp === undefined ? {} : { Association: associationOf(network, address) }),
      Primary: i === 0,
      PrivateDnsName: dnsName(network.region, address.ip),
      PrivateIpAddress: address.ip,
    })),
    ...(spec.requesterId === undefined ? {} : { RequesterId: spec.requesterId }),
    RequesterManaged: spec.requesterManaged ?? false,
    SourceDestCheck: spec.sourceDestCheck ?? true,
    Status: 'in-use',
    SubnetId: subnet.id,
    TagSet: tagList(tags),
    VpcId: network.vpcId,
    DenyAllIgwTraffic: false,
    Operator: { Managed: false },
  };
}

function associationOf({ account, region }: Network, { publicIp, allocationId }: Address) {
  return {
    ...(allocationId === undefined ? {} : { AllocationId: allocationId, AssociationId: idOf('eipassoc', allocationId) }),
    // Addresses that EC2 lends at launch belong to `amazon`; elastic ones to the account.
    IpOwnerId: allocationId === undefined ? 'amazon' : account,
    PublicIp: publicIp,
    PublicDnsName: `ec2-${publicIp?.replaceAll('.', '-')}.${computeDomain(region)}`,
  };
}

const computeDomain = (region: string): string =>
  region === 'us-east-1' ? 'compute-1.amazonaws.com' : `${region}.compute.amazonaws.com`;

/** The private name that EC2 gives an address, which is also the name of a Kubernetes node. */
export const dnsName = (region: string, ip: string): string =>
  `ip-${ip.replaceAll('.', '-')}.${region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`}`;
