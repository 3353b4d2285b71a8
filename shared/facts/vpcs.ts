import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** VPCs of a Region (EC2 DescribeVpcs). */
export const vpcs = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeVpcs'] },
  item: 'vpc',
  none: 'no VPC in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    isDefault: member(v.boolean()),
    ownerId: member(v.string()),
    cidrs: member(v.array(v.string())),
    ipv6Cidrs: member(v.array(v.string())),
    tags: member(tagsSchema),
  }),
});
