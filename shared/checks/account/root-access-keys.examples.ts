import { denied } from '../base.ts';
import type { Example } from '../example.ts';

const keys = (rootAccessKeys: number) => ({ accountSummary: { known: true as const, value: { rootAccessKeys } } });

export default [
  {
    says: 'No access key',
    facts: keys(0),
    expect: [{ status: 'pass', because: 'the root user has no access key' }],
  },
  {
    says: 'One access key',
    facts: keys(1),
    expect: [{ status: 'fail', because: 'the root user has 1 access key' }],
  },
  {
    says: 'An answer without the number',
    facts: {
      accountSummary: {
        known: true,
        value: { rootAccessKeys: { known: false, why: 'GetAccountSummary answered no AccountAccessKeysPresent' } },
      },
    },
    expect: [{ status: 'unknown', because: 'GetAccountSummary answered no AccountAccessKeysPresent' }],
  },
  {
    says: 'IAM refused to answer',
    facts: { accountSummary: denied('iam:GetAccountSummary') },
    expect: [{ status: 'unknown', because: 'AccessDenied: iam:GetAccountSummary (iam:GetAccountSummary)' }],
  },
] satisfies readonly Example[];
