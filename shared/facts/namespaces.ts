import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Namespaces of a cluster with their labels (list namespaces). */
export const namespaces = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'namespaces', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'namespace',
  none: 'this cluster has no namespace',
  id: ({ name }) => ({ id: name, name }),
  schema: v.object({ name: v.string(), phase: member(v.string()), labels: member(v.record(v.string(), v.string())) }),
});
