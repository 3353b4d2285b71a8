import { cluster, clusterWith, denied, key } from '../base.ts';
import type { Example } from '../example.ts';

const byDefault = (version: string) => `Kubernetes ${version}: EKS encrypts all API data with a key that AWS owns`;
const bare = (version: string) => `Kubernetes ${version} without a KMS key: Secrets have no envelope encryption`;
const garbled = { known: false as const, why: 'DescribeCluster answered no version' };

export default [
  {
    says: 'A KMS key of the customer',
    facts: { clusters: { known: true, items: [cluster], missing: [] } },
    expect: [{ status: 'pass', because: `the KMS key ${key.arn} encrypts Secrets` }],
  },
  {
    says: 'No key from 1.28 on: EKS encrypts with one that AWS owns',
    facts: clusterWith({ version: '1.28', encryptionConfig: [] }),
    expect: [{ status: 'pass', because: byDefault('1.28') }],
  },
  {
    says: 'Versions are numbers: 1.100 comes after 1.28',
    facts: clusterWith({ version: '1.100', encryptionConfig: [] }),
    expect: [{ status: 'pass', because: byDefault('1.100') }],
  },
  {
    says: 'No key before 1.28',
    facts: clusterWith({ version: '1.27', encryptionConfig: [] }),
    expect: [{ status: 'fail', because: bare('1.27') }],
  },
  {
    says: 'Versions are numbers: 1.9 comes before 1.28',
    facts: clusterWith({ version: '1.9', encryptionConfig: [] }),
    expect: [{ status: 'fail', because: bare('1.9') }],
  },
  {
    says: 'A key for something else than Secrets, before 1.28',
    facts: clusterWith({ version: '1.27', encryptionConfig: [{ resources: ['configmaps'], keyArn: key.arn }] }),
    expect: [{ status: 'fail', because: bare('1.27') }],
  },
  ...['', 'alias/shop'].map((keyArn) => ({
    says: `A key that is named ${JSON.stringify(keyArn)}, which is no ARN`,
    facts: clusterWith({ version: '1.27', encryptionConfig: [{ resources: ['secrets'], keyArn }] }),
    expect: [
      { status: 'unknown' as const, because: `encryptionConfig: ${JSON.stringify(keyArn)} is not the ARN of a KMS key` },
    ],
  })),
  {
    says: 'With a key the version does not matter, known or not',
    facts: clusterWith({ version: garbled }),
    expect: [{ status: 'pass', because: `the KMS key ${key.arn} encrypts Secrets` }],
  },
  {
    says: 'Without one it does',
    facts: clusterWith({ version: garbled, encryptionConfig: [] }),
    expect: [{ status: 'unknown', because: 'DescribeCluster answered no version' }],
  },
  {
    says: 'A version that is none cannot be compared',
    facts: clusterWith({ version: 'latest', encryptionConfig: [] }),
    expect: [{ status: 'unknown', because: 'the cluster\'s version "latest" is not a Kubernetes version such as 1.34' }],
  },
  {
    says: 'The cluster could not be described',
    facts: { clusters: denied('eks:ListClusters') },
    expect: [{ status: 'unknown', because: 'AccessDenied: eks:ListClusters (eks:ListClusters)' }],
  },
] satisfies readonly Example[];
