import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export const Client = ElasticLoadBalancingV2Client;
export const commands = { DescribeLoadBalancers: DescribeLoadBalancersCommand, DescribeTags: DescribeTagsCommand };
