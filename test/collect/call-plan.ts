import type { Estate, EstateRegion } from '../../estate/file.ts';
import type { Sizes } from './estate.ts';

/** IAM's name of an operation → how often it is called. */
export type CallPlan = Readonly<Record<string, number>>;

/** An empty list is one page. */
const pages = (count: number, size: number): number => Math.max(1, Math.ceil(count / size));

/**
 * The calls that reading a Region with clusters takes, and each of its clusters: exactly, where nothing goes wrong. By service and
 * operation, as the simulated estate counts them.
 */
export const callPlan = (sizes: Sizes): CallPlan => {
  const used = sizes.usedPrefixLists;
  const facing = sizes.networkLoadBalancers + sizes.applicationLoadBalancers;
  return withoutNone({
    'eks ListClusters': pages(sizes.clusters, 100),
    'eks DescribeCluster': sizes.clusters,
    'eks DescribeClusterVersions': pages(sizes.versions, 100),
    'eks ListNodegroups': sizes.clusters * pages(sizes.nodeGroups, 100),
    'eks DescribeNodegroup': sizes.clusters * sizes.nodeGroups,
    'eks ListPodIdentityAssociations': sizes.clusters * pages(sizes.podIdentityAssociations, 100),
    'eks DescribePodIdentityAssociation': sizes.clusters * sizes.podIdentityAssociations,
    'kms DescribeKey': Math.min(sizes.keys, sizes.clusters),
    'ec2 DescribeSecurityGroups': pages(sizes.securityGroups, 1000),
    'ec2 DescribeNetworkInterfaces': pages(sizes.networkInterfaces, 1000),
    'ec2 DescribeInstances': pages(sizes.instances, 1000),
    'ec2 DescribeSubnets': pages(sizes.subnets, 1000),
    'ec2 DescribeVpcs': pages(sizes.vpcs, 1000),
    'ec2 DescribeRouteTables': pages(sizes.routeTables, 100),
    'ec2 DescribeNetworkAcls': pages(sizes.networkAcls, 1000),
    'ec2 DescribeInternetGateways': pages(sizes.internetGateways, 1000),
    'ec2 DescribeEgressOnlyInternetGateways': pages(sizes.egressOnlyInternetGateways, 255),
    'ec2 DescribeNatGateways': pages(sizes.natGateways, 1000),
    'ec2 DescribeManagedPrefixLists': used === 0 ? 0 : pages(sizes.prefixLists, 100),
    'ec2 GetManagedPrefixListEntries': used * pages(sizes.entries, 100),
    'ec2 DescribeVpcBlockPublicAccessOptions': 1,
    'ec2 DescribeVpcBlockPublicAccessExclusions': sizes.exclusions === 'none' ? 0 : pages(sizes.exclusions, 1000),
    'elastic-load-balancing-v2 DescribeLoadBalancers': pages(sizes.loadBalancers, 400),
    'elastic-load-balancing-v2 DescribeTags': Math.ceil(sizes.loadBalancers / 20),
    'elastic-load-balancing-v2 DescribeLoadBalancerAttributes': sizes.networkLoadBalancers,
    'elastic-load-balancing-v2 DescribeListeners': facing * pages(sizes.listeners, 400),
    'elastic-load-balancing-v2 DescribeRules': sizes.applicationLoadBalancers * sizes.listeners * pages(sizes.rules, 400),
    'elastic-load-balancing-v2 DescribeTargetGroups': pages(sizes.targetGroups, 400),
    'elastic-load-balancing-v2 DescribeTargetGroupAttributes': sizes.usedTargetGroups,
    'elastic-load-balancing-v2 DescribeTargetHealth': sizes.usedTargetGroups,
    'elastic-load-balancing DescribeLoadBalancerAttributes': sizes.facingClassicLoadBalancers,
    'elastic-load-balancing DescribeLoadBalancers': pages(sizes.classicLoadBalancers, 400),
    'elastic-load-balancing DescribeTags': Math.ceil(sizes.classicLoadBalancers / 20),
  });
};

const withoutNone = (plan: CallPlan): CallPlan => Object.fromEntries(Object.entries(plan).filter(([, count]) => count > 0));

type Item = Readonly<Record<string, unknown>>;

/**
 * The sizes of a Region of an estate file, where every cluster has the same number of node groups, every load balancer of listeners, and
 * every listener of rules; no two load balancers share a VPC, and public access is not
 * blocked.
 */
function sizesOf(region: EstateRegion): Sizes {
  const list = (service: string, name: string): readonly Item[] => (region[service]?.[name] ?? []) as readonly Item[];
  const clusters = list('eks', 'clusters');
  const named = new Set(JSON.stringify([list('ec2', 'SecurityGroups'), list('ec2', 'RouteTables')]).match(/\bpl-[0-9a-f]+\b/g));
  const keys = new Set(JSON.stringify(clusters).match(/arn:aws:kms:[\w:/-]+/g));
  const loadBalancers = list('elastic-load-balancing-v2', 'LoadBalancers');
  const facing = loadBalancers.filter(({ Scheme, IpAddressType }) => Scheme !== 'internal' || IpAddressType !== 'ipv4');
  const targetGroups = list('elastic-load-balancing-v2', 'TargetGroups');
  const classic = list('elastic-load-balancing', 'LoadBalancerDescriptions');
  const ofFacing = (arns: unknown) => facing.some((one) => (arns as readonly unknown[]).includes(one.LoadBalancerArn));
  const entries = Object.values((region.ec2?.GetManagedPrefixListEntries ?? {}) as Readonly<Record<string, readonly Item[]>>);
  return {
    clusters: clusters.length,
    nodeGroups: clusters.length === 0 ? 0 : list('eks', 'nodegroups').length / clusters.length,
    podIdentityAssociations: clusters.length === 0 ? 0 : list('eks', 'podIdentityAssociations').length / clusters.length,
    keys: keys.size,
    versions: list('eks', 'clusterVersions').length,
    securityGroups: list('ec2', 'SecurityGroups').length,
    networkInterfaces: list('ec2', 'NetworkInterfaces').length,
    instances: list('ec2', 'Reservations').reduce((sum, { Instances }) => sum + (Instances as readonly Item[]).length, 0),
    subnets: list('ec2', 'Subnets').length,
    vpcs: list('ec2', 'Vpcs').length,
    routeTables: list('ec2', 'RouteTables').length,
    networkAcls: list('ec2', 'NetworkAcls').length,
    internetGateways: list('ec2', 'InternetGateways').length,
    egressOnlyInternetGateways: list('ec2', 'EgressOnlyInternetGateways').length,
    natGateways: list('ec2', 'NatGateways').length,
    loadBalancers: loadBalancers.length,
    networkLoadBalancers: facing.filter(({ Type }) => Type === 'network').length,
    applicationLoadBalancers: facing.filter(({ Type }) => Type === 'application').length,
    listeners: loadBalancers.length === 0 ? 0 : list('elastic-load-balancing-v2', 'Listeners').length / loadBalancers.length,
    rules: 1,
    targetGroups: targetGroups.length,
    usedTargetGroups: targetGroups.filter(({ LoadBalancerArns }) => ofFacing(LoadBalancerArns)).length,
    classicLoadBalancers: classic.length,
    facingClassicLoadBalancers: classic.filter(({ Scheme }) => Scheme !== 'internal').length,
    exclusions: 'none',
    prefixLists: list('ec2', 'PrefixLists').length,
    usedPrefixLists: named.size,
    entries: Math.max(0, ...entries.map(({ length }) => length)),
  };
}

/**
 * The calls of a whole scan of an estate file from its first account, in which it takes a role in each other one: by account, Region,
 * service and operation. What is asked of an account as a whole is asked in the Region of the run.
 */
export function scanPlan(estate: Estate, home: string): CallPlan {
  const plan: Record<string, number> = {};
  const [caller = '', ...others] = Object.keys(estate.accounts);
  plan[`${caller} ${home} sts GetCallerIdentity`] = 1;
  plan[`${caller} ${home} sts AssumeRole`] = others.length;
  for (const [account, { regions = {} }] of Object.entries(estate.accounts)) {
    plan[`${account} ${home} iam GetAccountSummary`] = 1;
    plan[`${account} ${home} ec2 DescribeRegions`] = 1;
    for (const [region, services] of Object.entries(regions)) {
      const sizes = sizesOf(services);
      const calls = sizes.clusters > 0 ? callPlan(sizes) : emptyRegion;
      for (const [call, count] of Object.entries(calls)) plan[`${account} ${region} ${call}`] = count;
    }
  }
  return withoutNone(plan);
}

/** No cluster is listed, and no instance has a cluster's tag. */
const emptyRegion: CallPlan = { 'eks ListClusters': 1, 'ec2 DescribeInstances': 1 };
