import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** EC2 instances of a Region (EC2 DescribeInstances). */
export const instances = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeInstances'] },
  item: 'instance',
  none: 'no instance in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    /** pending, running, shutting-down, terminated, stopping, stopped. */
    state: member(v.string()),
    vpcId: v.optional(member(v.string())),
    subnetId: v.optional(member(v.string())),
    imageId: member(v.string()),
    keyName: v.optional(member(v.string())),
    networkInterfaceIds: member(v.array(v.string())),
    tags: member(tagsSchema),
  }),
});
