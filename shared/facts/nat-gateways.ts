import * as v from 'valibot';
import { many, member } from './fact.ts';

/** NAT gateways of a Region (EC2 DescribeNatGateways). */
export const natGateways = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeNatGateways'] },
  item: 'nat-gateway',
  none: 'no NAT gateway in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    vpcId: member(v.string()),
    subnetId: v.optional(member(v.string())),
    state: member(v.string()),
    /** public or private. */
    connectivityType: member(v.string()),
    publicIps: member(v.array(v.string())),
  }),
});
