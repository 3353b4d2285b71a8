import { check, fail, pass } from '../check.ts';

/** From this version on EKS encrypts on its own. */
const encryptsByDefault = { major: 1, minor: 28 };

/**
 * "Amazon EKS provides default envelope encryption for all Kubernetes API data in EKS clusters running Kubernetes version 1.28 or higher"
 * (EKS user guide, "Default envelope encryption for all Kubernetes API Data"): KMS provider v2 with a key that AWS owns. DescribeCluster then
 * returns no `encryptionConfig`, so its absence says nothing there. Before 1.28 only what it names is encrypted.
 */
export default check({
  id: 'encryption/secrets',
  title: 'Kubernetes Secrets are stored with envelope encryption',
  severity: 'high',
  scope: 'cluster',
  provider: 'eks',
  why: 'Without envelope encryption, whoever gets at the storage of etcd or a copy of it reads every Secret: passwords, tokens and private keys.',
  fix: {
    text: 'Upgrade to Kubernetes 1.28 or later, which encrypts all API data, or associate a KMS key of your own. That cannot be undone: a cluster whose key is deleted is lost.',
    cli: 'aws eks associate-encryption-config --cluster-name CLUSTER --encryption-config \'[{"resources":["secrets"],"provider":{"keyArn":"KEY_ARN"}}]\'',
    cdk: "new eks.Cluster(this, 'Cluster', { secretsEncryptionKey: key, … })",
    terraform: 'encryption_config {\n  resources = ["secrets"]\n  provider {\n    key_arn = aws_kms_key.cluster.arn\n  }\n}',
  },
  needs: ['cluster', 'encryptionKeys'],
  judge: ({ cluster, encryptionKeys }) => {
    const own = encryptionKeys.find(({ resources }) => resources.includes('secrets'));
    // A text that is not the ARN of a key encrypts nothing that we know of: reading `arn` ends the judgement.
    if (own !== undefined)
      return pass(`the KMS key ${own.arn} encrypts Secrets`, [
        { kind: 'kms-key', id: own.arn, says: `encryptionConfig: resources ${own.resources.join(', ')}` },
      ]);
    const { version } = cluster;
    const evidence = [{ kind: 'cluster', id: cluster.arn, says: `version: ${version}, encryptionConfig: none for secrets` }];
    return atLeast(version, encryptsByDefault)
      ? pass(`Kubernetes ${version}: EKS encrypts all API data with a key that AWS owns`, evidence)
      : fail(`Kubernetes ${version} without a KMS key: Secrets have no envelope encryption`, evidence);
  },
});

/** Versions are numbers, not decimals: 1.9 is before 1.28, and 1.100 after it. */
function atLeast(version: string, { major, minor }: typeof encryptsByDefault): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
