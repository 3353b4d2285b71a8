import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** Says why a rule of cdk-nag (AwsSolutions) does not hold here, finding by finding: a new finding of the same rule fails the synthesis. */
export function acknowledge(where: IConstruct, reason: string, ...ids: readonly string[]): void {
  Validations.of(where).acknowledge(...ids.map((id) => ({ id: `AwsSolutions-${id}`, reason })));
}

/** A resource as cdk-nag writes a reference to it, without an attribute. */
export const referenceTo = (construct: IConstruct): string =>
  Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);

/** Keys of a bucket as cdk-nag writes their ARN in a finding. */
export const keysOf = (bucket: Bucket, keys: string): string => `<${referenceTo(bucket)}.Arn>/${keys}`;
