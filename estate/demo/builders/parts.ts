import type * as ec2 from '@aws-sdk/client-ec2';
import type * as eks from '@aws-sdk/client-eks';
import type * as elb from '@aws-sdk/client-elastic-load-balancing';
import type * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type * as kms from '@aws-sdk/client-kms';

/** A shape of the SDK as JSON has it: timestamps are text (ISO 8601). */
export type Plain<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? readonly Plain<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T;

/** EC2 answers `nat_gateway` and the like, where its model says `natGateway`: the type of an interface is any text. */
export type Interface = Plain<Omit<ec2.NetworkInterface, 'InterfaceType'>> & { readonly InterfaceType: string };

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [member: string]: unknown };
  readonly [member: string]: unknown;
}

/** What a builder adds to a Region, by the names of the estate file's contract (contracts 3.3). */
export interface Parts {
  readonly ec2?: Partial<{
    Vpcs: readonly Plain<ec2.Vpc>[];
    Subnets: readonly Plain<ec2.Subnet>[];
    RouteTables: readonly Plain<ec2.RouteTable>[];
    InternetGateways: readonly Plain<ec2.InternetGateway>[];
    EgressOnlyInternetGateways: readonly Plain<ec2.EgressOnlyInternetGateway>[];
    NatGateways: readonly Plain<ec2.NatGateway>[];
    NetworkAcls: readonly Plain<ec2.NetworkAcl>[];
    SecurityGroups: readonly Plain<ec2.SecurityGroup>[];
    NetworkInterfaces: readonly Interface[];
    Addresses: readonly Plain<ec2.Address>[];
    Reservations: readonly Plain<ec2.Reservation>[];
    LaunchTemplateVersions: readonly Plain<ec2.LaunchTemplateVersion>[];
    PrefixLists: readonly Plain<ec2.ManagedPrefixList>[];
    GetManagedPrefixListEntries: Readonly<Record<string, readonly Plain<ec2.PrefixListEntry>[]>>;
  }>;
  readonly eks?: Partial<{
    clusters: readonly Plain<eks.Cluster>[];
    nodegroups: readonly Plain<eks.Nodegroup>[];
    clusterVersions: readonly Plain<eks.ClusterVersionInformation>[];
  }>;
  readonly 'elastic-load-balancing-v2'?: Partial<{
    LoadBalancers: readonly Plain<elbv2.LoadBalancer>[];
    TagDescriptions: readonly Plain<elbv2.TagDescription>[];
    Listeners: readonly Plain<elbv2.Listener>[];
    Rules: readonly Plain<elbv2.Rule>[];
    TargetGroups: readonly Plain<elbv2.TargetGroup>[];
    DescribeLoadBalancerAttributes: Readonly<Record<string, readonly Plain<elbv2.LoadBalancerAttribute>[]>>;
    DescribeTargetGroupAttributes: Readonly<Record<string, readonly Plain<elbv2.TargetGroupAttribute>[]>>;
    DescribeTargetHealth: Readonly<Record<string, readonly Plain<elbv2.TargetHealthDescription>[]>>;
  }>;
  readonly 'elastic-load-balancing'?: Partial<{
    LoadBalancerDescriptions: readonly Plain<elb.LoadBalancerDescription>[];
    TagDescriptions: readonly Plain<elb.TagDescription>[];
  }>;
  readonly kms?: { readonly DescribeKey: Readonly<Record<string, { readonly KeyMetadata: Plain<kms.KeyMetadata> }>> };
  readonly kubernetes?: Readonly<Record<string, readonly KubernetesObject[]>>;
}

type Section = Record<string, unknown>;

/** Parts as one: lists are joined, maps are merged. */
export function together(...parts: readonly Parts[]): Parts {
  const whole: Record<string, Section> = {};
  for (const part of parts)
    for (const [service, section] of Object.entries(part as Readonly<Record<string, Section>>)) {
      whole[service] ??= {};
      for (const [name, value] of Object.entries(section)) whole[service][name] = joined(whole[service][name], value);
    }
  return whole;
}

function joined(before: unknown, value: unknown): unknown {
  if (before === undefined) return value;
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  return { ...(before as Section), ...(value as Section) };
}
