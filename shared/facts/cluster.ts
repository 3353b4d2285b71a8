import * as v from 'valibot';
import { clusterSchema } from './clusters.ts';
import { member, one } from './fact.ts';

/**
 * The cluster that is being judged: its own item of `clusters`. One that is not EKS's is given by whoever found it; it has the tag that names
 * it for an ARN, no security group of EKS's, and unknown members where only EKS would know.
 */
export const cluster = one({
  scope: 'cluster',
  from: ['target', 'clusters'],
  bounds: ['clusters'],
  schema: v.object({ ...clusterSchema.entries, clusterSecurityGroupId: v.optional(member(v.string())) }),
});
