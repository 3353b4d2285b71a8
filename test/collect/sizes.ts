export const ACCOUNT = '111111111111';
export const REGION = 'eu-central-1';

/** How many there are of what the call plan counts. */
export interface Sizes {
  readonly clusters: number;
  readonly nodeGroups: number;
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
  readonly classicLoadBalancers: number;
  /** Prefix lists that exist; the first `usedPrefixLists` of them are named by rules. */
  readonly prefixLists: number;
  readonly usedPrefixLists: number;
  readonly entries: number;
}

/** Of everything a little, so that every operation has something to answer. */
export const SMALL: Sizes = {
  clusters: 2,
  nodeGroups: 2,
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
  loadBalancers: 2,
  classicLoadBalancers: 2,
  prefixLists: 2,
  usedPrefixLists: 1,
  entries: 2,
};

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const id = (prefix: string, index: number) => `${prefix}-${index.toString(16).padStart(8, '0')}`;
