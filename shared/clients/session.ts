import { partition } from '@aws-sdk/core/client';
import type { ServiceName } from './sdk.ts';

/**
 * The session policy that narrows a role to one Region (IAM "Policies and permissions", "Session policies"; `aws:RequestedRegion`). Which
 * actions are allowed is the role's to say: a list of them does not fit into the 2,048 characters that a session policy may have.
 */
export const regionPolicy = (region: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': region } } },
    ],
  });

/** Where IAM, which has one endpoint for a partition, has requests signed: the endpoint rules of the SDK's client. */
const homes: Readonly<Partial<Record<string, string>>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
};

/** The Region that a request is signed for, which policies see as the requested one. */
export const signingRegion = (service: ServiceName, region: string): string =>
  service === 'iam' ? (homes[partition(region).name] ?? region) : region;

/** The ARN of a role in an account, in the partition that a Region belongs to. */
export const roleArn = (account: string, name: string, region: string): string =>
  `arn:${partition(region).name}:iam::${account}:role/${name}`;
