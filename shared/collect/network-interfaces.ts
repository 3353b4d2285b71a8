import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { listOrNone, optional, structure, tagList, text } from './read.ts';

const association = v.optional(
  v.object({ PublicIp: v.optional(v.string()), CarrierIp: v.optional(v.string()), CustomerOwnedIp: v.optional(v.string()) }),
);

/**
 * Each address with the public one that is associated with it. The association of the primary address stands on the interface too:
 * what only one of the two places says, counts.
 */
const privateAddresses = v.pipe(
  v.object({
    PrivateIpAddress: v.optional(v.string()),
    Association: association,
    PrivateIpAddresses: v.array(v.object({ PrivateIpAddress: v.string(), Association: association })),
  }),
  v.check(
    ({ PrivateIpAddress: primary, Association, PrivateIpAddresses }) =>
      Association?.PublicIp === undefined ||
      PrivateIpAddresses.some((one) => one.PrivateIpAddress === primary || one.Association?.PublicIp === Association.PublicIp),
    'gave a public address without the private one that it stands for',
  ),
  v.transform(({ PrivateIpAddress: primary, Association, PrivateIpAddresses }) =>
    PrivateIpAddresses.map((one) => {
      const { PublicIp, CarrierIp, CustomerOwnedIp } =
        one.Association ?? (one.PrivateIpAddress === primary ? Association : undefined) ?? {};
      return {
        address: one.PrivateIpAddress,
        ...(PublicIp !== undefined && { publicIp: PublicIp }),
        ...(CarrierIp !== undefined && { carrierIp: CarrierIp }),
        ...(CustomerOwnedIp !== undefined && { customerOwnedIp: CustomerOwnedIp }),
      };
    }),
  ),
);
const groupIds = v.pipe(
  v.array(v.object({ GroupId: v.string() })),
  v.transform((groups) => groups.map(({ GroupId }) => GroupId)),
);
const ipv6Addresses = v.pipe(
  v.array(v.object({ Ipv6Address: v.string() })),
  v.transform((addresses) => addresses.map(({ Ipv6Address }) => Ipv6Address)),
);
const ipv4Prefixes = v.pipe(
  listOrNone(v.object({ Ipv4Prefix: v.string() })),
  v.transform((prefixes) => prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix)),
);
const ipv6Prefixes = v.pipe(
  listOrNone(v.object({ Ipv6Prefix: v.string() })),
  v.transform((prefixes) => prefixes.map(({ Ipv6Prefix }) => Ipv6Prefix)),
);
/** Sent only of interfaces that can have it; it only ever restricts, so that absence restricts nothing. */
const denyAllIgwTraffic = v.optional(v.boolean(), false);

/** Every network card counts its devices; the primary interface is on the first. */
const deviceIndexOf = ({ DeviceIndex, NetworkCardIndex = 0 }: Readonly<Record<string, unknown>>): unknown =>
  NetworkCardIndex === 0 ? DeviceIndex : undefined;

export const networkInterfaces = collector('networkInterfaces', (context) =>
  ec2List(context, 'networkInterfaces', ['DescribeNetworkInterfaces', 'NetworkInterfaces', 1000], (one, from) => {
    const attachment = structure(one.Attachment);
    const addresses = one.PrivateIpAddresses === undefined ? undefined : one;
    return {
      id: from.id(one.NetworkInterfaceId, 'NetworkInterfaceId'),
      vpcId: from(text, one.VpcId, 'VpcId'),
      subnetId: from(text, one.SubnetId, 'SubnetId'),
      interfaceType: from(text, one.InterfaceType, 'InterfaceType'),
      status: from(text, one.Status, 'Status'),
      description: from(text, one.Description, 'Description'),
      ...optional(from, 'requesterId', text, one.RequesterId, 'RequesterId'),
      ...optional(from, 'ownerId', text, one.OwnerId, 'OwnerId'),
      securityGroupIds: from(groupIds, one.Groups, 'Groups'),
      ...optional(from, 'instanceId', text, attachment.InstanceId, 'Attachment.InstanceId'),
      ...optional(from, 'deviceIndex', v.number(), deviceIndexOf(attachment), 'Attachment.DeviceIndex'),
      privateAddresses: from(privateAddresses, addresses, 'PrivateIpAddresses'),
      ipv6Addresses: from(ipv6Addresses, one.Ipv6Addresses, 'Ipv6Addresses'),
      ipv4Prefixes: from(ipv4Prefixes, one.Ipv4Prefixes, 'Ipv4Prefixes'),
      ipv6Prefixes: from(ipv6Prefixes, one.Ipv6Prefixes, 'Ipv6Prefixes'),
      denyAllIgwTraffic: from(denyAllIgwTraffic, one.DenyAllIgwTraffic, 'DenyAllIgwTraffic'),
      tags: from(tagList, one.TagSet, 'TagSet'),
    };
  }),
);
