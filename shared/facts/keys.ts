import * as v from 'valibot';
import { many, member } from './fact.ts';

/** KMS keys that clusters of the Region name as their encryption key (KMS DescribeKey `KeyMetadata`), by the ARN that the cluster names. */
export const keys = many({
  scope: 'region',
  reads: { aws: ['kms:DescribeKey'] },
  after: ['clusters'],
  item: 'kms-key',
  none: 'no cluster of this Region names a KMS key',
  id: ({ arn }) => ({ id: arn }),
  schema: v.object({
    arn: v.string(),
    /** Enabled, Disabled, PendingDeletion, PendingImport, PendingReplicaDeletion, Unavailable, Creating, Updating. */
    keyState: member(v.string()),
    /** CUSTOMER or AWS. */
    keyManager: member(v.string()),
    ownerAccount: member(v.string()),
    /** ISO 8601, while the deletion is pending. */
    deletionDate: v.optional(member(v.string())),
  }),
});
