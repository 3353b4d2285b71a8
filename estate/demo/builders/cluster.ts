import type { AuthenticationMode, ClusterIssue, LogType } from '@aws-sdk/client-eks';
import { arnOf, hex, roleArn } from './ids.ts';
import { networkInterface } from './interfaces.ts';
import { type Parts, type Plain, together } from './parts.ts';
import type { Network } from './places.ts';
import { type GroupRef, type Rule, securityGroup } from './security-groups.ts';

export interface ClusterSpec {
  readonly name: string;
  readonly version: string;
  readonly platformVersion: string;
  readonly created: string;
  /** What is configured for the public endpoint, and whether there is one. The CIDRs stay when it is turned off. */
  readonly publicEndpoint: boolean;
  readonly publicCidrs: readonly string[];
  readonly privateEndpoint?: boolean;
  /** ARN of the key that encrypts Secrets; without one EKS returns no encryptionConfig. */
  readonly key?: string;
  readonly issues?: readonly Plain<ClusterIssue>[];
  readonly supportType?: 'STANDARD' | 'EXTENDED';
  readonly logs?: readonly LogType[];
  readonly authentication?: AuthenticationMode;
  readonly deletionProtection?: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** More rules of the cluster security group than EKS makes. */
  readonly ingress?: readonly Rule[];
}

export interface Cluster extends ClusterSpec {
  readonly arn: string;
  readonly network: Network;
  readonly group: GroupRef;
  readonly parts: Parts;
}

const everyLog: readonly LogType[] = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/**
 * A cluster with its security group and its two control-plane interfaces. Endpoint and certificate authority are not here: the estate's
 * server puts its own in, and without one nothing leads out to a real host.
 */
export function cluster(network: Network, spec: ClusterSpec): Cluster {
  const { name, created, ingress = [] } = spec;
  const group = securityGroup(network, {
    name: `eks-cluster-sg-${name}-${parseInt(hex(name, 8), 16)}`,
    description:
      'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
    ingress: (id) => [{ groups: [id] }, ...ingress],
    tags: { Name: `eks-cluster-sg-${name}`, [`kubernetes.io/cluster/${name}`]: 'owned', 'aws:eks:cluster-name': name },
  });
  const arn = arnOf('eks', network, `cluster/${name}`);
  const interfaces = subnetsOf(network).map((subnet, i) =>
    networkInterface({
      network,
      subnet,
      name: `${name} control plane ${i}`,
      description: `Amazon EKS ${name}`,
      groups: [group.ref],
      attachment: { DeviceIndex: 1, InstanceOwnerId: '600000000002', AttachTime: created },
      requesterId: `AROA${hex('eks', 17).toUpperCase()}:AmazonEKS`,
      addresses: [network.address(subnet)],
    }),
  );
  const parts = { ec2: { NetworkInterfaces: interfaces }, eks: { clusters: [described(network, spec, arn, group.ref)] } };
  return { ...spec, arn, network, group: group.ref, parts: together(group.parts, parts) };
}

/** The subnets that the cluster was made with: the private ones, where there are any. */
const subnetsOf = ({ privateSubnets, publicSubnets }: Network) =>
  (privateSubnets.length > 0 ? privateSubnets : publicSubnets).slice(0, 2);

function described(network: Network, spec: ClusterSpec, arn: string, group: GroupRef) {
  const { name, version, platformVersion, created, key, logs = everyLog, tags, issues = [] } = spec;
  const off = everyLog.filter((type) => !logs.includes(type));
  return {
    name,
    arn,
    createdAt: created,
    version,
    platformVersion,
    status: 'ACTIVE' as const,
    roleArn: roleArn(network, `${name}-cluster`),
    resourcesVpcConfig: {
      vpcId: network.vpcId,
      subnetIds: [...network.privateSubnets, ...network.publicSubnets].map(({ id }) => id),
      securityGroupIds: [],
      clusterSecurityGroupId: group.GroupId,
      endpointPublicAccess: spec.publicEndpoint,
      endpointPrivateAccess: spec.privateEndpoint ?? true,
      publicAccessCidrs: spec.publicCidrs,
      controlPlaneEgressMode: 'AWS_MANAGED' as const,
    },
    kubernetesNetworkConfig: {
      ...(network.ipv6Cidr === undefined
        ? { serviceIpv4Cidr: '172.20.0.0/16', ipFamily: 'ipv4' as const }
        : { serviceIpv6Cidr: 'fd00:10:96::/108', ipFamily: 'ipv6' as const }),
      elasticLoadBalancing: { enabled: false },
    },
    logging: {
      clusterLogging: [
        ...(logs.length > 0 ? [{ types: logs, enabled: true }] : []),
        ...(off.length > 0 ? [{ types: off, enabled: false }] : []),
      ],
    },
    identity: { oidc: { issuer: `https://oidc.eks.${network.region}.amazonaws.com/id/${hex(arn, 32).toUpperCase()}` } },
    accessConfig: {
      authenticationMode: spec.authentication ?? ('API' as const),
      bootstrapClusterCreatorAdminPermissions: spec.authentication === 'CONFIG_MAP',
    },
    upgradePolicy: { supportType: spec.supportType ?? ('STANDARD' as const) },
    ...(key === undefined ? {} : { encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: key } }] }),
    health: { issues },
    deletionProtection: spec.deletionProtection ?? false,
    tags,
  };
}
