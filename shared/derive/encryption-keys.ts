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

/** The ARN of a KMS key, or of an alias of one (KMS developer guide, "Key identifiers (KeyId)"). */
const arnOfKey = /^arn:aws[a-z-]{0,20}:kms:[a-z0-9-]{1,40}:\d{12}:(?:key\/[\w-]{1,100}|alias\/[\w/-]{1,250})$/;

type Key = Stored<'encryptionKeys'>;

/**
 * One item for each key that `encryptionConfig` names, and one for a key without a name, where EKS reports an issue of a key all the same, or
 * may do so. What KMS did not answer hides that key's state only: its health issues stay.
 */
export const encryptionKeys = derivation('encryptionKeys', ({ cluster, keys }): Fact<'encryptionKeys'> => {
  if (!cluster.known) return cluster;
  const { arn: clusterArn, encryptionConfig, healthIssues } = cluster.value;
  if (isUnknown(encryptionConfig)) return encryptionConfig;
  const config = encryptionConfig.map(({ keyArn, resources }) => ({ text: keyArn.trim() === '' ? '' : keyArn, resources }));
  const issueOfAny = isUnknown(healthIssues) || healthIssues.some(({ code }) => keyIssues.has(code));
  const texts = [...new Set(config.length === 0 && issueOfAny ? [''] : config.map(({ text }) => text))].sort();
  const items = texts.map(
    (text): Key => ({
      id: text === '' ? clusterArn : text,
      named: text !== '',
      arn: arnOf(text),
      resources: [...new Set(config.filter((entry) => entry.text === text).flatMap(({ resources }) => resources))].sort(),
      healthIssues: isUnknown(healthIssues)
        ? []
        : healthIssues.filter(concerns(text, texts)).map(({ code, message }) => ({ code, message })),
      healthRead: isUnknown(healthIssues) ? healthIssues : true,
      key: text === '' ? nameless(healthIssues) : described(text, keys),
    }),
  );
  return { known: true, items, missing: [] };
});

const arnOf = (text: string): Key['arn'] =>
  arnOfKey.test(text) ? text : unknown(`encryptionConfig: ${JSON.stringify(text.slice(0, 64))} is not the ARN of a KMS key`);

/** Nobody can be asked for a key without a name: what may still say something of it is the cluster's health. */
const nameless = (healthIssues: Stored<'clusters'>['healthIssues']): Unknown =>
  isUnknown(healthIssues) ? healthIssues : unknown("the cluster's encryption configuration names no KMS key");

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
