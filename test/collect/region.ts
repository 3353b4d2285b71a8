import type { EstateRegion } from '../../estate/file.ts';
import { balancers } from './balancers.ts';
import { machines } from './machines.ts';
import { network } from './network.ts';
import { ACCOUNT, id, many, REGION, type Sizes } from './sizes.ts';

/** A Region with so many of everything, each with all the members that AWS always gives. */
export const regionOf = (sizes: Sizes, account = ACCOUNT, region = REGION): EstateRegion => ({
  eks: eks(sizes, account, region),
  ec2: { ...network(sizes, account), ...machines(sizes, account) },
  'elastic-load-balancing-v2': balancers(sizes, account, region),
  'elastic-load-balancing': {
    LoadBalancerDescriptions: many(sizes.classicLoadBalancers, (i) => ({
      LoadBalancerName: `classic-${i}`,
      DNSName: `classic-${i}.example.com`,
      Scheme: i < sizes.facingClassicLoadBalancers ? 'internet-facing' : 'internal',
      VPCId: id('vpc', 0),
      Subnets: [id('subnet', 0)],
      SecurityGroups: [id('sg', 0)],
      Instances: [{ InstanceId: id('i', 0) }],
      ListenerDescriptions: [
        { Listener: { Protocol: 'http', LoadBalancerPort: 80, InstanceProtocol: 'http', InstancePort: 30_080 } },
      ],
    })),
    DescribeLoadBalancerAttributes: Object.fromEntries(
      many(sizes.classicLoadBalancers, (i) => [
        `classic-${i}`,
        { LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: true } } },
      ]),
    ),
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
  podIdentityAssociations: many(sizes.clusters, (i) =>
    many(sizes.podIdentityAssociations, (n) => ({
      clusterName: `c${i}`,
      associationId: `a-${i}-${n}`,
      associationArn: `arn:aws:eks:${region}:${account}:podidentityassociation/c${i}/a-${i}-${n}`,
      namespace: 'shop',
      serviceAccount: `s${n}`,
      roleArn: `arn:aws:iam::${account}:role/shop`,
      targetRoleArn: `arn:aws:iam::222222222222:role/shop`,
      ownerArn: `arn:aws:eks:${region}:${account}:addon/c${i}/shop/0`,
      disableSessionTags: true,
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
