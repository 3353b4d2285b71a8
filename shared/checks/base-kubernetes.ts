/** What runs in the compliant cluster: one Deployment with one pod in a namespace of its own, on one node. */

import type { Stored } from '../facts/index.ts';
import { questions } from '../facts/own-rights.ts';
import type { Container, PodSpec } from '../facts/pod-spec.ts';
import { account, region } from './base-names.ts';

const digest = `sha256:${'4f5c'.repeat(16)}`;
const image = `${account}.dkr.ecr.${region}.amazonaws.com/shop/web:1.4.2@${digest}`;

export const container: Container = {
  name: 'web',
  list: 'containers',
  image,
  imagePullPolicy: 'IfNotPresent',
  programs: [],
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  env: [{ name: 'LOG_LEVEL', from: 'value' }],
  envFrom: [],
  credentials: [],
  resources: {
    requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    limits: { cpu: '500m', memory: '128Mi', 'ephemeral-storage': '128Mi' },
  },
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  handlerHosts: [],
  securityContext: {
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 65532,
    runAsGroup: 65532,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

export const podSpec: PodSpec = {
  hostUsers: false,
  automountServiceAccountToken: false,
  serviceAccountName: 'web',
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  resources: {},
  containers: [container],
  volumes: [{ name: 'tmp', type: 'emptyDir' }],
  annotations: {},
  credentials: [],
  imagePullSecrets: [],
  hostAliases: [],
};

const labels = { app: 'web' };
const uid = (kind: string): string => `${kind}-0000-4000-8000-000000000000`;

export const controllers: readonly Stored<'controllers'>[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
    uid: uid('deployment'),
    replicas: 1,
    template: { labels, spec: podSpec },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace: 'shop',
    name: 'web-7d4',
    uid: uid('replicaset'),
    owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: uid('deployment') },
    replicas: 1,
  },
];

export const firstPod: Stored<'pods'> = {
  namespace: 'shop',
  name: 'web-7d4-x',
  uid: uid('pod'),
  labels,
  owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d4', uid: uid('replicaset') },
  mirror: false,
  phase: 'Running',
  createdAt: '2026-08-20T08:00:00Z',
  node: 'ip-10-0-0-10.ec2.internal',
  podIPs: ['10.0.0.20'],
  spec: podSpec,
  images: [{ container: 'web', image, imageId: image.replace(/:1\.4\.2@/, '@') }],
};
export const pods: readonly Stored<'pods'>[] = [firstPod];

export const node: Stored<'nodes'> = {
  name: 'ip-10-0-0-10.ec2.internal',
  createdAt: '2026-08-20T07:50:00Z',
  labels: { 'kubernetes.io/os': 'linux', 'eks.amazonaws.com/nodegroup': 'general' },
  providerId: `aws:///${region}a/i-general`,
  unschedulable: false,
  taints: [],
  addresses: [{ type: 'InternalIP', address: '10.0.0.10' }],
  kubeletVersion: 'v1.34.2-eks-b3126f4',
  containerRuntimeVersion: 'containerd://2.1.5',
  kernelVersion: '6.12.55-74.119.amzn2023.x86_64',
  osImage: 'Amazon Linux 2023.9.20260801',
  operatingSystem: 'linux',
  architecture: 'amd64',
  userNamespaces: true,
};

const restricted = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/enforce-version': 'latest',
};
export const namespaces: readonly Stored<'namespaces'>[] = ['default', 'kube-system', 'shop'].map((name) => ({
  name,
  phase: 'Active',
  labels: { 'kubernetes.io/metadata.name': name, ...(name === 'kube-system' ? {} : restricted) },
}));

/** The API server's own Service, which every cluster has. */
export const apiService: Stored<'services'> = {
  namespace: 'default',
  name: 'kubernetes',
  type: 'ClusterIP',
  ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 443 }],
  selector: {},
  externalIPs: [],
  ingress: [],
  annotations: {},
};

export const serviceAccounts: readonly Stored<'serviceAccounts'>[] = ['default', 'web'].map((name) => ({
  namespace: 'shop',
  name,
  automountServiceAccountToken: false,
  secrets: [],
  imagePullSecrets: [],
}));

export const resourceQuota: Stored<'resourceQuotas'> = {
  namespace: 'shop',
  name: 'shop',
  hard: { 'requests.cpu': '20', 'requests.memory': '64Gi', pods: '200' },
  scoped: false,
};

export const limitRange: Stored<'limitRanges'> = {
  namespace: 'shop',
  name: 'shop',
  limits: [{ type: 'Container', default: { memory: '256Mi' }, defaultRequest: { cpu: '100m', memory: '256Mi' } }],
};

export const networkPolicy: Stored<'networkPolicies'> = { namespace: 'shop', name: 'default-deny' };
export const configMap: Stored<'configMaps'> = { namespace: 'shop', name: 'web', credentials: [] };

/** The scanner reads, and may do nothing else. */
export const ownRights: readonly Stored<'ownRights'>[] = questions.map((question) => ({ ...question, allowed: false }));
