import * as v from 'valibot';
import { one } from './fact.ts';

/**
 * Whether a Region holds a cluster at all: EKS lists one, or an instance carries a cluster's tag (EC2 DescribeInstances by tag key).
 * Where neither is so, nothing else of the Region is read and its checks are not applicable.
 */
export const clusterPresence = one({
  scope: 'region',
  reads: { aws: ['ec2:DescribeInstances'] },
  after: ['clusters'],
  schema: v.object({ present: v.boolean(), because: v.string() }),
});
