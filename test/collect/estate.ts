import type { Estate, EstateRegion } from '../../estate/file.ts';
import { type Aws, type AwsOptions, createAws } from '../../shared/clients/aws.ts';
import type { Budget } from '../../shared/clients/budget.ts';
import { type Context, contextOf } from '../../shared/collect/collector.ts';

export const ACCOUNT = '111111111111';
export const REGION = 'eu-central-1';

/** How many there are of what the call plan counts. */
export interface Sizes {
  readonly clusters: number;
  readonly nodeGroups: number;
  readonly keys: number;
  readonly versions: number;
  readonly securityGroups: number;
  readonly networkInterfaces: number;
  readonly instances: number;
  readonly subnets: number;
  readonly vpcs: number;
  readonly routeTables: number;
  readonly networkAcls: number;
  readonly internetGateways: number;
  readonly egressOnlyInternetGateways: number;
  readonly natGateways: number;
  readonly loadBalancers: number;
  readonly classicLoadBalancers: number;
  /** Prefix lists that exist; the first `usedPrefixLists` of them are named by rules. */
  readonly prefixLists: number;
  readonly usedPrefixLists: number;
  readonly entries: number;
}

/** Of everything a little, so that every operation has something to answer. */
export const SMALL: Sizes = {
  clusters: 2,
  nodeGroups: 2,
  keys: 1,
  versions: 2,
  securityGroups: 2,
  networkInterfaces: 2,
  instances: 2,
  subnets: 2,
  vpcs: 1,
  routeTables: 2,
  networkAcls: 1,
  internetGateways: 1,
  egressOnlyInternetGateways: 1,
  natGateways: 1,
  loadBalancers: 2,
  classicLoadBalancers: 2,
  prefixLists: 2,
  usedPrefixLists: 1,
  entries: 2,
};

const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const id = (prefix: string, index: number) => `${prefix}-${index.toString(16).padStart(8, '0')}`;

/** A Region with so many of everything, each with all the members that AWS always gives. */
const regionOf = (sizes: Sizes, account = ACCOUNT, region = REGION): EstateRegion => ({
  eks: eks(sizes, account, region),
  ec2: { ...network(sizes, account), ...machines(sizes, account) },
  'elastic-load-balancing-v2': {
    LoadBalancers: many(sizes.loadBalancers, (i) => ({
      LoadBalancerArn: `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/net/lb-${i}/0`,
      LoadBalancerName: `lb-${i}`,
      DNSName: `lb-${i}.example.com`,
      Scheme: 'internal',
      Type: 'network',
      State: { Code: 'active' },
      VpcId: id('vpc', 0),
      IpAddressType: 'ipv4',
      AvailabilityZones: [{ SubnetId: id('subnet', 0) }],
    })),
    TagDescriptions: many(sizes.loadBalancers, (i) => ({
      ResourceArn: `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/net/lb-${i}/0`,
      Tags: [{ Key: 'kubernetes.io/cluster/c0', Value: 'owned' }],
    })),
  },
  'elastic-load-balancing': {
    LoadBalancerDescriptions: many(sizes.classicLoadBalancers, (i) => ({
      LoadBalancerName: `classic-${i}`,
      DNSName: `classic-${i}.example.com`,
      Scheme: 'internet-facing',
      VPCId: id('vpc', 0),
      Subnets: [id('subnet', 0)],
      SecurityGroups: [id('sg', 0)],
      Instances: [{ InstanceId: id('i', 0) }],
    })),
  },
  kms: {
    DescribeKey: Object.fromEntries(
      many(sizes.keys, (i) => [
        `${i}`,
        {
          KeyMetadata: {
            KeyId: `${i}`,
            AWSAccountId: account,
            KeyState: 'Enabled',
            KeyManager: 'CUSTOMER',
            DeletionDate: '2026-12-01T00:00:00.000Z',
          },
        },
      ]),
    ),
  },
});

const eks = (sizes: Sizes, account: string, region: string) => ({
  clusters: many(sizes.clusters, (i) => ({
    name: `c${i}`,
    arn: `arn:aws:eks:${region}:${account}:cluster/c${i}`,
    status: 'ACTIVE',
    createdAt: '2026-01-01T00:00:00.000Z',
    version: '1.33',
    platformVersion: 'eks.1',
    endpoint: 'https://cluster.example.com',
    certificateAuthority: { data: 'LS0t' },
    resourcesVpcConfig: {
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      publicAccessCidrs: ['198.51.100.0/24'],
      vpcId: id('vpc', 0),
      subnetIds: [id('subnet', 0)],
      clusterSecurityGroupId: id('sg', 0),
      securityGroupIds: [],
    },
    ...(i < sizes.keys && {
      encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: `arn:aws:kms:${region}:${account}:key/${i}` } }],
    }),
    health: { issues: [{ code: 'Other', message: 'something', resourceIds: ['r'] }] },
    upgradePolicy: { supportType: 'STANDARD' },
    tags: {},
  })),
  nodegroups: many(sizes.clusters, (i) =>
    many(sizes.nodeGroups, (n) => ({
      clusterName: `c${i}`,
      nodegroupName: `n${n}`,
      nodegroupArn: `arn:aws:eks:${region}:${account}:nodegroup/c${i}/n${n}/0`,
      status: 'ACTIVE',
      version: '1.33',
      releaseVersion: '1.33.0-20260101',
      amiType: 'AL2023_x86_64_STANDARD',
      subnets: [id('subnet', 0)],
      nodeRole: `arn:aws:iam::${account}:role/node`,
      remoteAccess: { ec2SshKey: 'key', sourceSecurityGroups: [id('sg', 0)] },
      launchTemplate: { id: 'lt-1', name: 'template', version: '1' },
      resources: { autoScalingGroups: [{ name: `asg-${i}-${n}` }], remoteAccessSecurityGroup: id('sg', 0) },
      health: { issues: [{ code: 'Other', message: 'something', resourceIds: ['r'] }] },
      tags: {},
    })),
  ).flat(),
  clusterVersions: many(sizes.versions, (i) => ({
    clusterVersion: `1.${33 - i}`,
    clusterType: 'eks',
    versionStatus: 'STANDARD_SUPPORT',
    endOfStandardSupportDate: '2027-01-01T00:00:00.000Z',
    endOfExtendedSupportDate: '2028-01-01T00:00:00.000Z',
  })),
});

const machines = (sizes: Sizes, account: string) => ({
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

const network = (sizes: Sizes, account: string) => ({
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

/** Accounts with a Region each, all with the same sizes. */
export const estateOf = (sizes: Sizes, accounts: readonly string[] = [ACCOUNT]): Estate => ({
  accounts: Object.fromEntries(
    accounts.map((account) => [
      account,
      {
        global: { iam: { GetAccountSummary: { SummaryMap: { AccountAccessKeysPresent: 1 } } } },
        regions: { [REGION]: regionOf(sizes, account) },
      },
    ]),
  ),
});

/** A budget that never waits: tests of anything else than the budget need none. */
const unlimited: Budget = { take: async () => undefined };

/** AWS at an endpoint of this machine, with nothing of its environment. */
export const awsAt = (endpoint: string, options: Partial<AwsOptions> = {}): Promise<Aws> =>
  createAws({
    endpoint,
    region: REGION,
    credentials: async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }),
    budget: unlimited,
    ...options,
    limits: { attempts: 1, ...options.limits },
  });

export const contextAt = (aws: Aws, account = ACCOUNT, region = REGION): Context =>
  contextOf(aws, { account, region, partition: 'aws' }, () => Promise.reject(new Error('no cluster')));
