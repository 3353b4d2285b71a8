/** Pods of one Deployment, and Deployments of one namespace, as clusters of some size have them. */
const podsEach = 10;
const namespaces = 500;

const owner = (kind: string, name: string, uid: string) => [{ apiVersion: 'apps/v1', kind, name, uid, controller: true }];

function podSpec(app: string) {
  return {
    serviceAccountName: 'default',
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'app',
        image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/${app}:1.2.3`,
        imagePullPolicy: 'IfNotPresent',
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [
          { name: 'LOG_LEVEL', value: 'info' },
          { name: 'DATABASE_URL', value: 'postgres://db.internal:5432/app' },
          { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'app', key: 'password' } } },
        ],
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
        livenessProbe: { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' }, periodSeconds: 10, failureThreshold: 3 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
  };
}

function podOf(index: number, app: string, namespace: string) {
  const spec = podSpec(app);
  const token = `kube-api-access-${(index % 60_466_176).toString(36).padStart(5, '0')}`;
  const mount = { name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  const now = '2026-01-01T00:00:00Z';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-7d4-${index}`,
      namespace,
      uid: `pod-${index}`,
      labels: { app, 'pod-template-hash': '7d4' },
      annotations: { 'cni.example.com/address': `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}` },
      ownerReferences: owner('ReplicaSet', `${app}-7d4`, `set-${app}`),
    },
    spec: {
      ...spec,
      nodeName: `node-${index % 200}`,
      containers: spec.containers.map((container) => ({ ...container, volumeMounts: [mount] })),
      volumes: [{ name: token, projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] } }],
      tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
    },
    status: {
      phase: 'Running',
      podIPs: [{ ip: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}` }],
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: now,
      })),
      containerStatuses: [
        { name: 'app', image: spec.containers[0]?.image, imageID: `sha256:${'ab'.repeat(32)}`, ready: true, started: true },
      ],
    },
  };
}

/** So many pods with their Deployments, ReplicaSets (this one and two former), and 500 namespaces with what each has. */
export function objectsOf(pods: number): object[] {
  const deployments = Math.ceil(pods / podsEach);
  const namespaceOf = (index: number) => `team-${index % namespaces}`;
  return [
    ...Array.from({ length: namespaces }, (_, index) => ofNamespace(namespaceOf(index))).flat(),
    ...Array.from({ length: deployments }, (_, index) => ofDeployment(`app-${index}`, namespaceOf(index))).flat(),
    ...Array.from({ length: pods }, (_, index) => {
      const deployment = Math.floor(index / podsEach);
      return podOf(index, `app-${deployment}`, namespaceOf(deployment));
    }),
  ];
}

function ofNamespace(name: string): object[] {
  const certificate = `-----BEGIN CERTIFICATE-----\n${'MIIDBTCCAe2gAwIBAgIIWbQ3zJ8yqkwDQYJKoZIhvcNAQELBQAwFTETMBEG\n'.repeat(18)}`;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace: name },
      data: { 'ca.crt': certificate },
    },
  ];
}

function ofDeployment(app: string, namespace: string): object[] {
  const template = { metadata: { labels: { app } }, spec: podSpec(app) };
  const set = (revision: string, uid: string, replicas: number) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${app}-${revision}`, namespace, uid, ownerReferences: owner('Deployment', app, `deployment-${app}`) },
    spec: { replicas, template },
  });
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: app, namespace, uid: `deployment-${app}` },
      spec: { replicas: podsEach, template },
    },
    set('7d4', `set-${app}`, podsEach),
    set('6c3', `set-${app}-6c3`, 0),
    set('5b2', `set-${app}-5b2`, 0),
  ];
}
