import { tag } from '../../facts/fact.ts';

type Tags = Readonly<Record<string, string>>;

/** Tags whose value is the cluster's name: of EKS, its Auto Mode, the AWS Load Balancer Controller, the VPC CNI, and of kOps. */
const nameTags = [
  'aws:eks:cluster-name',
  'eks:cluster-name',
  'eks:eks-cluster-name',
  'elbv2.k8s.aws/cluster',
  'cluster.k8s.amazonaws.com/name',
  'KubernetesCluster',
] as const;

/** Tags whose key ends in the cluster's name: of the AWS cloud provider, and of the AWS provider of Cluster API. */
const nameKeys = ['kubernetes.io/cluster/', 'sigs.k8s.io/cluster-api-provider-aws/cluster/'] as const;

/** The tag that says that a resource is of the cluster, as evidence quotes it. */
export function clusterTag(tags: Tags, cluster: string): string | undefined {
  for (const prefix of nameKeys) {
    const value = tag(tags, prefix + cluster);
    if (value !== undefined) return `${prefix}${cluster}=${value}`;
  }
  const found = nameTags.find((key) => tag(tags, key) === cluster);
  return found === undefined ? undefined : `${found}=${cluster}`;
}

/** What may be a cluster of its owner's making: the names that an instance is tagged with, each with its tag as evidence quotes it. */
export function clusterNames(tags: Tags): readonly (readonly [name: string, says: string])[] {
  const byKey = Object.entries(tags).flatMap(([key, value]) =>
    nameKeys.filter((prefix) => key.startsWith(prefix)).map((prefix) => [key.slice(prefix.length), `${key}=${value}`] as const),
  );
  const byValue = tag(tags, 'KubernetesCluster');
  return byValue === undefined ? byKey : [...byKey, [byValue, `KubernetesCluster=${byValue}`]];
}

/** Whether a resource is tagged as one of these clusters', whoever else's as well. */
export const isTaggedOf = (tags: Tags, clusters: ReadonlySet<string>): boolean =>
  clusterNames(tags).some(([name]) => clusters.has(name)) || nameTags.some((key) => clusters.has(tag(tags, key) ?? ''));

/** A tag of EKS, which nobody else can set. */
export const isTaggedByEks = (tags: Tags): boolean => tag(tags, 'aws:eks:cluster-name') !== undefined;

/** A tag of kOps that gives an instance a role in a cluster, and does not name it. */
export const kopsRole = (tags: Tags): string | undefined => Object.keys(tags).find((key) => key.startsWith('k8s.io/role/'));
