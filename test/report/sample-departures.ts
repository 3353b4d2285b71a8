import type { Evidence, Severity } from '../../shared/checks/check.ts';
import type { Resource } from '../../shared/engine/verdict.ts';
import type { ReportVerdict } from '../../shared/report/report.ts';

/** What makes a sample verdict other than a pass. */
export interface Departure {
  readonly status: 'fail' | 'unknown' | 'not-applicable';
  readonly severity?: Severity;
  readonly resource?: Resource;
  readonly because: string;
  readonly evidence?: readonly Evidence[];
  readonly waiver?: NonNullable<ReportVerdict['waiver']>;
}

/** Departures by target's name, then check. A check that is not named passed. */
type Departures = Readonly<Record<string, Readonly<Record<string, readonly Departure[]>>>>;

const deniedGroups: Departure = {
  status: 'unknown',
  because: 'AccessDenied: eks:DescribeNodegroup (grant eks:DescribeNodegroup to the role postern-reader)',
};
const unreachable: Departure = {
  status: 'unknown',
  because:
    'the API endpoint is private and did not answer within 10 s (run postern collect from inside the VPC, or use --kubernetes off)',
};
const kubernetesPublic = (...cidrs: string[]): Departure => ({
  status: 'fail',
  because: `any address on the internet can reach the endpoint: publicAccessCidrs is ${cidrs.join(', ')}`,
  evidence: [
    {
      kind: 'cluster',
      id: 'resourcesVpcConfig',
      says: `endpointPublicAccess true, publicAccessCidrs [${cidrs.map((cidr) => `"${cidr}"`).join(', ')}]`,
    },
  ],
});
const noOwnKey: Departure = {
  status: 'fail',
  because: 'no encryptionConfig; at 1.29 the API data are encrypted with a key that AWS owns, not with yours',
};
const group = (
  id: string,
  name: string,
  because: string,
  severity: 'critical' | 'high',
  rules: readonly string[],
  interfaces: readonly string[],
): Departure => ({
  status: 'fail',
  severity,
  resource: { type: 'security-group', id, name },
  because,
  evidence: [
    ...rules.map((says) => ({ kind: 'security-group-rule', id, says })),
    ...interfaces.map((eni) => ({ kind: 'network-interface', id: eni, says: 'an interface of a node carries this group' })),
  ],
});

/** The story of the sample: a forgotten staging cluster, permissions that lack, an accepted risk, and much that is right. */
export const sampleDepartures: Departures = {
  '111122223333': {},
  '444455556666': {
    'account/root-access-keys': [
      {
        status: 'fail',
        because: 'AccountAccessKeysPresent is 1: the root user has an access key',
        evidence: [{ kind: 'account', id: '444455556666', says: 'GetAccountSummary: AccountAccessKeysPresent 1' }],
      },
    ],
  },
  ledger: { 'namespaces/default-in-use': [unreachable] },
  'payments-dr': { 'namespaces/default-in-use': [unreachable] },
  'payments-batch': {
    'nodes/remote-access': [
      {
        status: 'fail',
        resource: {
          type: 'node-group',
          id: 'arn:aws:eks:eu-west-1:111122223333:nodegroup/payments-batch/spot/2ac1',
          name: 'spot',
        },
        because: 'port 22 is open to the groups sg-0a1b2c3d, with the key pair ops-2021',
        evidence: [
          { kind: 'node-group', id: 'spot', says: 'remoteAccess.ec2SshKey "ops-2021", sourceSecurityGroups ["sg-0a1b2c3d"]' },
        ],
        waiver: {
          reason: 'Needed for the vendor’s support until the migration in spring',
          owner: 'payments-platform@example.com',
          until: '2027-03-31',
        },
      },
    ],
  },
  'ci-runners': {
    'nodes/remote-access': [{ ...deniedGroups, resource: { type: 'node-group', id: 'spot-large' } }],
    'namespaces/default-in-use': [
      {
        status: 'fail',
        because: '14 Pods and 2 Deployments stand in the namespace default',
        evidence: [
          { kind: 'Deployment', id: 'default/runner-cache', says: '1 replica, service account default' },
          { kind: 'Deployment', id: 'default/registry-mirror', says: '2 replicas, service account default' },
        ],
      },
    ],
    'api-endpoint/public-access': [kubernetesPublic('0.0.0.0/1', '128.0.0.0/1')],
  },
  observability: {
    'nodes/remote-access': [deniedGroups],
    'versions/support': [
      {
        status: 'fail',
        severity: 'medium',
        because: 'standard support of 1.33 ends in 41 days, on 2027-01-01',
        evidence: [{ kind: 'cluster-version', id: '1.33', says: 'endOfStandardSupportDate 2027-01-01, STANDARD_SUPPORT' }],
      },
    ],
  },
  'data-lake': {
    'nodes/remote-access': [deniedGroups],
    'encryption/key-state': [
      {
        status: 'fail',
        because: 'the key is pending deletion: it is gone on 2026-12-03',
        resource: { type: 'kms-key', id: 'arn:aws:kms:us-east-1:444455556666:key/7d0c…' },
        evidence: [
          {
            kind: 'kms-key',
            id: 'arn:aws:kms:us-east-1:444455556666:key/7d0c',
            says: 'KeyState PendingDeletion, DeletionDate 2026-12-03T00:00:00Z',
          },
          { kind: 'cluster', id: 'health.issues', says: 'KmsKeyMarkedForDeletion' },
        ],
      },
    ],
    'versions/support': [
      {
        status: 'fail',
        because: '1.32 is in extended support since 2026-03-23',
        evidence: [{ kind: 'cluster-version', id: '1.32', says: 'EXTENDED_SUPPORT, endOfExtendedSupportDate 2027-03-23' }],
      },
    ],
  },
  'staging-legacy': {
    'api-endpoint/public-access': [kubernetesPublic('0.0.0.0/0')],
    'encryption/secrets': [noOwnKey],
    'namespaces/default-in-use': [
      {
        status: 'fail',
        because: '3 Pods stand in the namespace default',
        evidence: [{ kind: 'Pod', id: 'default/debug-shell', says: 'running for 611 days' }],
      },
    ],
    'versions/support': [
      {
        status: 'fail',
        because: '1.29 is out of extended support since 2026-03-23: AWS will upgrade it',
        evidence: [{ kind: 'cluster-version', id: '1.29', says: 'UNSUPPORTED' }],
      },
    ],
    'nodes/remote-access': [
      {
        status: 'fail',
        severity: 'medium',
        resource: {
          type: 'node-group',
          id: 'arn:aws:eks:us-east-1:444455556666:nodegroup/staging-legacy/ng-1/9ff0',
          name: 'ng-1',
        },
        because: 'port 22 of every node is open to the internet: remote access without source security groups',
      },
    ],
    'security-groups/open-to-internet': [
      group(
        'sg-0d41f3b6a1',
        'staging-nodes',
        'the kubelet (tcp 10250) is open to the whole of IPv4; two rules add up to it',
        'critical',
        ['tcp 10250 from 0.0.0.0/1', 'tcp 10250 from 128.0.0.0/1'],
        ['eni-0aa1', 'eni-0aa2', 'eni-0aa3', 'eni-0aa4', 'eni-0aa5', 'eni-0aa6'],
      ),
      group(
        'sg-0d41f3b6a2',
        'staging-bastion',
        'SSH (tcp 22) is open to the whole of IPv6',
        'high',
        ['tcp 22 from ::/0'],
        ['eni-0bb1'],
      ),
    ],
  },
  'edge-gateway': {
    'api-endpoint/public-access': [kubernetesPublic('0.0.0.0/0')],
    'nodes/remote-access': [{ status: 'not-applicable', because: 'no node group: EKS Auto Mode' }],
  },
};
