import * as v from 'valibot';
import { many } from './fact.ts';

/** Network policies of a cluster: that they are there, and in which namespace (list networkpolicies.networking.k8s.io, metadata only). */
export const networkPolicies = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: 'networking.k8s.io', resource: 'networkpolicies', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'network-policy',
  none: 'this cluster has no network policy',
  id: ({ namespace, name }) => ({ id: `NetworkPolicy/${namespace}/${name}`, name }),
  schema: v.object({ namespace: v.string(), name: v.string() }),
});
