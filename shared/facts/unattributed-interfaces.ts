import * as v from 'valibot';
import { reachedSchema } from './exposures.ts';
import { many, member } from './fact.ts';

/** The interfaces in the cluster's VPC that nothing places, with what the internet reaches of each. */
export const unattributedInterfaces = many({
  scope: 'cluster',
  from: [
    'cluster',
    'clusterInterfaces',
    'exposures',
    'nodeGroups',
    'instances',
    'networkInterfaces',
    'subnets',
    'loadBalancers',
    'classicLoadBalancers',
  ],
  bounds: [
    'cluster',
    'clusterInterfaces',
    'exposures',
    'nodeGroups',
    'instances',
    'networkInterfaces',
    'subnets',
    'loadBalancers',
    'classicLoadBalancers',
  ],
  item: 'network-interface',
  none: "every network interface in this cluster's VPC is placed",
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    /** What is reachable for certain. */
    reached: v.array(reachedSchema),
    /** What is reachable unless something unread forbids it: `certain` says what, and is to be read before a judgement that relies on it. */
    perhaps: v.array(v.object({ ...reachedSchema.entries, certain: member(v.literal(true)) })),
    /** True where nothing else can be reachable; else why it may be: to be read before a judgement that one more could change. */
    complete: member(v.literal(true)),
  }),
});
