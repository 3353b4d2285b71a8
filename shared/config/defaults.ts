import type { Stored } from '../facts/index.ts';

/** What holds where nobody decided otherwise; docs/decisions/006-thresholds.md says why these numbers. */
export const defaultSettings: Stored<'settings'> = {
  largeRange: { ipv4Addresses: 2 ** 16, ipv6Networks: 2 ** 32 },
  versionWarningDays: 60,
  ownAccounts: [],
  // Kubernetes' own, and those that AWS's add-ons make: CloudWatch Observability, GuardDuty's agent, Fargate's log router, ADOT.
  platformNamespaces: [
    'kube-system',
    'kube-public',
    'kube-node-lease',
    'amazon-cloudwatch',
    'amazon-guardduty',
    'aws-observability',
    'opentelemetry-operator-system',
  ],
};

/** The role that a scan assumes in accounts other than the caller's own. */
export const defaultRoleName = 'postern-member';

/** How many days a deployment keeps evidence from being deleted. */
export const defaultLockDays = 365;

/** The share of the APIs' rate in a scanned account that is ours. */
export const defaultRate = 0.25;
