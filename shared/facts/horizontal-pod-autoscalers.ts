import * as v from 'valibot';
import { many } from './fact.ts';

/** Horizontal pod autoscalers of a cluster: that they are there (list horizontalpodautoscalers.autoscaling, metadata only). */
export const horizontalPodAutoscalers = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: 'autoscaling', resource: 'horizontalpodautoscalers', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'horizontal-pod-autoscaler',
  none: 'this cluster has no horizontal pod autoscaler',
  id: ({ namespace, name }) => ({ id: `HorizontalPodAutoscaler/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    owner: v.exactOptional(v.object({ kind: v.string(), name: v.string() })),
  }),
});
