import { describe, expect, it } from 'vitest';
import { cluster, clusterWith, key, list } from '../../shared/checks/base.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { denied, derived, reason } from './derived.ts';

const described = { keyState: 'Enabled', keyManager: 'CUSTOMER', ownerAccount: key.ownerAccount };
const item = {
  id: key.arn,
  named: true,
  arn: key.arn,
  resources: ['secrets'],
  healthIssues: [],
  healthRead: true,
  key: described,
};
const issue = (code: string, ...resourceIds: string[]) => ({ code, message: 'm', resourceIds });
const items = (fact: ReturnType<typeof derived<'encryptionKeys'>>) => (fact.known ? fact.items : []);

describe('encryptionKeys', () => {
  it('joins the key with what KMS says', () => {
    expect(derived('encryptionKeys')).toEqual({ known: true, items: [item], missing: [] });
  });

  it('names each key once, in order, with all its resources', () => {
    const config = ['b', 'a', 'b'].map((keyArn, index) => ({
      keyArn,
      resources: index === 2 ? ['configmaps', 'secrets'] : ['secrets'],
    }));
    expect(items(derived('encryptionKeys', clusterWith({ encryptionConfig: config })))).toMatchObject([
      { id: 'a', resources: ['secrets'] },
      { id: 'b', resources: ['configmaps', 'secrets'] },
    ]);
  });

  it('has none where the cluster names none', () => {
    expect(derived('encryptionKeys', clusterWith({ encryptionConfig: [] }))).toEqual({ known: true, items: [], missing: [] });
  });

  const configured = (...arns: readonly string[]) => arns.map((keyArn) => ({ resources: ['secrets'], keyArn }));

  it.each([
    ['an issue of a key', [issue('KmsKeyDisabled')], [{ code: 'KmsKeyDisabled', message: 'm' }], true],
    ['health that could not be read', denied, [], denied],
  ])('has one without a name for %s', (_, healthIssues, issues, healthRead) => {
    const facts = clusterWith({ encryptionConfig: [], healthIssues });
    expect(items(derived('encryptionKeys', facts))).toMatchObject([
      { id: cluster.arn, named: false, resources: [], healthIssues: issues, healthRead, key: { known: false } },
    ]);
  });

  it('has none for an issue of another kind, and takes a blank name for none', () => {
    const other = clusterWith({ encryptionConfig: [], healthIssues: [issue('Ec2SubnetNotFound')] });
    expect(items(derived('encryptionKeys', other))).toEqual([]);
    const blank = derived('encryptionKeys', clusterWith({ encryptionConfig: configured('', ' ') }));
    expect(items(blank)).toMatchObject([{ id: cluster.arn, named: false, resources: ['secrets'], arn: { known: false } }]);
  });

  it.each(['key/mrk-1', 'alias/shop/secrets'])('takes the ARN of %s', (resource) => {
    const arn = `arn:aws-us-gov:kms:us-gov-west-1:111122223333:${resource}`;
    expect(items(derived('encryptionKeys', clusterWith({ encryptionConfig: configured(arn) })))).toMatchObject([{ arn }]);
  });

  it.each([
    'alias/shop',
    '0f6d1c2b',
    ` ${key.arn}`,
    `${key.arn}\n`,
    'arn:aws:kms:eu-central-1:111122223333:key/',
    'arn:aws:s3:::shop',
    'arn:aws:kms:eu-central-1::key/a',
  ])('does not take %j for an ARN', (text) => {
    expect(items(derived('encryptionKeys', clusterWith({ encryptionConfig: configured(text) })))).toMatchObject([
      { id: text, named: true, arn: unknown(`encryptionConfig: ${JSON.stringify(text)} is not the ARN of a KMS key`) },
    ]);
  });

  it.each([
    ['the cluster', { clusters: denied }],
    ['its configuration', clusterWith({ encryptionConfig: denied })],
  ])('is unknown without %s', (_, facts) => {
    expect(derived('encryptionKeys', facts)).toEqual(denied);
  });

  it.each([
    ['KMS was not asked', { keys: denied }, denied],
    [
      'this key was denied',
      {
        keys: list(
          [],
          [
            { id: 'other', why: 'w' },
            { id: key.arn, ...reason },
          ],
        ),
      },
      denied,
    ],
    ['nobody read it', { keys: list([]) }, unknown(`the KMS key ${key.arn} was not read`, 'kms:DescribeKey')],
    [
      'another is read',
      { keys: list([{ ...key, arn: 'other' }]) },
      unknown(`the KMS key ${key.arn} was not read`, 'kms:DescribeKey'),
    ],
  ])('knows no state where %s, and the rest all the same', (_, facts, expected) => {
    expect(items(derived('encryptionKeys', facts))).toEqual([{ ...item, key: expected }]);
  });

  it('passes on single unknown members, and a date of deletion only where it is known', () => {
    const of = (members: object) => items(derived('encryptionKeys', { keys: list([{ ...key, ...members }]) }))[0]?.key;
    expect(of({ keyState: denied })).toEqual({ ...described, keyState: denied });
    expect(of({ deletionDate: '2026-09-05T00:00:00Z' })).toEqual({ ...described, deletionDate: '2026-09-05T00:00:00Z' });
    expect(of({ deletionDate: denied })).toEqual(described);
  });

  it.each([
    [
      'of a key',
      [issue('KmsKeyDisabled'), issue('KmsKeyNotFound'), issue('KmsKeyMarkedForDeletion'), issue('KmsGrantRevoked')],
      4,
    ],
    ['of this key', [issue('KmsKeyDisabled', key.arn)], 1],
    ['of a key that the cluster does not name', [issue('KmsKeyDisabled', 'arn:other')], 1],
    ['of another kind', [issue('Ec2SubnetNotFound'), issue('kmskeydisabled')], 0],
  ])('keeps health issues %s', (_, healthIssues, count) => {
    const [only] = items(derived('encryptionKeys', clusterWith({ healthIssues })));
    expect(only?.healthIssues).toEqual(healthIssues.slice(0, count).map(({ code, message }) => ({ code, message })));
  });

  it('gives an issue that names one of two keys to that one', () => {
    const config = [
      ...(cluster.encryptionConfig as { resources: string[]; keyArn: string }[]),
      { resources: ['secrets'], keyArn: 'b' },
    ];
    const two = items(
      derived('encryptionKeys', clusterWith({ encryptionConfig: config, healthIssues: [issue('KmsKeyDisabled', 'b')] })),
    );
    expect(two.map(({ id, healthIssues }) => [id, healthIssues.length])).toEqual([
      [key.arn, 0],
      ['b', 1],
    ]);
  });

  it('says that the health could not be read', () => {
    expect(items(derived('encryptionKeys', clusterWith({ healthIssues: denied })))).toEqual([{ ...item, healthRead: denied }]);
  });
});
