import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Classic load balancers of a Region (ELB DescribeLoadBalancers, DescribeTags). They have no ARN: the name is unique in a Region. */
export const classicLoadBalancers = many({
  scope: 'region',
  reads: { aws: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'] },
  item: 'classic-load-balancer',
  none: 'no classic load balancer in this Region',
  id: ({ name }) => ({ id: name, name }),
  schema: v.object({
    name: v.string(),
    dnsName: member(v.string()),
    scheme: member(v.string()),
    vpcId: v.optional(member(v.string())),
    subnetIds: member(v.array(v.string())),
    securityGroupIds: member(v.array(v.string())),
    instanceIds: member(v.array(v.string())),
    tags: member(tagsSchema),
  }),
});
