import * as v from 'valibot';
import { member, one } from './fact.ts';

/** Counts that IAM keeps of an account (IAM GetAccountSummary, SummaryMap). */
export const accountSummary = one({
  scope: 'account',
  reads: { aws: ['iam:GetAccountSummary'] },
  schema: v.object({
    /** Access keys of the root user: 0 or more (`AccountAccessKeysPresent`). */
    rootAccessKeys: member(v.number()),
  }),
});
