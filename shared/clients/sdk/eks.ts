import {
  DescribeClusterCommand,
  DescribeClusterVersionsCommand,
  DescribeNodegroupCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListClustersCommand,
  ListNodegroupsCommand,
  ListPodIdentityAssociationsCommand,
} from '@aws-sdk/client-eks';

export const Client = EKSClient;
export const commands = {
  DescribeCluster: DescribeClusterCommand,
  DescribeClusterVersions: DescribeClusterVersionsCommand,
  DescribeNodegroup: DescribeNodegroupCommand,
  DescribePodIdentityAssociation: DescribePodIdentityAssociationCommand,
  ListClusters: ListClustersCommand,
  ListNodegroups: ListNodegroupsCommand,
  ListPodIdentityAssociations: ListPodIdentityAssociationsCommand,
};
