export const ACCOUNT = '111111111111';
export const REGION = 'eu-central-1';

/** How many there are of what the call plan counts. */
export interface Sizes {
  readonly clusters: number;
  readonly nodeGroups: number;
  /** Of each cluster. */
  readonly podIdentityAssociations: number;
  readonly keys: number;
  readonly versions: number;
  readonly securityGroups: number;
  readonly networkInterfaces: number;
  readonly instances: number;
  readonly subnets: number;
  readonly vpcs: number;
  readonly routeTables: number;
  readonly networkAcls: number;
  readonly internetGateways: number;
  readonly egressOnlyInternetGateways: number;
  readonly natGateways: number;
  readonly loadBalancers: number;
  /** Those that the internet could reach: network load balancers first, then application load balancers of IPv4. The others are internal. */
  readonly networkLoadBalancers: number;
  readonly applicationLoadBalancers: number;
  /** Of each that the internet could reach. */
  readonly listeners: number;
  /** Of each listener of an application load balancer. */
  readonly rules: number;
  readonly targetGroups: number;
  /** Those of a load balancer that the internet could reach. */
  readonly usedTargetGroups: number;
  readonly classicLoadBalancers: number;
  /** Those that are not internal. */
  readonly facingClassicLoadBalancers: number;
  /** Of a Region that blocks public access; 'none' of one that does not. */
  readonly exclusions: number | 'none';
  /** Prefix lists that exist; the first `usedPrefixLists` of them are named by rules. */
  readonly prefixLists: number;
  readonly usedPrefixLists: number;
  readonly entries: number;
}

/** Of everything a little, so that every operation has something to answer. */
export const SMALL: Sizes = {
  clusters: 2,
  nodeGroups: 2,
  podIdentityAssociations: 1,
  keys: 1,
  versions: 2,
  securityGroups: 2,
  networkInterfaces: 2,
  instances: 2,
  subnets: 2,
  vpcs: 1,
  routeTables: 2,
  networkAcls: 1,
  internetGateways: 1,
  egressOnlyInternetGateways: 1,
  natGateways: 1,
  loadBalancers: 3,
  networkLoadBalancers: 1,
  applicationLoadBalancers: 1,
  listeners: 1,
  rules: 2,
  targetGroups: 2,
  usedTargetGroups: 1,
  classicLoadBalancers: 2,
  facingClassicLoadBalancers: 1,
  exclusions: 2,
  prefixLists: 2,
  usedPrefixLists: 1,
  entries: 2,
};

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const id = (prefix: string, index: number) => `${prefix}-${index.toString(16).padStart(8, '0')}`;
