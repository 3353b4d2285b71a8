import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Managed node groups of a cluster (EKS ListNodegroups, DescribeNodegroup `nodegroup`). */
export const nodeGroups = many({
  scope: 'cluster',
  reads: { aws: ['eks:ListNodegroups', 'eks:DescribeNodegroup'] },
  after: ['cluster'],
  item: 'node-group',
  none: 'this cluster has no managed node group',
  id: ({ arn, name }) => ({ id: arn, name }),
  schema: v.object({
    name: v.string(),
    arn: v.string(),
    status: member(v.string()),
    version: member(v.string()),
    releaseVersion: member(v.string()),
    amiType: member(v.string()),
    subnetIds: member(v.array(v.string())),
    nodeRole: member(v.string()),
    /** Absent where the node group has no remote access configured, and always so where it has a launch template. */
    remoteAccess: v.optional(
      member(v.object({ ec2SshKey: v.optional(v.string()), sourceSecurityGroups: v.array(v.string()) })),
    ),
    launchTemplate: v.optional(
      member(v.object({ id: v.optional(v.string()), name: v.optional(v.string()), version: v.optional(v.string()) })),
    ),
    autoScalingGroups: member(v.array(v.string())),
    remoteAccessSecurityGroup: v.optional(member(v.string())),
    healthIssues: member(v.array(v.object({ code: v.string(), message: v.string(), resourceIds: v.array(v.string()) }))),
    tags: member(tagsSchema),
  }),
});
