/**
 * A compliant estate as facts: one account, one Region, one cluster that every check passes. Examples are departures from it, so that each
 * differs in one thing only.
 */
import type { Missing } from '../facts/fact.ts';
import type { FactsOfTarget, ManyName, Stored } from '../facts/index.ts';
import {
  apiService,
  configMap,
  controllers,
  limitRange,
  namespaces,
  networkPolicy,
  node,
  ownRights,
  pods,
  resourceQuota,
  serviceAccounts,
} from './base-kubernetes.ts';
import { account, arn, region } from './base-names.ts';
import {
  groups,
  interfaces,
  internetGateway,
  listener,
  listenerRule,
  loadBalancer,
  networkAcl,
  office,
  routeTable,
  subnet,
  targetGroup,
  vpc,
} from './base-network.ts';

/** A list that was read whole, or but for a few items. */
export const list = <T>(items: readonly T[], missing: readonly Missing[] = []) => ({ known: true as const, items, missing });
const value = <T>(value: T) => ({ known: true as const, value });

export const key: Stored<'keys'> = {
  arn: arn('kms', 'key/0f6d1c2b-shop'),
  keyState: 'Enabled',
  keyManager: 'CUSTOMER',
  ownerAccount: account,
};

export const cluster: Stored<'clusters'> = {
  name: 'shop',
  arn: arn('eks', 'cluster/shop'),
  status: 'ACTIVE',
  createdAt: '2025-02-03T09:00:00.000Z',
  version: '1.34',
  platformVersion: 'eks.9',
  endpoint: 'https://shop.example.com',
  certificateAuthority: '',
  endpointPublicAccess: false,
  endpointPrivateAccess: true,
  publicAccessCidrs: ['198.35.26.0/28'],
  vpcId: 'vpc-shop',
  subnetIds: ['subnet-a', 'subnet-b'],
  clusterSecurityGroupId: 'sg-cluster',
  securityGroupIds: [],
  encryptionConfig: [{ resources: ['secrets'], keyArn: key.arn }],
  healthIssues: [],
  supportType: 'EXTENDED',
  tags: {},
};

export const nodeGroup: Stored<'nodeGroups'> = {
  name: 'general',
  arn: arn('eks', 'nodegroup/shop/general/1a2b'),
  status: 'ACTIVE',
  version: '1.34',
  releaseVersion: '1.34.1-20260801',
  amiType: 'AL2023_x86_64_STANDARD',
  subnetIds: ['subnet-a', 'subnet-b'],
  nodeRole: `arn:aws:iam::${account}:role/shop-node`,
  autoScalingGroups: ['eks-general-1a2b'],
  healthIssues: [],
  tags: {},
};

export const instance: Stored<'instances'> = {
  id: 'i-general',
  state: 'running',
  vpcId: 'vpc-shop',
  subnetId: 'subnet-a',
  imageId: 'ami-general',
  networkInterfaceIds: ['eni-node'],
  tags: { 'aws:autoscaling:groupName': 'eks-general-1a2b', 'kubernetes.io/cluster/shop': 'owned' },
};

export const versions: readonly Stored<'clusterVersions'>[] = [
  ['1.35', 'STANDARD_SUPPORT', '2027-03-27', '2028-03-27'],
  ['1.34', 'STANDARD_SUPPORT', '2026-12-02', '2027-12-02'],
  ['1.33', 'EXTENDED_SUPPORT', '2026-07-29', '2027-07-29'],
  ['1.30', 'UNSUPPORTED', '2025-07-23', '2026-07-23'],
].map(([version = '', versionStatus = '', standard, extended]) => ({
  version,
  versionStatus,
  endOfStandardSupport: `${standard}T00:00:00.000Z`,
  endOfExtendedSupport: `${extended}T00:00:00.000Z`,
}));

export const settings: Stored<'settings'> = {
  largeRange: { ipv4Addresses: 65_536, ipv6Networks: 2 ** 32 },
  versionWarningDays: 60,
  ownAccounts: [],
  platformNamespaces: ['kube-system'],
};

/** Every fact that a check may ask for, of the account, the Region and the cluster alike. */
export const base = {
  target: value({ partition: 'aws', account, region, cluster: { name: cluster.name, arn: cluster.arn } }),
  clock: value({ now: '2026-09-01T00:00:00.000Z' }),
  settings: value(settings),
  accountSummary: value({ rootAccessKeys: 0 }),
  clusters: list([cluster]),
  clusterVersions: list(versions),
  keys: list([key]),
  nodeGroups: list([nodeGroup]),
  instances: list([instance]),
  networkInterfaces: list(Object.values(interfaces)),
  securityGroups: list(groups({})),
  prefixLists: list([office]),
  loadBalancers: list([loadBalancer]),
  classicLoadBalancers: list<Stored<'classicLoadBalancers'>>([]),
  listeners: list([listener]),
  listenerRules: list([listenerRule]),
  targetGroups: list([targetGroup]),
  blockPublicAccess: value<Stored<'blockPublicAccess'>>({ mode: 'off', exclusions: [] }),
  routeTables: list([routeTable]),
  internetGateways: list([internetGateway]),
  egressOnlyInternetGateways: list<Stored<'egressOnlyInternetGateways'>>([]),
  natGateways: list<Stored<'natGateways'>>([]),
  networkAcls: list([networkAcl]),
  vpcs: list([vpc]),
  subnets: list([subnet('subnet-a', '10.0.0.0/20'), subnet('subnet-b', '10.0.16.0/20')]),
  probes: value<Stored<'probes'>>({ items: [], endpoint: 'not-exposed' }),
  kubernetesVersion: value({ gitVersion: 'v1.34.2-eks-3025e55', major: '1', minor: '34' }),
  namespaces: list(namespaces),
  nodes: list([node]),
  pods: list(pods),
  controllers: list(controllers),
  services: list([apiService]),
  serviceAccounts: list(serviceAccounts),
  resourceQuotas: list([resourceQuota]),
  limitRanges: list([limitRange]),
  networkPolicies: list([networkPolicy]),
  configMaps: list([configMap]),
  secrets: list<Stored<'secrets'>>([]),
  ownRights: list(ownRights),
  podIdentityAssociations: list<Stored<'podIdentityAssociations'>>([]),
  horizontalPodAutoscalers: list<Stored<'horizontalPodAutoscalers'>>([]),
} satisfies FactsOfTarget;

/** The base with members of its cluster changed. */
export const clusterWith = (members: Partial<Stored<'clusters'>>): FactsOfTarget => ({
  clusters: list([{ ...cluster, ...members }]),
});

/** What AWS answers to an action that the scanning role lacks. */
export const denied = (action: string) => ({ known: false as const, why: `AccessDenied: ${action}`, action });

/** The base but for one list that could not be read. */
export const without = (fact: ManyName, action: string): FactsOfTarget => ({ [fact]: denied(action) });
