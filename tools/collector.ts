import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { clusterRole } from '../shared/permissions/index.ts';

/** deploy/collector.yaml: what reads a cluster from inside its network, with the rights that the facts need. Run this file to write it; a test compares. */
export const collectorFile = new URL('../deploy/collector.yaml', import.meta.url);

const name = 'postern-collector';
const namespace = 'postern';
const files = '/var/run/postern';
const settings = '/etc/postern';
/** Of nobody else in the image or on the node. */
const user = 65_532;

const head = `# Reads a cluster from inside its network, for scans that cannot reach its API (docs/decisions/025-facts-from-inside.md).
# Made by npm run docs: the ClusterRole is that of postern permissions. Before it is applied, replace
#   IMAGE          an image of your own, by its digest: deploy/Dockerfile builds one
#   ACCOUNT_ID, CLUSTER_REGION, CLUSTER_NAME   whose facts they are: the names that EKS has for this cluster
#   BUCKET, BUCKET_REGION    where scans keep their runs: --out of postern scan, or the bucket of the deployment
# and give the ServiceAccount an IAM role, by EKS Pod Identity or IRSA, that may write below one folder (docs/runbook.md, "Clusters").
`;

const metadata = { name, namespace };
const binding = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterRole().metadata.name };

/** client-node knows no service account by itself that we would take: a kubeconfig that names its files. */
const kubeconfig = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'inside',
  clusters: [
    { name: 'cluster', cluster: { server: 'https://kubernetes.default.svc', 'certificate-authority': `${files}/ca.crt` } },
  ],
  users: [{ name: 'collector', user: { tokenFile: `${files}/token` } }],
  contexts: [{ name: 'inside', context: { cluster: 'cluster', user: 'collector' } }],
};

/** Each in one word with its flag: alone, an account id would be a number to YAML. */
const whose = ['--account=ACCOUNT_ID', '--region=CLUSTER_REGION', '--cluster=CLUSTER_NAME'];
const container = {
  name: 'collect',
  image: 'IMAGE',
  args: ['collect', `--kubeconfig=${settings}/kubeconfig`, ...whose, '--snapshot=s3://BUCKET'],
  env: [{ name: 'AWS_REGION', value: 'BUCKET_REGION' }],
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
  volumeMounts: [
    { name: 'api', mountPath: files, readOnly: true },
    { name: 'settings', mountPath: settings, readOnly: true },
  ],
};

/** The one token is good for an hour, and is what the API server is asked with; the pod has no other mounted. */
const pod = {
  serviceAccountName: name,
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  restartPolicy: 'Never',
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  securityContext: {
    ...{ runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user },
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [container],
  volumes: [
    {
      name: 'api',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ],
      },
    },
    { name: 'settings', configMap: { name } },
  ],
};

/** Four times a day: one that fails leaves facts that are still young enough. */
const cronJob = {
  schedule: '17 */6 * * *',
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 3600,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 3,
  jobTemplate: {
    spec: { backoffLimit: 1, activeDeadlineSeconds: 1800, ttlSecondsAfterFinished: 86_400, template: { spec: pod } },
  },
};

const objects: readonly object[] = [
  {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  },
  { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '4', 'limits.memory': '4Gi' } } },
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
  clusterRole(),
  {
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name }, roleRef: binding },
    subjects: [{ kind: 'ServiceAccount', ...metadata }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { kubeconfig: stringify(kubeconfig) } },
  { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: cronJob },
];

export const collectorText = (): string =>
  head + objects.map((object) => `---\n${stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 })}`).join('');

if (import.meta.main) writeFileSync(collectorFile, collectorText());
