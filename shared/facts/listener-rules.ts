import * as v from 'valibot';
import { many, member } from './fact.ts';
import { actionSchema } from './listeners.ts';

/** Rules of the listeners of application load balancers, the default rule among them (ELBv2 DescribeRules). Others have none. */
export const listenerRules = many({
  scope: 'region',
  reads: { aws: ['elasticloadbalancing:DescribeRules'] },
  after: ['loadBalancers', 'listeners'],
  item: 'listener-rule',
  none: 'no application load balancer of this Region that the internet could reach has a listener',
  id: ({ arn }) => ({ id: arn }),
  schema: v.object({
    arn: v.string(),
    listenerArn: v.string(),
    isDefault: member(v.boolean()),
    /** `default`, or a number as text: the lowest is tried first. */
    priority: member(v.string()),
    /** What a request must be like, all of it: `field` is host-header, path-pattern, source-ip, …; one of `values` suffices. */
    conditions: member(v.array(v.object({ field: v.string(), values: v.array(v.string()) }))),
    actions: member(v.array(actionSchema)),
  }),
});
