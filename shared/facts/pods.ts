import * as v from 'valibot';
import { many } from './fact.ts';
import { podSpecSchema } from './pod-spec.ts';

/** The controller of an object: its owner reference with `controller: true`. */
export const ownerSchema = v.object({ apiVersion: v.string(), kind: v.string(), name: v.string(), uid: v.string() });

/** Pods of a cluster, those that have ended (phase Succeeded or Failed) too (list pods). One that is malformed is missing by its name. */
export const pods = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'pods', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'pod',
  none: 'this cluster runs no pod',
  id: ({ namespace, name }) => ({ id: `Pod/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    uid: v.string(),
    labels: v.record(v.string(), v.string()),
    owner: v.exactOptional(ownerSchema),
    /** Set on mirror pods: `kubernetes.io/config.mirror` is there, the pod is a static one of its node. */
    mirror: v.boolean(),
    phase: v.exactOptional(v.string()),
    createdAt: v.exactOptional(v.string()),
    /** The node that it is bound to; its specification does not repeat it, so that pods of one template have the same. */
    node: v.exactOptional(v.string()),
    podIPs: v.array(v.string()),
    spec: podSpecSchema,
    /** What runs: status.*containerStatuses[].imageID by container; absent where it has not been pulled. */
    images: v.array(v.object({ container: v.string(), image: v.string(), imageId: v.string() })),
  }),
});
