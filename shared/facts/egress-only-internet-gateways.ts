import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Egress-only internet gateways of a Region, IPv6 (EC2 DescribeEgressOnlyInternetGateways). */
export const egressOnlyInternetGateways = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeEgressOnlyInternetGateways'] },
  item: 'egress-only-internet-gateway',
  none: 'no egress-only internet gateway in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({ id: v.string(), attachments: member(v.array(v.object({ vpcId: v.string(), state: v.string() }))) }),
});
