import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Application, network and gateway load balancers of a Region (ELBv2 DescribeLoadBalancers, DescribeLoadBalancerAttributes, DescribeTags). */
export const loadBalancers = many({
  scope: 'region',
  reads: {
    aws: [
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeTags',
    ],
  },
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
    /** The addresses in each of its subnets, where the answer names them: of network load balancers with addresses of one's own. */
    addresses: member(
      v.array(
        v.object({
          subnetId: v.string(),
          publicIp: v.optional(v.string()),
          privateIp: v.optional(v.string()),
          ipv6: v.optional(v.string()),
        }),
      ),
    ),
    /** `load_balancing.cross_zone.enabled`: always true of an application load balancer. Absent of one that the internet cannot reach. */
    crossZone: v.optional(member(v.boolean())),
    /**
     * `ipv6.deny_all_igw_traffic`, as it is set. Absent, where it is not, it has AWS's default: true of internal load balancers, false of
     * internet-facing ones.
     */
    ipv6DenyAllIgwTraffic: v.optional(member(v.boolean())),
    /** Absent groups mean that a network load balancer filters nothing. */
    securityGroupIds: member(v.array(v.string())),
    tags: member(tagsSchema),
  }),
});
