import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
} from '@aws-sdk/client-elastic-load-balancing';

export const Client = ElasticLoadBalancingClient;
export const commands = { DescribeLoadBalancers: DescribeLoadBalancersCommand, DescribeTags: DescribeTagsCommand };
