import { id, many, type Sizes } from './sizes.ts';

/** What stands in EC2, each with all the members that EC2 always gives. */
export const network = (sizes: Sizes, account: string) => ({
  Vpcs: many(sizes.vpcs, (i) => ({
    VpcId: id('vpc', i),
    IsDefault: false,
    OwnerId: account,
    CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
  })),
  Subnets: many(sizes.subnets, (i) => ({
    SubnetId: id('subnet', i),
    VpcId: id('vpc', 0),
    AvailabilityZoneId: 'euc1-az1',
    CidrBlock: '10.0.0.0/24',
    Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } }],
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
    MapPublicIpOnLaunch: false,
    OwnerId: account,
  })),
  RouteTables: many(sizes.routeTables, (i) => ({
    RouteTableId: id('rtb', i),
    VpcId: id('vpc', 0),
    Associations: [{ Main: i === 0, AssociationState: { State: 'associated' } }],
    Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: id('igw', 0), State: 'active', Origin: 'CreateRoute' }],
  })),
  NetworkAcls: many(sizes.networkAcls, (i) => ({
    NetworkAclId: id('acl', i),
    VpcId: id('vpc', 0),
    IsDefault: true,
    Associations: [{ SubnetId: id('subnet', 0) }],
    Entries: [
      { RuleNumber: 100, Egress: false, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
      {
        RuleNumber: 101,
        Egress: false,
        RuleAction: 'deny',
        Protocol: '6',
        Ipv6CidrBlock: '::/0',
        PortRange: { From: 22, To: 22 },
      },
      {
        RuleNumber: 102,
        Egress: true,
        RuleAction: 'allow',
        Protocol: '1',
        CidrBlock: '0.0.0.0/0',
        IcmpTypeCode: { Type: -1, Code: -1 },
      },
    ],
  })),
  InternetGateways: many(sizes.internetGateways, (i) => ({
    InternetGatewayId: id('igw', i),
    Attachments: [{ VpcId: id('vpc', 0), State: 'available' }],
  })),
  EgressOnlyInternetGateways: many(sizes.egressOnlyInternetGateways, (i) => ({
    EgressOnlyInternetGatewayId: id('eigw', i),
    Attachments: [{ VpcId: id('vpc', 0), State: 'attached' }],
  })),
  NatGateways: many(sizes.natGateways, (i) => ({
    NatGatewayId: id('nat', i),
    VpcId: id('vpc', 0),
    SubnetId: id('subnet', 0),
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [{ PublicIp: '203.0.113.9' }],
  })),
  VpcBlockPublicAccessOptions: {
    AwsAccountId: account,
    State: 'update-complete',
    InternetGatewayBlockMode: sizes.exclusions === 'none' ? 'off' : 'block-ingress',
  },
  VpcBlockPublicAccessExclusions: many(sizes.exclusions === 'none' ? 0 : sizes.exclusions, (i) => ({
    ExclusionId: id('vpcbpa-exclude', i),
    ResourceArn: `arn:aws:ec2:eu-central-1:${account}:${i % 2 === 0 ? `vpc/${id('vpc', i)}` : `subnet/${id('subnet', i)}`}`,
    InternetGatewayExclusionMode: 'allow-egress',
    State: 'create-complete',
  })),
  PrefixLists: many(sizes.prefixLists, (i) => ({
    PrefixListId: id('pl', i),
    PrefixListName: `list-${i}`,
    OwnerId: account,
    AddressFamily: 'IPv4',
  })),
  GetManagedPrefixListEntries: Object.fromEntries(
    many(sizes.prefixLists, (i) => [id('pl', i), many(sizes.entries, (e) => ({ Cidr: `192.0.2.${e % 256}/32` }))]),
  ),
});
