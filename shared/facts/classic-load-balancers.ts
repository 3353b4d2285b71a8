import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Classic load balancers of a Region (ELB DescribeLoadBalancers, DescribeLoadBalancerAttributes, DescribeTags). They have no ARN: the name is unique in a Region. */
export const classicLoadBalancers = many({
  scope: 'region',
  reads: {
    aws: [
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeTags',
    ],
  },
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
    /** Protocols in upper case: HTTP, HTTPS, TCP, SSL. */
    listeners: member(
      v.array(v.object({ protocol: v.string(), port: v.number(), instanceProtocol: v.string(), instancePort: v.number() })),
    ),
    /** `CrossZoneLoadBalancing.Enabled`. Absent of one that is internal, or outside a VPC. */
    crossZone: v.optional(member(v.boolean())),
    tags: member(tagsSchema),
  }),
});
