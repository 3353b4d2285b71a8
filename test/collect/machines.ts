import { id, many, type Sizes } from './sizes.ts';

/** Instances, their interfaces and groups, each with all the members that EC2 always gives. */
export const machines = (sizes: Sizes, account: string) => ({
  Reservations: many(sizes.instances, (i) => ({
    ReservationId: id('r', i),
    OwnerId: account,
    Instances: [
      {
        InstanceId: id('i', i),
        State: { Name: 'running' },
        ImageId: 'ami-1',
        KeyName: 'key',
        VpcId: id('vpc', 0),
        SubnetId: id('subnet', 0),
        NetworkInterfaces: [{ NetworkInterfaceId: id('eni', i) }],
        Tags: [{ Key: 'kubernetes.io/cluster/c0', Value: 'owned' }],
      },
    ],
  })),
  NetworkInterfaces: many(sizes.networkInterfaces, (i) => ({
    NetworkInterfaceId: id('eni', i),
    VpcId: id('vpc', 0),
    SubnetId: id('subnet', 0),
    InterfaceType: 'interface',
    Status: 'in-use',
    Description: 'aws-K8S-i-0',
    OwnerId: account,
    Groups: [{ GroupId: id('sg', 0) }],
    Attachment: { InstanceId: id('i', i) },
    PrivateIpAddress: '10.0.0.4',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.4', Primary: true, Association: { PublicIp: '203.0.113.7' } }],
    Ipv6Addresses: [{ Ipv6Address: '2001:db8::4' }],
    Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.16/28' }],
    Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8::/80' }],
    DenyAllIgwTraffic: true,
    RequesterId: account,
    TagSet: [{ Key: 'eks:eni:owner', Value: 'amazon-vpc-cni' }],
  })),
  SecurityGroups: many(sizes.securityGroups, (i) => ({
    GroupId: id('sg', i),
    GroupName: `group-${i}`,
    VpcId: id('vpc', 0),
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '10.0.0.0/8' }],
        Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
        PrefixListIds: i === 0 ? many(sizes.usedPrefixLists, (p) => ({ PrefixListId: id('pl', p) })) : [],
        UserIdGroupPairs: [{ GroupId: id('sg', 0) }],
      },
    ],
    IpPermissionsEgress: [
      { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
    ],
  })),
});
