import * as v from 'valibot';
import { many, member } from './fact.ts';

/**
 * Target groups that a listener or a rule of ours names, or that belong to a load balancer that the internet could reach (ELBv2
 * DescribeTargetGroups, DescribeTargetGroupAttributes, DescribeTargetHealth).
 */
export const targetGroups = many({
  scope: 'region',
  reads: {
    aws: [
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
  },
  after: ['loadBalancers', 'listeners', 'listenerRules'],
  item: 'target-group',
  none: 'no load balancer of this Region that the internet could reach has a target group',
  id: ({ arn, name }) => ({ id: arn, name: typeof name === 'string' ? name : arn }),
  schema: v.object({
    arn: v.string(),
    name: member(v.string()),
    loadBalancerArns: member(v.array(v.string())),
    /** instance, ip, lambda or alb. */
    targetType: member(v.string()),
    /** HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC, GENEVE; absent where the targets are Lambda functions. */
    protocol: v.optional(member(v.string())),
    port: v.optional(member(v.number())),
    vpcId: v.optional(member(v.string())),
    /** ipv4 or ipv6: the family in which the targets are spoken to. */
    ipAddressType: v.optional(member(v.string())),
    /**
     * `preserve_client_ip.enabled`, as it is set. Absent, where it is not, it has AWS's default: true of instances and application load
     * balancers behind a network load balancer, false of addresses, and true whatever is set for UDP, TCP_UDP, QUIC and TCP_QUIC.
     */
    preserveClientIp: v.optional(member(v.boolean())),
    /** `load_balancing.cross_zone.enabled`; by default it is the load balancer's. */
    crossZone: member(v.picklist(['true', 'false', 'use_load_balancer_configuration'])),
    /** Registered targets: the id is an instance, an address, or an ARN; the port is the one that they are sent to. */
    health: member(
      v.array(
        v.object({
          id: v.string(),
          port: v.optional(v.number()),
          /** The name of a zone, or `all`: as it was registered. */
          availabilityZone: v.optional(v.string()),
          /** healthy, unhealthy, initial, draining, unused, unavailable. */
          state: v.string(),
        }),
      ),
    ),
  }),
});
