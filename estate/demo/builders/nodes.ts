import type { AMITypes } from '@aws-sdk/client-eks';
import type { Cluster } from './cluster.ts';
import { arnOf, hex, idOf, roleArn, uuidOf } from './ids.ts';
import { type Node, node } from './instances.ts';
import { type Parts, together } from './parts.ts';
import type { SubnetRef } from './places.ts';
import { anywhere, type Group, type GroupRef, securityGroup, tcp } from './security-groups.ts';

export interface NodeGroupSpec {
  readonly name: string;
  readonly count: number;
  readonly instanceType?: string;
  readonly amiType?: AMITypes;
  readonly imageId?: string;
  readonly release?: string;
  readonly created: string;
  /** In the public subnets, with public addresses. */
  readonly isPublic?: boolean;
  /** Remote access as EKS configures it: without sources the port is open to everyone. */
  readonly ssh?: { readonly key: string; readonly sources?: readonly string[] };
  /** Groups of a launch template of the owner's; without them the nodes have the cluster security group. */
  readonly groups?: readonly GroupRef[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface NodeGroup {
  readonly nodes: readonly Node[];
  readonly parts: Parts;
}

/** A managed node group: what EKS says of it, its launch template, its instances and their interfaces. */
export function nodeGroup(cluster: Cluster, spec: NodeGroupSpec): NodeGroup {
  const autoScalingGroup = `eks-${spec.name}-${uuidOf(cluster.arn, spec.name)}`;
  const remote = spec.ssh && remoteAccessGroup(cluster, spec, spec.ssh.sources ?? []);
  const groups = [...(spec.groups ?? [cluster.group]), ...(remote ? [remote.ref] : [])];
  const template = launchTemplate(cluster, spec, groups);
  const made = launch(cluster, spec, groups, {
    'aws:autoscaling:groupName': autoScalingGroup,
    'aws:ec2launchtemplate:id': template.id,
    'aws:ec2launchtemplate:version': '1',
    'aws:eks:cluster-name': cluster.name,
    'eks:cluster-name': cluster.name,
    'eks:nodegroup-name': spec.name,
    'k8s.io/cluster-autoscaler/enabled': 'true',
    [`k8s.io/cluster-autoscaler/${cluster.name}`]: 'owned',
    [`kubernetes.io/cluster/${cluster.name}`]: 'owned',
  });
  const described = { eks: { nodegroups: [describe(cluster, spec, autoScalingGroup, template, remote?.ref)] } };
  return { nodes: made.nodes, parts: together(described, template.parts, remote?.parts ?? {}, made.parts) };
}

/** Nodes that their owner starts, in an Auto Scaling group of the owner's: EKS does not know them, their tags tell. */
export function selfManagedNodes(cluster: Cluster, spec: NodeGroupSpec): NodeGroup {
  return launch(cluster, spec, spec.groups ?? [cluster.group], {
    'aws:autoscaling:groupName': spec.name,
    Name: spec.name,
    [`kubernetes.io/cluster/${cluster.name}`]: 'owned',
  });
}

function launch(
  cluster: Cluster,
  spec: NodeGroupSpec,
  groups: readonly GroupRef[],
  tags: Readonly<Record<string, string>>,
): NodeGroup {
  const subnets = subnetsOf(cluster, spec);
  const nodes = Array.from({ length: spec.count }, (_, i) => {
    const subnet = subnets[i % subnets.length];
    if (!subnet) throw new Error(`${spec.name}: no subnet for its nodes`);
    return node(cluster, spec, { subnet, groups, tags, index: i });
  });
  return { nodes, parts: together(...nodes.map(({ parts }) => parts)) };
}

const subnetsOf = ({ network }: Cluster, { isPublic = false }: NodeGroupSpec): readonly SubnetRef[] =>
  isPublic ? network.publicSubnets : network.privateSubnets;

/** The group that EKS makes for SSH: from the sources that were named, or from everywhere. */
function remoteAccessGroup(cluster: Cluster, { name }: NodeGroupSpec, sources: readonly string[]): Group {
  return securityGroup(cluster.network, {
    name: `eks-remoteAccess-${uuidOf(cluster.arn, name, 'ssh')}`,
    description: 'Security group for all nodes in the nodeGroup to allow SSH access',
    ingress: () => [{ ...tcp(22), ...(sources.length > 0 ? { groups: sources } : anywhere) }],
    tags: { 'eks:cluster-name': cluster.name, 'eks:nodegroup-name': name, eks: name },
  });
}

/** The launch template that EKS keeps for a node group, or the owner's where the groups are the owner's. */
function launchTemplate(cluster: Cluster, spec: NodeGroupSpec, groups: readonly GroupRef[]) {
  const { network } = cluster;
  const id = idOf('lt', cluster.arn, spec.name);
  const name = spec.groups ? `${cluster.name}-${spec.name}` : `eks-${uuidOf(cluster.arn, spec.name)}`;
  const owner = spec.groups
    ? roleArn(network, 'platform')
    : roleArn(network, 'aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup');
  const version = {
    LaunchTemplateId: id,
    LaunchTemplateName: name,
    VersionNumber: 1,
    DefaultVersion: true,
    CreateTime: spec.created,
    CreatedBy: owner,
    LaunchTemplateData: {
      SecurityGroupIds: groups.map(({ GroupId }) => GroupId),
      MetadataOptions: { HttpTokens: 'required' as const, HttpPutResponseHopLimit: 1 },
      ...(spec.ssh ? { KeyName: spec.ssh.key } : {}),
    },
  };
  return { id, name, parts: { ec2: { LaunchTemplateVersions: [version] } } };
}

function describe(
  cluster: Cluster,
  spec: NodeGroupSpec,
  autoScalingGroup: string,
  template: { readonly id: string; readonly name: string },
  remote: GroupRef | undefined,
) {
  const { name, count, ssh, release, created } = spec;
  const { id, name: templateName } = template;
  return {
    clusterName: cluster.name,
    nodegroupName: name,
    nodegroupArn: arnOf(
      'eks',
      cluster.network,
      `nodegroup/${cluster.name}/${name}/${hex(autoScalingGroup, 8)}-${hex(name, 4)}`,
    ),
    version: cluster.version,
    releaseVersion: release ?? `${cluster.version}.1-20261028`,
    createdAt: created,
    modifiedAt: created,
    status: 'ACTIVE' as const,
    capacityType: 'ON_DEMAND' as const,
    scalingConfig: { minSize: count, maxSize: count * 3, desiredSize: count },
    instanceTypes: [spec.instanceType ?? 'm7i.large'],
    subnets: subnetsOf(cluster, spec).map(({ id }) => id),
    amiType: spec.amiType ?? ('AL2023_x86_64_STANDARD' as const),
    nodeRole: roleArn(cluster.network, `${cluster.name}-node`),
    labels: {},
    resources: {
      autoScalingGroups: [{ name: autoScalingGroup }],
      ...(remote ? { remoteAccessSecurityGroup: remote.GroupId } : {}),
    },
    ...(ssh ? { remoteAccess: { ec2SshKey: ssh.key, sourceSecurityGroups: ssh.sources ?? [] } } : {}),
    ...(spec.groups ? { launchTemplate: { id, name: templateName, version: '1' } } : { diskSize: 20 }),
    health: { issues: [] },
    updateConfig: { maxUnavailable: 1 },
    tags: { ...cluster.tags, ...spec.tags },
  };
}
