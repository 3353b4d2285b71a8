import * as v from 'valibot';
import { many, member } from './fact.ts';

/** An observation that someone can follow: a kind of resource, its id, and what it says. */
export const evidenceSchema = v.object({ kind: v.string(), id: v.string(), says: v.string() });

const inputs = [
  'cluster',
  'clusters',
  'selfManagedClusters',
  'nodeGroups',
  'instances',
  'networkInterfaces',
  'subnets',
  'loadBalancers',
  'classicLoadBalancers',
] as const;

/**
 * Membership: the interfaces that belong to a cluster, each with the role it plays and the evidence that places it. An interface in the
 * cluster's VPC that nothing places, in this cluster or in another one of the Region, has the role `unattributed`.
 */
export const clusterInterfaces = many({
  scope: 'cluster',
  from: inputs,
  bounds: inputs,
  item: 'network-interface',
  none: 'no network interface belongs to this cluster',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    role: v.picklist(['control-plane', 'node', 'pod', 'load-balancer', 'unattributed']),
    instanceId: v.optional(v.string()),
    securityGroupIds: member(v.array(v.string())),
    evidence: v.array(evidenceSchema),
  }),
});
