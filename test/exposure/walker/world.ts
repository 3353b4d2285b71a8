import type * as ec2 from '@aws-sdk/client-ec2';
import type * as elb from '@aws-sdk/client-elastic-load-balancing';
import type * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Interface, Plain } from '../../../estate/demo/builders/parts.ts';
import type { Estate, EstateService } from '../../../estate/file.ts';

/** What AWS's describe calls answer for one Region of one account, in their own shapes. Everything that is named must be there. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly vpcs: readonly Plain<ec2.Vpc>[];
  readonly subnets: readonly Plain<ec2.Subnet>[];
  readonly routeTables: readonly Plain<ec2.RouteTable>[];
  readonly internetGateways: readonly Plain<ec2.InternetGateway>[];
  readonly networkAcls: readonly Plain<ec2.NetworkAcl>[];
  readonly securityGroups: readonly Plain<ec2.SecurityGroup>[];
  readonly networkInterfaces: readonly Interface[];
  readonly instances: readonly Plain<ec2.Instance>[];
  /** The CIDRs of each managed prefix list, by its id. */
  readonly prefixListEntries: Readonly<Record<string, readonly Plain<ec2.PrefixListEntry>[]>>;
  readonly blockPublicAccess?: Plain<ec2.VpcBlockPublicAccessOptions>;
  readonly exclusions: readonly Plain<ec2.VpcBlockPublicAccessExclusion>[];
  readonly loadBalancers: readonly Plain<elbv2.LoadBalancer>[];
  readonly listeners: readonly Plain<elbv2.Listener>[];
  readonly rules: readonly Plain<elbv2.Rule>[];
  readonly targetGroups: readonly Plain<elbv2.TargetGroup>[];
  readonly targetHealth: Readonly<Record<string, readonly Plain<elbv2.TargetHealthDescription>[]>>;
  readonly targetGroupAttributes: Readonly<Record<string, readonly Plain<elbv2.TargetGroupAttribute>[]>>;
  readonly loadBalancerAttributes: Readonly<Record<string, readonly Plain<elbv2.LoadBalancerAttribute>[]>>;
  readonly classicLoadBalancers: readonly Plain<elb.LoadBalancerDescription>[];
  readonly classicAttributes: Readonly<Record<string, Plain<elb.DescribeLoadBalancerAttributesOutput>>>;
}

/**
 * One Region of an estate file, as the walker takes it: lists by the names of the estate's contract, the others under their operation's name.
 * @param region the Region, as account and name; without it the only one of the only account
 * @throws Error if there is no such Region
 */
export function worldOf(estate: Estate, region?: { readonly account: string; readonly name: string }): World {
  const account = region?.account ?? Object.keys(estate.accounts)[0] ?? '';
  const regions = estate.accounts[account]?.regions ?? {};
  const name = region?.name ?? Object.keys(regions)[0] ?? '';
  const services = regions[name];
  if (!services) throw new Error(`the estate has no Region ${name} in account ${account}`);
  const network: EstateService = services.ec2 ?? {};
  const balancing: EstateService = services['elastic-load-balancing-v2'] ?? {};
  const classic: EstateService = services['elastic-load-balancing'] ?? {};
  const reservations = list<Plain<ec2.Reservation>>(network, 'Reservations');
  const blockPublicAccess = network.VpcBlockPublicAccessOptions as Plain<ec2.VpcBlockPublicAccessOptions> | undefined;
  return {
    account,
    region: name,
    vpcs: list(network, 'Vpcs'),
    subnets: list(network, 'Subnets'),
    routeTables: list(network, 'RouteTables'),
    internetGateways: list(network, 'InternetGateways'),
    networkAcls: list(network, 'NetworkAcls'),
    securityGroups: list(network, 'SecurityGroups'),
    networkInterfaces: list(network, 'NetworkInterfaces'),
    instances: reservations.flatMap(({ Instances }) => Instances ?? []),
    prefixListEntries: map(network, 'GetManagedPrefixListEntries'),
    ...(blockPublicAccess === undefined ? {} : { blockPublicAccess }),
    exclusions: list(network, 'VpcBlockPublicAccessExclusions'),
    loadBalancers: list(balancing, 'LoadBalancers'),
    listeners: list(balancing, 'Listeners'),
    rules: list(balancing, 'Rules'),
    targetGroups: list(balancing, 'TargetGroups'),
    targetHealth: map(balancing, 'DescribeTargetHealth'),
    targetGroupAttributes: map(balancing, 'DescribeTargetGroupAttributes'),
    loadBalancerAttributes: map(balancing, 'DescribeLoadBalancerAttributes'),
    classicLoadBalancers: list(classic, 'LoadBalancerDescriptions'),
    classicAttributes: map(classic, 'DescribeLoadBalancerAttributes'),
  };
}

const list = <T>(service: EstateService, name: string): readonly T[] => (service[name] ?? []) as readonly T[];
const map = <T>(service: EstateService, name: string): Readonly<Record<string, T>> =>
  (service[name] ?? {}) as Readonly<Record<string, T>>;

/** The one of a list that is meant, or an Error: the walker is for worlds in which nothing is missing. */
export function only<T>(items: readonly T[], what: string, isIt: (item: T) => boolean): T {
  const found = items.find(isIt);
  if (found === undefined) throw new Error(`this world has no ${what}`);
  return found;
}

export const subnetOf = (world: World, id: string | undefined) =>
  only(world.subnets, `subnet ${id}`, ({ SubnetId }) => SubnetId === id);
