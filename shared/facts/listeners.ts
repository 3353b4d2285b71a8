import * as v from 'valibot';
import { many, member } from './fact.ts';

/**
 * What a listener or a rule does with a request (ELBv2 `Action`): `targetGroupArns` are those that a forward sends to. One of weight 0 is
 * sent nothing and is not among them.
 */
export const actionSchema = v.object({
  /** forward, redirect, fixed-response, authenticate-oidc, authenticate-cognito, jwt-validation. */
  type: v.string(),
  targetGroupArns: v.array(v.string()),
  order: v.optional(v.number()),
});

/**
 * Listeners of the load balancers that the internet could reach (ELBv2 DescribeListeners): those in a VPC that are internet-facing or have
 * IPv6, and application load balancers that could stand behind one of these.
 */
export const listeners = many({
  scope: 'region',
  reads: { aws: ['elasticloadbalancing:DescribeListeners'] },
  after: ['loadBalancers'],
  item: 'listener',
  none: 'no load balancer of this Region that the internet could reach has a listener',
  id: ({ arn }) => ({ id: arn }),
  schema: v.object({
    arn: v.string(),
    loadBalancerArn: v.string(),
    /** HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC. */
    protocol: member(v.string()),
    port: member(v.number()),
    defaultActions: member(v.array(actionSchema)),
    /** `MutualAuthentication.Mode`: off, passthrough or verify. */
    mutualAuthentication: v.optional(member(v.string())),
  }),
});
