import type { Scope } from '../../shared/facts/fact.ts';
import type { FrameworkResult, ReportCheck } from '../../shared/report/report.ts';

/** Checks of the sample report: as realistic as can be, and no one's but the tests'. */
export const sampleChecks: Readonly<Record<string, ReportCheck & { readonly scope: Scope }>> = {
  'account/root-access-keys': {
    scope: 'account',
    title: 'The root user has no access keys',
    severity: 'critical',
    why: 'A root access key can do everything in the account, cannot be limited by a policy, and does not expire.',
    fix: { text: 'Delete the root user’s access keys in the console, under My security credentials, and use roles instead.' },
  },
  'api-endpoint/public-access': {
    scope: 'cluster',
    title: 'The Kubernetes API cannot be reached from the whole internet',
    severity: 'high',
    why: 'Whoever can reach the endpoint can try stolen tokens and use defects of the API server before they are patched. Authentication is then the only wall.',
    fix: {
      text: 'Restrict the public endpoint to the networks that need it, or switch it off once everything reaches the private one.',
      cli: 'aws eks update-cluster-config --name CLUSTER \\\n  --resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=203.0.113.0/24,endpointPrivateAccess=true',
      cdk: "new eks.Cluster(this, 'Cluster', {\n  endpointAccess: eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom('203.0.113.0/24'),\n  …\n});",
      terraform:
        'resource "aws_eks_cluster" "this" {\n  vpc_config {\n    endpoint_private_access = true\n    public_access_cidrs     = ["203.0.113.0/24"]\n  }\n}',
    },
  },
  'encryption/key-state': {
    scope: 'cluster',
    title: 'The key that encrypts secrets is enabled and will stay',
    severity: 'critical',
    why: 'When the key is gone, the cluster cannot read its own secrets: it cannot be repaired, only replaced.',
    fix: {
      text: 'Cancel the deletion of the key and enable it.',
      cli: 'aws kms cancel-key-deletion --key-id KEY\naws kms enable-key --key-id KEY',
    },
  },
  'encryption/secrets': {
    scope: 'cluster',
    title: 'Kubernetes secrets are encrypted with a key of your own',
    severity: 'medium',
    why: 'Without envelope encryption, whoever reads a copy of etcd reads every password in it.',
    fix: {
      text: 'Associate an encryption configuration with the cluster. It cannot be taken back.',
      cli: 'aws eks associate-encryption-config …',
    },
  },
  'namespaces/default-in-use': {
    scope: 'cluster',
    title: 'Nothing runs in the default namespace',
    severity: 'low',
    why: 'What shares the default namespace shares its service account, its quotas and its network policies.',
    fix: { text: 'Move the workloads to namespaces of their own.', kubectl: 'kubectl create namespace TEAM' },
  },
  'network/default-vpc': {
    scope: 'region',
    title: 'No cluster stands in the default VPC',
    severity: 'low',
    why: 'Every subnet of a default VPC is public: each instance that is started there without a thought has a public address.',
    fix: { text: 'Create a VPC with private subnets and move the cluster there.' },
  },
  'nodes/remote-access': {
    scope: 'cluster',
    title: 'Node groups have no SSH remote access',
    severity: 'medium',
    why: 'A node group with a key and no source security group opens port 22 of every node to the internet.',
    fix: {
      text: 'Create the node group anew without remote access; use Session Manager to reach nodes.',
      cli: 'aws eks create-nodegroup … (without --remote-access)',
    },
  },
  'security-groups/open-to-internet': {
    scope: 'cluster',
    title: 'Security groups on the cluster’s interfaces admit no one from the whole internet',
    severity: 'critical',
    why: 'An open kubelet, etcd or SSH port is found by scanners within minutes, and a kubelet runs commands for whoever it believes.',
    fix: {
      text: 'Remove the rules, or name the networks that need them.',
      cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE',
    },
  },
  'versions/support': {
    scope: 'cluster',
    title: 'The Kubernetes version is in standard support',
    severity: 'high',
    why: 'A version out of standard support costs six times as much, and after extended support AWS upgrades it on a day of its own choosing.',
    fix: {
      text: 'Upgrade the control plane by one minor version at a time, then the nodes.',
      cli: 'aws eks update-cluster-version --name CLUSTER --kubernetes-version 1.34',
    },
  },
};

const manual = 'On EKS the file lives on the node: no API shows its permissions.';

export const sampleFrameworks: readonly FrameworkResult[] = [
  {
    id: 'cis-eks-2.0.0',
    name: 'CIS Amazon Elastic Kubernetes Service Benchmark',
    version: '2.0.0',
    controls: [
      { id: '2.1.1', title: 'Enable audit logs', status: 'planned', why: 'Comes with the logging checks.' },
      {
        id: '3.1.1',
        title: 'Ensure that the kubeconfig file permissions are set to 644 or more restrictive',
        status: 'manual',
        why: manual,
      },
      {
        id: '3.1.2',
        title: 'Ensure that the kubelet kubeconfig file ownership is set to root:root',
        status: 'manual',
        why: manual,
      },
      { id: '4.5.1', title: 'The default namespace should not be used', status: 'fail', checks: ['namespaces/default-in-use'] },
      {
        id: '5.3.1',
        title: 'Ensure Kubernetes secrets are encrypted using customer master keys managed in AWS KMS',
        status: 'unknown',
        checks: ['encryption/secrets', 'encryption/key-state'],
      },
      {
        id: '5.4.1',
        title: 'Restrict access to the control plane endpoint',
        status: 'fail',
        checks: ['api-endpoint/public-access'],
      },
      { id: '5.4.3', title: 'Ensure clusters are created with private nodes', status: 'pass', checks: ['nodes/remote-access'] },
      {
        id: '5.5.1',
        title: 'Manage Kubernetes RBAC users with AWS IAM Authenticator',
        status: 'not-applicable',
        checks: ['account/root-access-keys'],
      },
    ],
  },
];
