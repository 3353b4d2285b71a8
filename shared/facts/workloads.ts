import * as v from 'valibot';
import { many, member } from './fact.ts';
import { manifestPlace, placedAs } from './manifest-place.ts';
import { podSpecSchema } from './pod-spec.ts';

/**
 * Workloads of a cluster as they are judged: what is at the top of the chain of controllers, with every specification that its pods have.
 * A Deployment is one item, not its ReplicaSets and pods; a controller of a kind that Kubernetes does not have (an Argo Rollout, a
 * StatefulSet of OpenKruise) comes by its pods; a pod without controller is its own item. Pods that have ended are left out.
 */
export const workloads = many({
  scope: 'cluster',
  from: ['controllers', 'pods', 'settings'],
  bounds: ['controllers', 'pods', 'settings'],
  item: 'workload',
  none: 'this cluster has no workload',
  id: (item) => placedAs(`${item.kind}/${item.namespace}/${item.name}`, item.name, item),
  schema: v.object({
    apiVersion: v.string(),
    kind: v.string(),
    namespace: v.string(),
    name: v.string(),
    /** Whether its namespace is one of the platform (settings.platformNamespaces): kept apart in what is said of it. */
    platform: v.boolean(),
    /** How many pods of it run or wait to run. */
    pods: v.number(),
    /**
     * Why there may be pods of it that were not read: to be read before a judgement that one more specification could change. Absent where
     * there are none.
     */
    whole: v.exactOptional(member(v.literal(true))),
    /**
     * Distinct specifications, the template first; `of` is `template`, or the names of pods that have it (at most three) and how many they
     * are. A pod's own differs from its template where an admission webhook, an older revision or an ephemeral container made it so.
     */
    specs: v.array(
      v.object({
        of: v.union([v.literal('template'), v.object({ pods: v.array(v.string()), count: v.number() })]),
        labels: v.record(v.string(), v.string()),
        spec: podSpecSchema,
      }),
    ),
    ...manifestPlace,
  }),
});
