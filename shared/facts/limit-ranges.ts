import * as v from 'valibot';
import { many } from './fact.ts';

const quantities = v.exactOptional(v.record(v.string(), v.string()));

/** Limit ranges of a cluster's namespaces (list limitranges). */
export const limitRanges = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'limitranges', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'limit-range',
  none: 'this cluster has no limit range',
  id: ({ namespace, name }) => ({ id: `LimitRange/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    /** spec.limits: `type` is Container, Pod or PersistentVolumeClaim; maps of resource → quantity. */
    limits: v.array(
      v.object({ type: v.string(), max: quantities, min: quantities, default: quantities, defaultRequest: quantities }),
    ),
  }),
});
