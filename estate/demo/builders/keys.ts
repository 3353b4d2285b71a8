import type { KeyState } from '@aws-sdk/client-kms';
import { arnOf, type Place, uuidOf } from './ids.ts';
import type { Parts } from './parts.ts';

const keyArn = (place: Place, name: string): string =>
  arnOf('kms', place, `key/${uuidOf('key', place.account, place.region, name)}`);

/** A customer-managed key as DescribeKey gives it. */
export function key(
  place: Place,
  spec: { readonly name: string; readonly created: string; readonly state?: KeyState; readonly deletionDate?: string },
): { readonly arn: string; readonly parts: Parts } {
  const { name, created, state = 'Enabled', deletionDate } = spec;
  const arn = keyArn(place, name);
  const metadata = {
    AWSAccountId: place.account,
    KeyId: arn.slice(arn.lastIndexOf('/') + 1),
    Arn: arn,
    CreationDate: created,
    Enabled: state === 'Enabled',
    Description: `Kubernetes data of ${name}`,
    KeyUsage: 'ENCRYPT_DECRYPT' as const,
    KeyState: state,
    ...(deletionDate === undefined ? {} : { DeletionDate: deletionDate }),
    Origin: 'AWS_KMS' as const,
    KeyManager: 'CUSTOMER' as const,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' as const,
    KeySpec: 'SYMMETRIC_DEFAULT' as const,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT' as const],
    MultiRegion: false,
  };
  return { arn, parts: { kms: { DescribeKey: { [arn]: { KeyMetadata: metadata } } } } };
}
