import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Application, network and gateway load balancers of a Region (ELBv2 DescribeLoadBalancers, DescribeTags of those in a VPC). */
export const loadBalancers = many({
  scope: 'region',
  reads: { aws: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'] },
  item: 'load-balancer',
  none: 'no load balancer in this Region',
  id: ({ arn, name }) => ({ id: arn, name: typeof name === 'string' ? name : arn }),
  schema: v.object({
    arn: v.string(),
    name: member(v.string()),
    dnsName: member(v.string()),
    /** internet-facing or internal. */
    scheme: member(v.string()),
    /** application, network or gateway. */
    type: member(v.string()),
    /** active, provisioning, active_impaired or failed. */
    state: member(v.string()),
    vpcId: member(v.string()),
    ipAddressType: member(v.string()),
    subnetIds: member(v.array(v.string())),
    /** Absent groups mean that a network load balancer filters nothing. */
    securityGroupIds: member(v.array(v.string())),
    tags: member(tagsSchema),
  }),
});
