import * as v from 'valibot';
import { one } from './fact.ts';

/** What is being judged: an account, a Region of it, or a cluster in that Region. */
export const target = one({
  scope: 'run',
  given: true,
  schema: v.object({
    partition: v.string(),
    account: v.string(),
    region: v.optional(v.string()),
    /** Without an ARN it is not a cluster of EKS's. */
    cluster: v.optional(v.object({ name: v.string(), arn: v.optional(v.string()) })),
  }),
});
