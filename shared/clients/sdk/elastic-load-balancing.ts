import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
} from '@aws-sdk/client-elastic-load-balancing';

export const Client = ElasticLoadBalancingClient;
export const commands = {
  DescribeLoadBalancerAttributes: DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancers: DescribeLoadBalancersCommand,
  DescribeTags: DescribeTagsCommand,
};
