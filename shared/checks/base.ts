/**
 * A compliant estate as facts: one account, one Region, one cluster that every check passes. Examples are departures from it, so that each
 * differs in one thing only.
 */
import type { Missing } from '../facts/fact.ts';
import type { FactsOfTarget, ManyName, Stored } from '../facts/index.ts';

export const account = '111122223333';
export const region = 'eu-central-1';
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

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
  publicAccessCidrs: ['0.0.0.0/0'],
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

const plain: Stored<'networkInterfaces'> = {
  id: 'eni-plain',
  vpcId: 'vpc-shop',
  subnetId: 'subnet-a',
  interfaceType: 'interface',
  status: 'in-use',
  description: '',
  securityGroupIds: [],
  privateAddresses: [{ address: '10.0.0.10' }],
  ipv6Addresses: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
  denyAllIgwTraffic: false,
  tags: {},
};

/** An interface of the control plane, of a node, and of a load balancer. */
export const interfaces = {
  controlPlane: { ...plain, id: 'eni-control', description: 'Amazon EKS shop', securityGroupIds: ['sg-cluster'] },
  node: { ...plain, id: 'eni-node', instanceId: 'i-general', securityGroupIds: ['sg-cluster', 'sg-node'] },
  loadBalancer: { ...plain, id: 'eni-web', description: 'ELB app/web/50dc6c495c0c9188', securityGroupIds: ['sg-web'] },
} satisfies Record<string, Stored<'networkInterfaces'>>;

export const loadBalancer: Stored<'loadBalancers'> = {
  arn: arn('elasticloadbalancing', 'loadbalancer/app/web/50dc6c495c0c9188'),
  name: 'web',
  dnsName: 'web.example.com',
  scheme: 'internet-facing',
  type: 'application',
  state: 'active',
  vpcId: 'vpc-shop',
  ipAddressType: 'ipv4',
  subnetIds: ['subnet-a', 'subnet-b'],
  securityGroupIds: ['sg-web'],
  tags: { 'elbv2.k8s.aws/cluster': 'shop' },
};

type Permission = Extract<Stored<'securityGroups'>['ingress'], readonly unknown[]>[number];

/** A rule of ingress: TCP from nobody, but for what is given. */
export const rule = (given: Partial<Permission>): Permission => ({
  protocol: 'tcp',
  ipv4Cidrs: [],
  ipv6Cidrs: [],
  prefixListIds: [],
  securityGroupIds: [],
  ...given,
});

/** TCP to one port. */
export const port = (number: number, given: Partial<Permission>): Permission =>
  rule({ fromPort: number, toPort: number, ...given });

export const group = (id: string, ingress: Stored<'securityGroups'>['ingress']): Stored<'securityGroups'> => ({
  id,
  name: id.replace('sg-', 'shop-'),
  vpcId: 'vpc-shop',
  ingress,
  egress: [],
  tags: {},
});

/** The groups of the base, with the rules of some of them changed. */
export function groups(changed: Readonly<Record<string, Stored<'securityGroups'>['ingress']>>): Stored<'securityGroups'>[] {
  const ingress: Record<string, Stored<'securityGroups'>['ingress']> = {
    'sg-cluster': [rule({ protocol: '-1', securityGroupIds: ['sg-cluster'] })],
    'sg-node': [port(22, { prefixListIds: ['pl-office'] })],
    'sg-web': [port(443, { ipv4Cidrs: ['0.0.0.0/0'], ipv6Cidrs: ['::/0'] })],
    ...changed,
  };
  return Object.entries(ingress).map(([id, rules]) => group(id, rules));
}

export const office: Stored<'prefixLists'> = {
  id: 'pl-office',
  name: 'office',
  ownerId: account,
  addressFamily: 'IPv4',
  cidrs: ['198.35.26.0/28'],
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

export const vpc: Stored<'vpcs'> = {
  id: 'vpc-shop',
  isDefault: false,
  ownerId: account,
  cidrs: ['10.0.0.0/16'],
  ipv6Cidrs: [],
  tags: {},
};

const subnet = (id: string, cidr: string): Stored<'subnets'> => ({
  id,
  vpcId: 'vpc-shop',
  availabilityZoneId: 'euc1-az1',
  cidr,
  ipv6Cidrs: [],
  mapPublicIpOnLaunch: false,
  ownerId: account,
  tags: {},
});

export const settings: Stored<'settings'> = {
  largeRange: { ipv4Addresses: 65_536, ipv6Networks: 2 ** 32 },
  versionWarningDays: 60,
  ownAccounts: [],
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
  vpcs: list([vpc]),
  subnets: list([subnet('subnet-a', '10.0.0.0/20'), subnet('subnet-b', '10.0.16.0/20')]),
  defaultNamespaceObjects: list<Stored<'defaultNamespaceObjects'>>([{ kind: 'Service', name: 'kubernetes' }]),
} satisfies FactsOfTarget;

/** The base with members of its cluster changed. */
export const clusterWith = (members: Partial<Stored<'clusters'>>): FactsOfTarget => ({
  clusters: list([{ ...cluster, ...members }]),
});

/** What AWS answers to an action that the scanning role lacks. */
export const denied = (action: string) => ({ known: false as const, why: `AccessDenied: ${action}`, action });

/** The base but for one list that could not be read. */
export const without = (fact: ManyName, action: string): FactsOfTarget => ({ [fact]: denied(action) });
