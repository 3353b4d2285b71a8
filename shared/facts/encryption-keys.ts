import * as v from 'valibot';
import { many, member } from './fact.ts';

/** The KMS keys that the cluster's encryption configuration names, each joined with what KMS and the cluster's own health say of it. */
export const encryptionKeys = many({
  scope: 'cluster',
  from: ['cluster', 'keys'],
  bounds: ['keys'],
  item: 'kms-key',
  none: 'this cluster names no KMS key: EKS uses one that AWS owns',
  id: ({ arn }) => ({ id: arn }),
  schema: v.object({
    arn: v.string(),
    resources: v.array(v.string()),
    /** Health issues of the cluster that concern its key: KmsKeyDisabled, KmsKeyNotFound, KmsKeyMarkedForDeletion, KmsGrantRevoked. */
    healthIssues: member(v.array(v.object({ code: v.string(), message: v.string() }))),
    key: member(
      v.object({
        keyState: v.string(),
        keyManager: v.string(),
        ownerAccount: v.string(),
        deletionDate: v.optional(v.string()),
      }),
    ),
  }),
});
