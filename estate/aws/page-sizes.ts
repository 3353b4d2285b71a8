import type { ServiceName } from './services.ts';

/** How an operation pages. Sizes are not in the SDK's schemas: these are the ranges and defaults of the API references. */
export interface Paging {
  readonly minimum: number;
  readonly maximum: number;
  /** How many without a size; undefined: all of them. */
  readonly usual: number | undefined;
  /** A larger size means the maximum, instead of an error. */
  readonly clamps?: true;
}

const page = (minimum: number, maximum: number, usual: number | undefined = maximum): Paging => ({ minimum, maximum, usual });
const all = (minimum: number, maximum: number): Paging => ({ minimum, maximum, usual: undefined });

const usual: Readonly<Record<ServiceName, Paging>> = {
  // EC2: five at least, and all of them when no size is given.
  ec2: all(5, 1000),
  eks: page(1, 100),
  'elastic-load-balancing-v2': page(1, 400),
  'elastic-load-balancing': page(1, 400),
  kms: page(1, 1000, 50),
  sts: page(1, 1000),
  iam: page(1, 1000, 100),
  'cloudwatch-logs': page(1, 50),
  organizations: page(1, 20),
  s3: page(1, 1000),
};

const exceptions: Readonly<Partial<Record<ServiceName, Readonly<Record<string, Paging>>>>> = {
  ec2: {
    DescribeManagedPrefixLists: page(1, 100),
    GetManagedPrefixListEntries: page(1, 100),
    DescribeLaunchTemplates: page(1, 200),
    DescribeLaunchTemplateVersions: page(1, 200),
    DescribeInstanceTypes: page(5, 100),
    DescribeVolumesModifications: all(5, 500),
    DescribeVpcEndpoints: { ...all(5, 1000), clamps: true },
    DescribeVpcEndpointServices: { ...all(5, 1000), clamps: true },
    DescribeVpcEndpointConnections: { ...all(5, 1000), clamps: true },
    DescribeVpcEndpointServiceConfigurations: { ...all(5, 1000), clamps: true },
    DescribeVpcEndpointServicePermissions: { ...all(5, 1000), clamps: true },
  },
  kms: {
    ListKeys: page(1, 1000, 100),
    ListAliases: page(1, 100, 50),
    ListGrants: page(1, 100, 50),
    ListResourceTags: page(1, 50, 50),
  },
  'cloudwatch-logs': {
    DescribeQueries: page(1, 1000),
    DescribeQueryDefinitions: page(1, 1000),
    ListLogGroups: page(1, 1000, 50),
    ListSourcesForS3TableIntegration: page(1, 100),
    GetLogEvents: page(1, 10_000),
  },
};

/** EC2's other ranges: the smallest and largest MaxResults, and the operations that have them. */
const ranges: readonly (readonly [minimum: number, maximum: number, operations: string])[] = [
  [0, 100, 'DescribeAwsNetworkPerformanceMetricSubscriptions'],
  [0, 200, 'DescribeFastLaunchImages DescribeFastSnapshotRestores'],
  [
    1,
    10,
    `DescribeCapacityReservationTopology DescribePublicIpv4Pools
    DescribeVerifiedAccessInstanceLoggingConfigurations`,
  ],
  [1, 50, 'DescribeInstanceConnectEndpoints DescribeReplaceRootVolumeTasks'],
  [
    1,
    100,
    `DescribeApplicationStatus DescribeByoipCidrs DescribeCapacityReservationFleets
    DescribeInstanceTopology DescribeIpamByoasn DescribeNetworkInsightsAccessScopeAnalyses
    DescribeNetworkInsightsAccessScopes DescribeNetworkInsightsAnalyses DescribeNetworkInsightsPaths
    DescribeVpcEndpointAssociations`,
  ],
  [1, 200, 'DescribeStoreImageTasks'],
  [1, 500, 'DescribeExportImageTasks DescribeMacModificationTasks'],
  [
    1,
    1000,
    `DescribeAddressesAttribute DescribeCapacityBlockExtensionHistory
    DescribeCapacityBlockExtensionOfferings DescribeCapacityBlockOfferings DescribeCapacityBlockStatus
    DescribeCapacityBlocks DescribeCapacityManagerDataExports DescribeCapacityReservationBillingRequests
    DescribeCapacityReservationCancellationQuotes DescribeCapacityReservationDateChangeQuotes
    DescribeCapacityReservations DescribeDeclarativePoliciesReports DescribeInstanceImageMetadata
    DescribeInstanceSqlHaHistoryStates DescribeInstanceSqlHaStates DescribeIpv6Pools
    DescribePrincipalIdFormat DescribeSpotFleetInstances DescribeSpotFleetRequestHistory
    GetAssociatedIpv6PoolCidrs GetCapacityManagerMonitoredTagKeys GetCapacityReservationUsage
    GetGroupsForCapacityReservation GetImageFindings GetIpamAddressHistory
    GetNetworkInsightsAccessScopeAnalysisFindings ListImagesInRecycleBin`,
  ],
  [5, 100, 'DescribeApplicationStatusChecks DescribeMetricCategories DescribeRouteTables'],
  [5, 200, 'DescribeVerifiedAccessInstances DescribeVerifiedAccessTrustProviders'],
  [
    5,
    255,
    `DescribeEgressOnlyInternetGateways DescribeNetworkInterfacePermissions DescribeStaleSecurityGroups
    DescribeTrunkInterfaceAssociations DescribeVpcClassicLinkDnsSupport GetManagedPrefixListAssociations`,
  ],
  [5, 300, 'DescribeScheduledInstanceAvailability'],
  [5, 500, 'DescribeHostReservationOfferings DescribeMacHosts'],
  [10, 1000, 'DescribeElasticGpus GetSpotPlacementScores'],
  [20, 500, 'DescribeInstanceEventWindows'],
  [200, 1000, 'DescribeVpnConcentrators GetVpnConnectionDeviceTypes'],
  [1000, 100000, 'DescribeIpamPoolAllocations GetIpamPoolAllocations'],
];
const ec2Ranges: ReadonlyMap<string, Paging> = new Map(
  ranges.flatMap(([minimum, maximum, operations]) =>
    operations.split(/\s+/).map((name): [string, Paging] => [name, all(minimum, maximum)]),
  ),
);

export const pagingOf = (service: ServiceName, operation: string): Paging =>
  exceptions[service]?.[operation] ?? (service === 'ec2' ? ec2Ranges.get(operation) : undefined) ?? usual[service];
