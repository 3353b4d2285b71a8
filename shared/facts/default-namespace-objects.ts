import * as v from 'valibot';
import { many } from './fact.ts';

const sources = ['controllers', 'horizontalPodAutoscalers', 'pods', 'services'] as const;

/**
 * What stands in the namespace `default` of the kinds that `kubectl get all` shows: a namespace that holds one of them is in use. A kind
 * that could not be listed is missing by its resource name.
 */
export const defaultNamespaceObjects = many({
  scope: 'cluster',
  from: sources,
  bounds: sources,
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
