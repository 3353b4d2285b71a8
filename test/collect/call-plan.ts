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
  return withoutNone({
    'eks ListClusters': pages(sizes.clusters, 100),
    'eks DescribeCluster': sizes.clusters,
    'eks DescribeClusterVersions': pages(sizes.versions, 100),
    'eks ListNodegroups': sizes.clusters * pages(sizes.nodeGroups, 100),
    'eks DescribeNodegroup': sizes.clusters * sizes.nodeGroups,
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
    'elastic-load-balancing-v2 DescribeLoadBalancers': pages(sizes.loadBalancers, 400),
    'elastic-load-balancing-v2 DescribeTags': Math.ceil(sizes.loadBalancers / 20),
    'elastic-load-balancing DescribeLoadBalancers': pages(sizes.classicLoadBalancers, 400),
    'elastic-load-balancing DescribeTags': Math.ceil(sizes.classicLoadBalancers / 20),
  });
};

const withoutNone = (plan: CallPlan): CallPlan => Object.fromEntries(Object.entries(plan).filter(([, count]) => count > 0));
