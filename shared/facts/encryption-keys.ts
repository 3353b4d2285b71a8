import * as v from 'valibot';
import { many, member } from './fact.ts';

/**
 * The KMS keys that the cluster's encryption configuration names, each joined with what KMS and the cluster's own health say of it. A key
 * that is not named is an item too, where the cluster's health concerns one, or may.
 */
export const encryptionKeys = many({
  scope: 'cluster',
  from: ['cluster', 'keys'],
  bounds: ['cluster', 'keys'],
  item: 'kms-key',
  none: "this cluster's encryption configuration names no KMS key",
  id: ({ id }) => ({ id }),
  schema: v.object({
    /** The text that the configuration names the key by; where that names none, the cluster's ARN. */
    id: v.string(),
    named: v.boolean(),
    /** Unknown where that text is not the ARN of a KMS key, or of an alias of one. */
    arn: member(v.string()),
    resources: v.array(v.string()),
    /** Health issues of the cluster that concern its key, as far as they are known. */
    healthIssues: v.array(v.object({ code: v.string(), message: v.string() })),
    /** True once the cluster's health was read: without it, no issue known is not the same as no issue. */
    healthRead: member(v.literal(true)),
    key: member(
      v.object({
        keyState: member(v.string()),
        keyManager: member(v.string()),
        ownerAccount: member(v.string()),
        /** ISO 8601, where KMS gives one. */
        deletionDate: v.optional(v.string()),
      }),
    ),
  }),
});
