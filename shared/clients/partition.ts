import { partition } from '@aws-sdk/core/client';

/** The ARN of an EKS cluster (Service Authorization Reference, "Amazon EKS"); the partition is its Region's. */
export const eksClusterArn = (account: string, region: string, name: string): string =>
  `arn:${partition(region).name}:eks:${region}:${account}:cluster/${name}`;
