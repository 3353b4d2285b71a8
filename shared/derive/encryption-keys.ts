import { isUnknown, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';

/** Codes of `cluster.health.issues` that concern a key (EKS API, ClusterIssue). */
const keyIssues: ReadonlySet<string> = new Set([
  'KmsGrantRevoked',
  'KmsKeyDisabled',
  'KmsKeyMarkedForDeletion',
  'KmsKeyNotFound',
]);

type Key = Stored<'encryptionKeys'>;

/** One item for each key ARN that `encryptionConfig` names. What KMS did not answer hides that key's state only: its health issues stay. */
export const encryptionKeys = derivation('encryptionKeys', ({ cluster, keys }): Fact<'encryptionKeys'> => {
  if (!cluster.known) return cluster;
  const { encryptionConfig, healthIssues } = cluster.value;
  if (isUnknown(encryptionConfig)) return encryptionConfig;
  const arns = [...new Set(encryptionConfig.map(({ keyArn }) => keyArn))].sort();
  const items = arns.map(
    (arn): Key => ({
      arn,
      resources: [
        ...new Set(encryptionConfig.filter(({ keyArn }) => keyArn === arn).flatMap(({ resources }) => resources)),
      ].sort(),
      healthIssues: isUnknown(healthIssues)
        ? []
        : healthIssues.filter(concerns(arn, arns)).map(({ code, message }) => ({ code, message })),
      healthRead: isUnknown(healthIssues) ? healthIssues : true,
      key: described(arn, keys),
    }),
  );
  return { known: true, items, missing: [] };
});

/** An issue of a key that names none of the cluster's keys concerns each of them. */
const concerns =
  (arn: string, arns: readonly string[]) => (issue: { readonly code: string; readonly resourceIds: readonly string[] }) =>
    keyIssues.has(issue.code) && (issue.resourceIds.includes(arn) || !arns.some((other) => issue.resourceIds.includes(other)));

function described(arn: string, keys: Fact<'keys'>): Key['key'] {
  if (!keys.known) return keys;
  const key = keys.items.find((item) => item.arn === arn);
  if (key === undefined) return absent(arn, keys);
  const { keyState, keyManager, ownerAccount, deletionDate } = key;
  return {
    keyState,
    keyManager,
    ownerAccount,
    ...(deletionDate === undefined || isUnknown(deletionDate) ? {} : { deletionDate }),
  };
}

function absent(arn: string, keys: Extract<Fact<'keys'>, { known: true }>): Unknown {
  const missing = keys.missing.find(({ id }) => id === arn);
  return missing === undefined
    ? unknown(`the KMS key ${arn} was not read`, 'kms:DescribeKey')
    : unknown(missing.why, missing.action);
}
