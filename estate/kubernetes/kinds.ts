/** One resource of the API: what discovery says of it. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const EVERY_VERB = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
const REVIEW = ['create'] as const;

type Row = readonly [kind: string, plural: string, scope: 'namespaced' | 'cluster', verbs?: readonly string[]];

/** The built-in kinds of Kubernetes 1.34 by group and version, as `kubectl api-resources` lists them. */
const TABLE: readonly (readonly [group: string, version: string, rows: readonly Row[]])[] = [
  [
    '',
    'v1',
    [
      ['ConfigMap', 'configmaps', 'namespaced'],
      ['Endpoints', 'endpoints', 'namespaced'],
      ['Event', 'events', 'namespaced'],
      ['LimitRange', 'limitranges', 'namespaced'],
      ['Namespace', 'namespaces', 'cluster', ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']],
      ['Node', 'nodes', 'cluster'],
      ['PersistentVolume', 'persistentvolumes', 'cluster'],
      ['PersistentVolumeClaim', 'persistentvolumeclaims', 'namespaced'],
      ['Pod', 'pods', 'namespaced'],
      ['PodTemplate', 'podtemplates', 'namespaced'],
      ['ReplicationController', 'replicationcontrollers', 'namespaced'],
      ['ResourceQuota', 'resourcequotas', 'namespaced'],
      ['Secret', 'secrets', 'namespaced'],
      ['Service', 'services', 'namespaced'],
      ['ServiceAccount', 'serviceaccounts', 'namespaced'],
    ],
  ],
  [
    'admissionregistration.k8s.io',
    'v1',
    [
      ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'cluster'],
      ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies', 'cluster'],
      ['ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', 'cluster'],
      ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'cluster'],
    ],
  ],
  ['apiextensions.k8s.io', 'v1', [['CustomResourceDefinition', 'customresourcedefinitions', 'cluster']]],
  ['apiregistration.k8s.io', 'v1', [['APIService', 'apiservices', 'cluster']]],
  [
    'apps',
    'v1',
    [
      ['ControllerRevision', 'controllerrevisions', 'namespaced'],
      ['DaemonSet', 'daemonsets', 'namespaced'],
      ['Deployment', 'deployments', 'namespaced'],
      ['ReplicaSet', 'replicasets', 'namespaced'],
      ['StatefulSet', 'statefulsets', 'namespaced'],
    ],
  ],
  [
    'authorization.k8s.io',
    'v1',
    [
      ['SelfSubjectAccessReview', 'selfsubjectaccessreviews', 'cluster', REVIEW],
      ['SelfSubjectRulesReview', 'selfsubjectrulesreviews', 'cluster', REVIEW],
      ['SubjectAccessReview', 'subjectaccessreviews', 'cluster', REVIEW],
    ],
  ],
  ['autoscaling', 'v2', [['HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'namespaced']]],
  [
    'batch',
    'v1',
    [
      ['CronJob', 'cronjobs', 'namespaced'],
      ['Job', 'jobs', 'namespaced'],
    ],
  ],
  ['certificates.k8s.io', 'v1', [['CertificateSigningRequest', 'certificatesigningrequests', 'cluster']]],
  ['coordination.k8s.io', 'v1', [['Lease', 'leases', 'namespaced']]],
  ['discovery.k8s.io', 'v1', [['EndpointSlice', 'endpointslices', 'namespaced']]],
  ['events.k8s.io', 'v1', [['Event', 'events', 'namespaced']]],
  [
    'flowcontrol.apiserver.k8s.io',
    'v1',
    [
      ['FlowSchema', 'flowschemas', 'cluster'],
      ['PriorityLevelConfiguration', 'prioritylevelconfigurations', 'cluster'],
    ],
  ],
  [
    'networking.k8s.io',
    'v1',
    [
      ['Ingress', 'ingresses', 'namespaced'],
      ['IngressClass', 'ingressclasses', 'cluster'],
      ['IPAddress', 'ipaddresses', 'cluster'],
      ['NetworkPolicy', 'networkpolicies', 'namespaced'],
      ['ServiceCIDR', 'servicecidrs', 'cluster'],
    ],
  ],
  ['node.k8s.io', 'v1', [['RuntimeClass', 'runtimeclasses', 'cluster']]],
  ['policy', 'v1', [['PodDisruptionBudget', 'poddisruptionbudgets', 'namespaced']]],
  [
    'rbac.authorization.k8s.io',
    'v1',
    [
      ['ClusterRole', 'clusterroles', 'cluster'],
      ['ClusterRoleBinding', 'clusterrolebindings', 'cluster'],
      ['Role', 'roles', 'namespaced'],
      ['RoleBinding', 'rolebindings', 'namespaced'],
    ],
  ],
  [
    'resource.k8s.io',
    'v1',
    [
      ['DeviceClass', 'deviceclasses', 'cluster'],
      ['ResourceClaim', 'resourceclaims', 'namespaced'],
      ['ResourceClaimTemplate', 'resourceclaimtemplates', 'namespaced'],
      ['ResourceSlice', 'resourceslices', 'cluster'],
    ],
  ],
  ['scheduling.k8s.io', 'v1', [['PriorityClass', 'priorityclasses', 'cluster']]],
  [
    'storage.k8s.io',
    'v1',
    [
      ['CSIDriver', 'csidrivers', 'cluster'],
      ['CSINode', 'csinodes', 'cluster'],
      ['CSIStorageCapacity', 'csistoragecapacities', 'namespaced'],
      ['StorageClass', 'storageclasses', 'cluster'],
      ['VolumeAttachment', 'volumeattachments', 'cluster'],
      ['VolumeAttributesClass', 'volumeattributesclasses', 'cluster'],
    ],
  ],
];

/** Every built-in resource, in the order of discovery. */
export const builtInResources: readonly Resource[] = TABLE.flatMap(([group, version, rows]) =>
  rows.map(([kind, plural, scope, verbs = EVERY_VERB]) => ({
    group,
    version,
    kind,
    plural,
    namespaced: scope === 'namespaced',
    verbs,
  })),
);

/** A resource of a kind that is not built in: a custom resource, or a version that the table does not have. */
export function customResource(of: Omit<Resource, 'verbs'>): Resource {
  return { ...of, verbs: EVERY_VERB };
}
