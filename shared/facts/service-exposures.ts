import * as v from 'valibot';
import { reachedSchema } from './exposures.ts';
import { many, member } from './fact.ts';

const sources = ['classicLoadBalancers', 'exposures', 'loadBalancers', 'services', 'settings', 'target'] as const;

/** What the internet reaches by one way: for certain, unless something unread forbids it, and whether that is all. */
const reach = v.object({
  reached: v.array(reachedSchema),
  perhaps: v.array(v.object({ ...reachedSchema.entries, certain: member(v.literal(true)) })),
  complete: member(v.literal(true)),
});

/** Services that are made to be reached from outside of their cluster, joined with AWS: their load balancers, and their ports on nodes. */
export const serviceExposures = many({
  scope: 'cluster',
  from: sources,
  bounds: ['classicLoadBalancers', 'exposures', 'loadBalancers', 'services', 'settings'],
  item: 'service',
  none: 'this cluster has no Service of type LoadBalancer or NodePort',
  id: ({ namespace, name }) => ({ id: `Service/${namespace}/${name}`, name }),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    platform: v.boolean(),
    type: v.string(),
    ports: v.array(
      v.object({
        protocol: v.string(),
        port: v.number(),
        /** Of a port that is named, nothing: only pods know its number. */
        targetPort: v.exactOptional(v.number()),
        nodePort: v.exactOptional(v.number()),
      }),
    ),
    /** `spec.loadBalancerSourceRanges`; absent where none are set. */
    sourceRanges: v.exactOptional(v.array(v.string())),
    /** Names and addresses that Kubernetes knows its load balancers by. */
    addresses: v.array(v.string()),
    /** The load balancers of AWS behind them; unknown where one of them could not be found. */
    balancers: member(v.array(v.object({ arn: v.string(), name: v.string(), scheme: v.string() }))),
    /** Through its load balancers, at its own ports. */
    through: reach,
    /** Directly at nodes, at its node ports. */
    nodes: reach,
  }),
});
