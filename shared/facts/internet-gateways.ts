import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Internet gateways of a Region (EC2 DescribeInternetGateways). */
export const internetGateways = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeInternetGateways'] },
  item: 'internet-gateway',
  none: 'no internet gateway in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    /** State is `available` when attached. */
    attachments: member(v.array(v.object({ vpcId: v.string(), state: v.string() }))),
  }),
});
