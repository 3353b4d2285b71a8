import * as v from 'valibot';
import { many } from './fact.ts';

/** Resource quotas of a cluster's namespaces (list resourcequotas). */
export const resourceQuotas = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'resourcequotas', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'resource-quota',
  none: 'this cluster has no resource quota',
  id: ({ namespace, name }) => ({ id: `ResourceQuota/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    /** spec.hard: resource → quantity, as the API gave it. */
    hard: v.record(v.string(), v.string()),
    /** Whether it has scopes or a scope selector: then it binds only some of the pods. */
    scoped: v.boolean(),
  }),
});
