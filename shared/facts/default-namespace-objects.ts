import * as v from 'valibot';
import { many } from './fact.ts';

/** The kinds that `kubectl get all` shows, by API group: a namespace that holds one of them is in use. */
export const workloadResources = [
  { group: '', resource: 'pods', kind: 'Pod' },
  { group: '', resource: 'replicationcontrollers', kind: 'ReplicationController' },
  { group: '', resource: 'services', kind: 'Service' },
  { group: 'apps', resource: 'daemonsets', kind: 'DaemonSet' },
  { group: 'apps', resource: 'deployments', kind: 'Deployment' },
  { group: 'apps', resource: 'replicasets', kind: 'ReplicaSet' },
  { group: 'apps', resource: 'statefulsets', kind: 'StatefulSet' },
  { group: 'autoscaling', resource: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler' },
  { group: 'batch', resource: 'cronjobs', kind: 'CronJob' },
  { group: 'batch', resource: 'jobs', kind: 'Job' },
] as const;

/** What stands in the namespace `default` (list of each workload kind there). A kind that could not be listed is missing by its resource name. */
export const defaultNamespaceObjects = many({
  scope: 'cluster',
  reads: { kubernetes: workloadResources.map(({ group, resource }) => ({ group, resource, verbs: ['list'] as const })) },
  after: ['cluster'],
  item: 'kubernetes-object',
  none: 'nothing in the namespace default',
  id: ({ kind, name }) => ({ id: `${kind}/default/${name}`, name }),
  schema: v.object({
    kind: v.string(),
    name: v.string(),
    /** The object that controls this one ("ReplicaSet/web-7d4"), if any. */
    owner: v.optional(v.string()),
  }),
});
