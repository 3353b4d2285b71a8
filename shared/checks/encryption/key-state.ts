import type { Item } from '../../facts/index.ts';
import { check, fail, pass, relyOn } from '../check.ts';

/**
 * States in which KMS uses a key (KMS developer guide, "Key states of AWS KMS keys"): `Updating` is a multi-Region key whose primary Region is
 * being changed. In any other, one that is new to us included, EKS cannot decrypt.
 */
const usable: ReadonlySet<string> = new Set(['Enabled', 'Updating']);

/**
 * What EKS reports of the key stands even where DescribeKey was denied, so it is judged first. A key in a stranger's account works until the
 * stranger ends it: that is a lower risk than one that has ended.
 */
export default check({
  id: 'encryption/key-state',
  title: "The cluster's KMS key can be used and is in your hands",
  severity: 'critical',
  scope: 'cluster',
  provider: 'eks',
  why: 'Without its key a cluster cannot read its own Secrets. The API server fails, and once the key is deleted the cluster cannot be recovered by anyone.',
  fix: {
    text: 'Cancel the deletion and enable the key, import its material again, or restore the grant. Protect the key with a policy that lets few people disable it.',
    cli: 'aws kms cancel-key-deletion --key-id KEY_ARN && aws kms enable-key --key-id KEY_ARN',
  },
  each: 'encryptionKeys',
  needs: ['settings', 'target'],
  judge: (item, { settings, target }) => {
    const [issue] = item.healthIssues;
    if (issue !== undefined) return fail(`EKS reports ${issue.code} ${concerning(item)}`, healthEvidence(item));
    const { keyState } = item.key;
    const evidence = (says: string) => [{ kind: 'kms-key', id: item.id, says }];
    if (!usable.has(keyState)) return fail(`the key is ${keyState}${deletion(item.key)}`, evidence(`KeyState: ${keyState}`));
    relyOn(item.healthRead);
    const { ownerAccount } = item.key;
    const quoted = evidence(`KeyState: ${keyState}, AWSAccountId: ${ownerAccount}`);
    return ownerAccount === target.account || settings.ownAccounts.includes(ownerAccount)
      ? pass(`the key is ${keyState}, in account ${ownerAccount}`, quoted)
      : fail(`the key is ${keyState}, in account ${ownerAccount}: neither the cluster's nor among your own`, quoted, {
          severity: 'medium',
        });
  },
});

const deletion = ({ deletionDate }: Item<'encryptionKeys'>['key']): string =>
  deletionDate === undefined ? '' : `, to be deleted on ${deletionDate.slice(0, 10)}`;

const concerning = ({ named }: Item<'encryptionKeys'>): string =>
  named ? 'for this key' : "for a key, and the cluster's encryption configuration names none";

const healthEvidence = ({ id, named, healthIssues }: Item<'encryptionKeys'>) =>
  healthIssues.map(({ code, message }) => ({
    kind: named ? 'kms-key' : 'cluster',
    id,
    says: `health issue ${code}: ${message}`,
  }));
