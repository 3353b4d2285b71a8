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

/** Where the services that have one endpoint for a whole partition have it ("AWS Identity and Access Management endpoints and quotas"). */
const homes: Readonly<Partial<Record<string, string>>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** The Region that a request is signed for, which IAM sees as the requested one: IAM and Organizations have one only. */
export const signingRegion = (service: ServiceName, region: string, partition: string): string =>
  service === 'iam' || service === 'organizations' ? (homes[partition] ?? region) : region;
