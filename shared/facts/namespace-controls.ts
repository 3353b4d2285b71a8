import * as v from 'valibot';
import { many, member } from './fact.ts';

const sources = ['limitRanges', 'namespaces', 'networkPolicies', 'resourceQuotas', 'settings', 'workloads'] as const;
/** What is known of a kind in the namespace; unknown where nothing is, and something could not be read. */
const names = member(v.array(v.string()));

/** Namespaces with what bounds their share of the cluster and separates them: quotas, limit ranges, network policies. */
export const namespaceControls = many({
  scope: 'cluster',
  from: sources,
  bounds: sources,
  item: 'namespace',
  none: 'this cluster has no namespace',
  id: ({ name }) => ({ id: name, name }),
  schema: v.object({
    name: v.string(),
    platform: v.boolean(),
    terminating: member(v.boolean()),
    /** How many workloads it has. */
    workloads: member(v.number()),
    /** Resource quotas by name and what they bound: those of all pods, and those of some (scopes). */
    quotas: member(v.array(v.object({ name: v.string(), scoped: v.boolean(), hard: v.array(v.string()) }))),
    limitRanges: names,
    networkPolicies: names,
  }),
});
