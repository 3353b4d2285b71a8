import * as v from 'valibot';
import { isUnknown } from '../facts/fact.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { gather } from './items.ts';
import { optional, reader, structure, text, time } from './read.ts';
import { missingOf, Refusal, reasonIn, Unidentified } from './reason.ts';

const ACTION = 'kms:DescribeKey';
/** The Region becomes part of an address: nothing else than a Region may stand there. */
const KEY =
  /^arn:aws[a-z-]{0,20}:kms:([a-z]{2,8}(?:-[a-z]{1,12}){1,3}-\d{1,2}):\d{12}:(?:key\/([\w-]{1,100})|alias\/[\w/-]{1,250})$/;

/**
 * Each key that a cluster names, asked for in the key's own Region. One that is not found is missing: that says something of the
 * cluster. Clusters of which it is not known what keys they name have a line among the missing too.
 */
export const keys = collector('keys', async (context, { clusters }) => {
  const gathering = gather('keys');
  const from = reader(ACTION);
  for (const { id, ...reason } of clusters.missing) gathering.miss({ ...reason, id: unnamed(id) });
  const arns = new Set<string>();
  for (const { arn, encryptionConfig } of clusters.items) {
    if (isUnknown(encryptionConfig)) gathering.miss({ ...reasonIn(encryptionConfig), id: unnamed(arn) });
    else for (const { keyArn } of encryptionConfig) arns.add(keyArn);
  }
  await forEachOf([...arns], async (arn) => {
    try {
      const [, region, id] = KEY.exec(arn) ?? [];
      if (region === undefined) throw new Refusal('eks:DescribeCluster gave a key that is not the ARN of a KMS key');
      const { KeyMetadata } = await context.elsewhere(region).call('kms', 'DescribeKey', { KeyId: arn });
      const key = structure(KeyMetadata);
      const answered = from.id(key.KeyId, 'KeyMetadata.KeyId');
      if (id !== undefined && answered !== id) throw new Unidentified(`${ACTION} answered for another key`);
      gathering.add({
        arn,
        keyState: from(text, key.KeyState, 'KeyMetadata.KeyState'),
        keyManager: from(text, key.KeyManager, 'KeyMetadata.KeyManager'),
        ownerAccount: from(v.pipe(text, v.regex(/^\d{12}$/)), key.AWSAccountId, 'KeyMetadata.AWSAccountId'),
        ...optional(from, 'deletionDate', time, key.DeletionDate, 'KeyMetadata.DeletionDate'),
      });
    } catch (error) {
      gathering.miss(missingOf(arn, error));
    }
  });
  return gathering.done();
});

const unnamed = (cluster: string): string => `keys of ${cluster}`;
