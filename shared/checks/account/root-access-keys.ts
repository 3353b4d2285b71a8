import { check, fail, pass } from '../check.ts';
import { count } from '../words.ts';

/** IAM counts them as `AccountAccessKeysPresent` (IAM API, GetAccountSummary). */
export default check({
  id: 'account/root-access-keys',
  title: 'The root user has no access keys',
  severity: 'high',
  scope: 'account',
  why: 'An access key of the root user opens everything in the account, every cluster included; no policy of the account can limit it, and it works without a second factor.',
  fix: {
    text: 'Sign in as the root user and delete its access keys under "Security credentials"; in an organization, remove root credentials of member accounts centrally.',
  },
  needs: ['accountSummary', 'target'],
  judge: ({ accountSummary: { rootAccessKeys }, target }) => {
    const evidence = [{ kind: 'account', id: target.account, says: `AccountAccessKeysPresent: ${rootAccessKeys}` }];
    return rootAccessKeys === 0
      ? pass('the root user has no access key', evidence)
      : fail(`the root user has ${count(rootAccessKeys, 'access key', 'access keys')}`, evidence);
  },
});
