import type { Cluster } from './cluster.ts';
import { hex, uuidOf } from './ids.ts';
import type { Node } from './instances.ts';
import type { KubernetesObject } from './parts.ts';

export interface WorkloadSpec {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly replicas?: number;
  readonly port?: number;
  /** Meets the Pod Security Standard `restricted`. */
  readonly hardened?: boolean;
  readonly serviceAccount?: string;
  readonly hostNetwork?: boolean;
  /** Further members of its pods' specification, and of its container. */
  readonly pod?: Readonly<Record<string, unknown>>;
  readonly container?: Readonly<Record<string, unknown>>;
}

/** Builds the objects of one cluster; pods are spread over its nodes and take the addresses that the nodes have for them. */
export interface Workloads {
  readonly namespace: (name: string, labels?: Readonly<Record<string, string>>) => KubernetesObject[];
  readonly deployment: (spec: WorkloadSpec) => KubernetesObject[];
  readonly daemonSet: (spec: WorkloadSpec) => KubernetesObject[];
  /** A pod that nothing keeps: somebody made it by hand. */
  readonly pod: (spec: WorkloadSpec) => KubernetesObject[];
  readonly cronJob: (spec: WorkloadSpec & { readonly schedule: string }) => KubernetesObject[];
}

interface Labelled {
  readonly [label: string]: string;
}

export function workloads(cluster: Cluster, nodes: readonly Node[]): Workloads {
  const free = nodes.map(({ podIps }) => [...podIps]);
  let turn = 0;
  const { created } = cluster;
  const pod = (spec: WorkloadSpec, owner: Owner | undefined, at = turn++ % Math.max(nodes.length, 1)): KubernetesObject[] => {
    const node = nodes[at];
    if (!node) return [];
    const ip = spec.hostNetwork ? node.ip : free[at]?.shift();
    if (ip === undefined) throw new Error(`${cluster.name}: ${node.name} has no address left for a pod of ${spec.name}`);
    return [podOf(spec, owner, { node, ip, cluster })];
  };
  return {
    namespace: (name, labels = {}) => [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels }, creationTimestamp: created },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ],
    deployment: (spec) => {
      const made = deploymentOf(spec, cluster);
      return [
        ...made,
        ...Array.from({ length: spec.replicas ?? 1 }, () => pod(spec, ofApps('ReplicaSet', replicaSetName(spec)))).flat(),
      ];
    },
    daemonSet: (spec) => [
      daemonSetOf(spec, cluster, nodes.length),
      ...nodes.flatMap((_, i) => pod(spec, ofApps('DaemonSet', spec.name), i)),
    ],
    pod: (spec) => pod(spec, undefined),
    cronJob: ({ schedule, ...spec }) => [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: metadataOf(spec, cluster, { apiVersion: 'batch/v1', kind: 'CronJob', name: spec.name }),
        spec: { schedule, jobTemplate: { spec: { template: templateOf(spec) } } },
        status: {},
      },
    ],
  };
}

const ofApps = (kind: string, name: string): Owner => ({ apiVersion: 'apps/v1', kind, name });
const replicaSetName = ({ name }: WorkloadSpec): string => `${name}-${hex(`${name} template`, 10)}`;

const metadataOf = (spec: WorkloadSpec, cluster: Cluster, { kind, name }: Owner) => ({
  namespace: spec.namespace,
  uid: uidOf(cluster, spec, kind, name),
  name,
  labels: labelsOf(spec),
  creationTimestamp: cluster.created,
});
const uidOf = ({ arn }: Cluster, { namespace }: WorkloadSpec, kind: string, name: string): string =>
  uuidOf(arn, namespace, kind, name);

/** A Deployment and the ReplicaSet that it made. */
function deploymentOf(spec: WorkloadSpec, cluster: Cluster): KubernetesObject[] {
  const { replicas = 1 } = spec;
  const desired = { replicas, selector: { matchLabels: labelsOf(spec) }, template: templateOf(spec) };
  const status = { replicas, readyReplicas: replicas, availableReplicas: replicas, observedGeneration: 1 };
  const deployment = ofApps('Deployment', spec.name);
  const replicaSet = metadataOf(spec, cluster, ofApps('ReplicaSet', replicaSetName(spec)));
  const metadata = metadataOf(spec, cluster, deployment);
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: desired, status },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { ...replicaSet, ownerReferences: [controller(cluster, spec, deployment)] },
      spec: desired,
      status,
    },
  ];
}

function daemonSetOf(spec: WorkloadSpec, cluster: Cluster, count: number): KubernetesObject {
  const desired = { selector: { matchLabels: labelsOf(spec) }, template: templateOf(spec) };
  const status = { currentNumberScheduled: count, desiredNumberScheduled: count, numberReady: count };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadataOf(spec, cluster, ofApps('DaemonSet', spec.name)),
    spec: desired,
    status,
  };
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}
const controller = (cluster: Cluster, spec: WorkloadSpec, owner: Owner) => ({
  ...owner,
  uid: uidOf(cluster, spec, owner.kind, owner.name),
  controller: true,
});

const labelsOf = ({ name }: WorkloadSpec): Labelled => ({ 'app.kubernetes.io/name': name });

function templateOf(spec: WorkloadSpec) {
  return { metadata: { labels: labelsOf(spec) }, spec: podSpec(spec) };
}

function podSpec(spec: WorkloadSpec) {
  const { name, image, port, hardened = false, serviceAccount = 'default', hostNetwork = false, container = {} } = spec;
  return {
    ...spec.pod,
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: !hardened,
    ...(hostNetwork ? { hostNetwork } : {}),
    ...(hardened ? { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } } : {}),
    containers: [
      {
        name,
        image,
        ...(port === undefined ? {} : { ports: [{ containerPort: port, protocol: 'TCP' }] }),
        ...(hardened
          ? {
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              resources: {
                requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '64Mi' },
                limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '128Mi' },
              },
            }
          : {}),
        ...container,
      },
    ],
  };
}

function podOf(
  spec: WorkloadSpec,
  owner: Owner | undefined,
  { node, ip, cluster }: { readonly node: Node; readonly ip: string; readonly cluster: Cluster },
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: spec.namespace,
      name: owner === undefined ? spec.name : `${owner.name}-${hex(`${owner.name} ${node.name} ${ip}`, 5)}`,
      labels: labelsOf(spec),
      creationTimestamp: cluster.created,
      ...(owner && { ownerReferences: [controller(cluster, spec, owner)] }),
    },
    spec: { ...podSpec(spec), nodeName: node.name },
    status: { phase: 'Running', hostIP: node.ip, podIP: ip, podIPs: [{ ip }] },
  };
}
