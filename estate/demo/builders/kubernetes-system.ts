import type { Cluster } from './cluster.ts';
import type { Node } from './instances.ts';
import { type WorkloadSpec, type Workloads, workloads } from './kubernetes.ts';
import type { KubernetesObject, Parts } from './parts.ts';

/** The objects of a cluster: what every EKS cluster runs, its nodes, and what its owners put there. */
export function kubernetes(
  cluster: Cluster,
  nodes: readonly Node[],
  add: (workloads: Workloads) => readonly KubernetesObject[][],
): Parts {
  const build = workloads(cluster, nodes);
  const running = [...system(cluster, build), ...add(build).flat()];
  const objects = [...running, ...nodes.map((node) => nodeObject(cluster, node)), ...serviceAccounts(running, cluster)];
  return { kubernetes: { [cluster.name]: objects } };
}

/** The service account `default` of each namespace, which Kubernetes makes, and those that something names and nobody has made. */
function serviceAccounts(objects: readonly KubernetesObject[], { created }: Cluster): KubernetesObject[] {
  const wanted = objects.flatMap(({ kind, metadata: { namespace, name }, spec }) => {
    if (namespace === undefined) return kind === 'Namespace' ? [`${name}/default`] : [];
    const { serviceAccountName } = (spec ?? {}) as { readonly serviceAccountName?: string };
    return [
      `${namespace}/default`,
      ...(kind === 'Pod' && serviceAccountName !== undefined ? [`${namespace}/${serviceAccountName}`] : []),
    ];
  });
  const made = objects
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  return [...new Set(wanted)]
    .filter((one) => !made.includes(one))
    .map((one) => {
      const [namespace = '', name = ''] = one.split('/');
      return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name, creationTimestamp: created } };
    });
}

/** An object of a kind that the other builders do not make. */
export const object = (
  kind: string,
  namespace: string,
  name: string,
  { created }: Cluster,
  more: object = {},
): KubernetesObject => ({
  apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'v1',
  kind,
  metadata: { namespace, name, creationTimestamp: created },
  ...more,
});

/** The address that EKS keeps the API's own Service under, in both families. */
const serviceIp = ({ network }: Cluster): string => (network.ipv6Cidr === undefined ? '172.20.0.1' : 'fd00:10:96::1');

function system(cluster: Cluster, build: Workloads): KubernetesObject[] {
  const ip = serviceIp(cluster);
  const part = (name: string, more: Partial<WorkloadSpec> = {}): WorkloadSpec => ({
    namespace: 'kube-system',
    name,
    image: `eks/${name}:v${cluster.version}-eksbuild.1`,
    serviceAccount: name,
    ...more,
  });
  return [
    // Kubernetes itself keeps this one in every cluster: a namespace `default` that holds no more is not in use.
    service(
      'default',
      'kubernetes',
      { clusterIP: ip, ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 443 }], type: 'ClusterIP' },
      cluster,
    ),
    ...build.daemonSet(part('aws-node', { hostNetwork: true })),
    ...build.daemonSet(part('kube-proxy', { hostNetwork: true })),
    ...build.deployment(part('coredns', { replicas: 2, port: 53 })),
  ];
}

export function service(
  namespace: string,
  name: string,
  spec: Readonly<Record<string, unknown>>,
  { created }: Cluster,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name, creationTimestamp: created },
    spec,
    status: { loadBalancer: {} },
  };
}

function nodeObject(cluster: Cluster, node: Node): KubernetesObject {
  const { name, instanceId, subnet, ip, publicIp, instanceType, group, launched } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      creationTimestamp: launched,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': instanceType,
        'topology.kubernetes.io/region': cluster.network.region,
        'topology.kubernetes.io/zone': subnet.zone,
        'eks.amazonaws.com/nodegroup': group,
      },
    },
    spec: { providerID: `aws:///${subnet.zone}/${instanceId}` },
    status: {
      addresses: [
        { type: 'InternalIP', address: ip },
        ...(publicIp === undefined ? [] : [{ type: 'ExternalIP', address: publicIp }]),
        { type: 'Hostname', address: name },
      ],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      nodeInfo: {
        kubeletVersion: `v${cluster.version}.1-eks-1a2b3c4`,
        osImage: 'Amazon Linux 2023.9.20261028',
        kernelVersion: '6.12.55-74.119.amzn2023.x86_64',
        containerRuntimeVersion: 'containerd://2.1.5',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}
