import { clusterWith, denied, key, list, settings } from '../base.ts';
import { account } from '../base-names.ts';
import type { Example } from '../example.ts';

const keyWith = (members: Partial<typeof key>) => ({ keys: list([{ ...key, ...members }]) });
const fails = (because: string) => [{ resource: key.arn, status: 'fail' as const, because }];
const issue = (code: string, ...resourceIds: string[]) => ({ code, message: 'the key cannot be used', resourceIds });
const unnamed = (status: 'fail' | 'unknown', because: string) => [{ status, because }];
const second = `${key.arn}-second`;

export default [
  {
    says: 'An enabled key in the same account',
    facts: keyWith({}),
    expect: [{ resource: key.arn, status: 'pass', because: `the key is Enabled, in account ${account}` }],
  },
  {
    says: 'A multi-Region key whose primary Region is being changed',
    facts: keyWith({ keyState: 'Updating' }),
    expect: [{ resource: key.arn, status: 'pass', because: `the key is Updating, in account ${account}` }],
  },
  { says: 'A disabled key', facts: keyWith({ keyState: 'Disabled' }), expect: fails('the key is Disabled') },
  {
    says: 'A disabled key is certain, whoever owns it',
    facts: keyWith({ keyState: 'Disabled', ownerAccount: { known: false, why: 'DescribeKey answered no AWSAccountId' } }),
    expect: fails('the key is Disabled'),
  },
  {
    says: 'An enabled key of nobody knows whom',
    facts: keyWith({ ownerAccount: { known: false, why: 'DescribeKey answered no AWSAccountId' } }),
    expect: [{ resource: key.arn, status: 'unknown', because: 'DescribeKey answered no AWSAccountId' }],
  },
  {
    says: 'A key that will be deleted',
    facts: keyWith({ keyState: 'PendingDeletion', deletionDate: '2026-09-05T12:00:00.000Z' }),
    expect: fails('the key is PendingDeletion, to be deleted on 2026-09-05'),
  },
  {
    says: 'Imported key material that is gone',
    facts: keyWith({ keyState: 'PendingImport' }),
    expect: fails('the key is PendingImport'),
  },
  {
    says: 'A custom key store that is cut off',
    facts: keyWith({ keyState: 'Unavailable' }),
    expect: fails('the key is Unavailable'),
  },
  {
    says: 'A primary key that waits for its replicas to be deleted',
    facts: keyWith({ keyState: 'PendingReplicaDeletion' }),
    expect: fails('the key is PendingReplicaDeletion'),
  },
  {
    says: 'A state that Postern does not know is not a pass',
    facts: keyWith({ keyState: 'Frozen' }),
    expect: fails('the key is Frozen'),
  },
  {
    says: "A key in a stranger's account",
    facts: keyWith({ ownerAccount: '999999999999' }),
    expect: [
      {
        resource: key.arn,
        status: 'fail',
        severity: 'medium',
        because: "the key is Enabled, in account 999999999999: neither the cluster's nor among your own",
      },
    ],
  },
  {
    says: 'A key in another account of the owner',
    facts: {
      ...keyWith({ ownerAccount: '444455556666' }),
      settings: { known: true, value: { ...settings, ownAccounts: ['444455556666'] } },
    },
    expect: [{ resource: key.arn, status: 'pass', because: 'the key is Enabled, in account 444455556666' }],
  },
  {
    says: 'EKS reports what KMS would not show',
    facts: {
      ...clusterWith({ healthIssues: [issue('KmsGrantRevoked')] }),
      keys: list([], [{ id: key.arn, ...why('kms:DescribeKey') }]),
    },
    expect: fails('EKS reports KmsGrantRevoked for this key'),
  },
  {
    says: 'KMS still says Enabled, and EKS does not find the key',
    facts: clusterWith({ healthIssues: [issue('KmsKeyNotFound', key.arn)] }),
    expect: fails('EKS reports KmsKeyNotFound for this key'),
  },
  {
    says: 'Health issues of another kind are not about the key',
    facts: clusterWith({ healthIssues: [issue('Ec2SubnetNotFound')] }),
    expect: [{ resource: key.arn, status: 'pass', because: `the key is Enabled, in account ${account}` }],
  },
  {
    says: 'An issue of one of two keys, by name',
    facts: {
      ...clusterWith({
        encryptionConfig: [
          { resources: ['secrets'], keyArn: key.arn },
          { resources: ['secrets'], keyArn: second },
        ],
        healthIssues: [issue('KmsKeyDisabled', second)],
      }),
      keys: list([key, { ...key, arn: second }]),
    },
    expect: [
      { resource: key.arn, status: 'pass', because: `the key is Enabled, in account ${account}` },
      { resource: second, status: 'fail', because: 'EKS reports KmsKeyDisabled for this key' },
    ],
  },
  {
    says: 'No key is named',
    facts: clusterWith({ encryptionConfig: [] }),
    expect: [{ status: 'not-applicable', because: "this cluster's encryption configuration names no KMS key" }],
  },
  {
    says: 'No key is named, and EKS reports that it is disabled',
    facts: clusterWith({ encryptionConfig: [], healthIssues: [issue('KmsKeyDisabled')] }),
    expect: unnamed('fail', "EKS reports KmsKeyDisabled for a key, and the cluster's encryption configuration names none"),
  },
  {
    says: 'A blank name names no key',
    facts: clusterWith({ encryptionConfig: [{ resources: ['secrets'], keyArn: '' }] }),
    expect: unnamed('unknown', "the cluster's encryption configuration names no KMS key"),
  },
  {
    says: 'No key is named, and what EKS reports could not be read',
    facts: clusterWith({ encryptionConfig: [], healthIssues: { known: false, why: 'DescribeCluster answered no health' } }),
    expect: unnamed('unknown', 'DescribeCluster answered no health'),
  },
  {
    says: 'KMS refused to describe the key',
    facts: { keys: list([], [{ id: key.arn, ...why('kms:DescribeKey') }]) },
    expect: [{ resource: key.arn, status: 'unknown', because: 'AccessDenied: kms:DescribeKey (kms:DescribeKey)' }],
  },
  {
    says: "A good key, but the cluster's health could not be read",
    facts: clusterWith({ healthIssues: { known: false, why: 'DescribeCluster answered no health' } }),
    expect: [{ resource: key.arn, status: 'unknown', because: 'DescribeCluster answered no health' }],
  },
] satisfies readonly Example[];

function why(action: string) {
  const { known: _, ...reason } = denied(action);
  return reason;
}
