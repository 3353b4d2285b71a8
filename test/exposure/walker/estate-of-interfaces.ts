import type * as ec2 from '@aws-sdk/client-ec2';
import type { Interface, Plain } from '../../../estate/demo/builders/parts.ts';
import { account, region, vpcId } from './names.ts';
import type { AddressSketch, InterfaceSketch, Sketch } from './sketch.ts';

export const interfacesOf = ({ interfaces, subnets }: Sketch): readonly Interface[] =>
  interfaces.map((sketched, i) => {
    const { id, subnet, groups, addresses, six = [], prefixes = [], type = 'interface', description = '' } = sketched;
    const [primary] = addresses;
    return {
      NetworkInterfaceId: id,
      ...associationOf(primary),
      ...attachmentOf(sketched),
      AvailabilityZone: `${region}${subnets.find((found) => found.id === subnet)?.zone ?? ''}`,
      Description: description,
      Groups: groups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
      InterfaceType: type,
      Ipv6Addresses: six.filter((text) => !text.includes('/')).map((Ipv6Address) => ({ Ipv6Address, IsPrimaryIpv6: false })),
      Ipv6Prefixes: six.filter((text) => text.includes('/')).map((Ipv6Prefix) => ({ Ipv6Prefix })),
      Ipv4Prefixes: prefixes.map((Ipv4Prefix) => ({ Ipv4Prefix })),
      MacAddress: `02:00:00:00:00:${(i % 256).toString(16).padStart(2, '0')}`,
      OwnerId: account,
      ...(primary === undefined ? {} : { PrivateIpAddress: primary.ip }),
      PrivateIpAddresses: addresses.map((address, n) => ({
        ...associationOf(address),
        Primary: n === 0,
        PrivateIpAddress: address.ip,
      })),
      ...(description.startsWith('ELB ') ? { RequesterId: 'amazon-elb' } : {}),
      RequesterManaged: description.startsWith('ELB '),
      SourceDestCheck: true,
      Status: sketched.status ?? 'in-use',
      SubnetId: subnet,
      TagSet: [],
      VpcId: vpcId,
      DenyAllIgwTraffic: sketched.deniesGateways ?? false,
    };
  });

function associationOf(address: AddressSketch | undefined): { readonly Association?: Plain<ec2.NetworkInterfaceAssociation> } {
  if (address?.publicIp !== undefined) return { Association: { IpOwnerId: 'amazon', PublicIp: address.publicIp } };
  return address?.carrierIp === undefined ? {} : { Association: { IpOwnerId: 'amazon', CarrierIp: address.carrierIp } };
}

/** A branch interface has no attachment of its own; a load balancer's is ELB's; what is `available` has none. */
function attachmentOf({ id, instance, device = 0, status, description = '' }: InterfaceSketch) {
  const attached = { AttachmentId: `eni-attach-${id}`, DeleteOnTermination: true, Status: 'attached' as const };
  if (status === 'available') return {};
  if (instance !== undefined)
    return {
      Attachment: { ...attached, DeviceIndex: device, NetworkCardIndex: 0, InstanceId: instance, InstanceOwnerId: account },
    };
  return description.startsWith('ELB ') ? { Attachment: { ...attached, DeviceIndex: 1, InstanceOwnerId: 'amazon-elb' } } : {};
}

export function reservationsOf({ instances = [], interfaces }: Sketch): readonly Plain<ec2.Reservation>[] {
  return instances.map(({ id, state }) => {
    const own = interfaces.filter(({ instance }) => instance === id);
    return {
      ReservationId: `r-${id}`,
      OwnerId: account,
      Groups: [],
      Instances: [
        {
          InstanceId: id,
          ImageId: 'ami-1',
          InstanceType: 'm7g.large',
          LaunchTime: '2026-01-01T00:00:00.000Z',
          State: { Name: state as ec2.InstanceStateName },
          VpcId: vpcId,
          ...(own[0] === undefined ? {} : { SubnetId: own[0].subnet, PrivateIpAddress: own[0].addresses[0]?.ip }),
          NetworkInterfaces: own.map((one) => ({
            NetworkInterfaceId: one.id,
            SubnetId: one.subnet,
            VpcId: vpcId,
            Groups: one.groups.map((GroupId) => ({ GroupId, GroupName: GroupId })),
          })),
          SecurityGroups: (own[0]?.groups ?? []).map((GroupId) => ({ GroupId, GroupName: GroupId })),
          BlockDeviceMappings: [],
          Tags: [],
        },
      ],
    };
  });
}
