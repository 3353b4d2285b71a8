import * as v from 'valibot';
import { reachedSchema } from './exposures.ts';
import { many, member } from './fact.ts';

const throughSchema = v.object({ ...reachedSchema.entries, listener: member(v.string()) });

/** What the internet reaches of a cluster's own interfaces through each load balancer of its VPC, of whatever kind. */
export const loadBalancerExposures = many({
  scope: 'cluster',
  from: ['target', 'cluster', 'classicLoadBalancers', 'exposures', 'listeners', 'loadBalancers', 'subnets'],
  bounds: ['cluster', 'classicLoadBalancers', 'exposures', 'listeners', 'loadBalancers', 'subnets'],
  item: 'load-balancer',
  none: "no load balancer stands in this cluster's VPC",
  id: ({ arn, name }) => ({ id: arn, name }),
  schema: v.object({
    arn: v.string(),
    name: v.string(),
    /** What is reachable for certain; `listener` is the protocol of the listener: HTTP, HTTPS, TCP, TLS … */
    reached: v.array(throughSchema),
    /** What is reachable unless something unread forbids it: `certain` says what, and is to be read before a judgement that relies on it. */
    perhaps: v.array(v.object({ ...throughSchema.entries, certain: member(v.literal(true)) })),
    /** True where nothing else can be reachable; else why it may be: to be read before a judgement that one more could change. */
    complete: member(v.literal(true)),
  }),
});
