import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Network ACLs of a Region (EC2 DescribeNetworkAcls). */
export const networkAcls = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeNetworkAcls'] },
  item: 'network-acl',
  none: 'no network ACL in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    vpcId: member(v.string()),
    isDefault: member(v.boolean()),
    subnetIds: member(v.array(v.string())),
    entries: member(
      v.array(
        v.object({
          ruleNumber: v.number(),
          egress: v.boolean(),
          /** allow or deny. */
          ruleAction: v.string(),
          /** Protocol number as text, '-1' for all. */
          protocol: v.string(),
          cidr: v.optional(v.string()),
          ipv6Cidr: v.optional(v.string()),
          portRange: v.optional(v.object({ from: v.number(), to: v.number() })),
          icmp: v.optional(v.object({ type: v.number(), code: v.number() })),
        }),
      ),
    ),
  }),
});
