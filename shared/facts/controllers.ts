import * as v from 'valibot';
import { many } from './fact.ts';
import { podSpecSchema } from './pod-spec.ts';
import { ownerSchema } from './pods.ts';

/** The kinds of Kubernetes itself that make pods, by API group. */
export const controllerResources = [
  { group: '', resource: 'replicationcontrollers', kind: 'ReplicationController' },
  { group: 'apps', resource: 'daemonsets', kind: 'DaemonSet' },
  { group: 'apps', resource: 'deployments', kind: 'Deployment' },
  { group: 'apps', resource: 'replicasets', kind: 'ReplicaSet' },
  { group: 'apps', resource: 'statefulsets', kind: 'StatefulSet' },
  { group: 'batch', resource: 'cronjobs', kind: 'CronJob' },
  { group: 'batch', resource: 'jobs', kind: 'Job' },
] as const;

/**
 * Workload controllers of a cluster (list of each kind). A kind that could not be listed is missing by its resource name with its group
 * (`deployments.apps`), an object that is malformed by its own id.
 */
export const controllers = many({
  scope: 'cluster',
  reads: { kubernetes: controllerResources.map(({ group, resource }) => ({ group, resource, verbs: ['list'] as const })) },
  after: ['cluster'],
  item: 'workload',
  none: 'this cluster has no workload controller',
  id: ({ kind, namespace, name }) => ({ id: `${kind}/${namespace}/${name}`, name }),
  schema: v.object({
    apiVersion: v.string(),
    kind: v.string(),
    namespace: v.string(),
    name: v.string(),
    uid: v.string(),
    owner: v.exactOptional(ownerSchema),
    /** How many pods it is to have; absent where its kind has no such number. */
    replicas: v.exactOptional(v.number()),
    /** What its pods are made of; absent where another controller owns it, which has the template. */
    template: v.exactOptional(v.object({ labels: v.record(v.string(), v.string()), spec: podSpecSchema })),
  }),
});
