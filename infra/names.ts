import { Arn, ArnFormat, type Stack } from 'aws-cdk-lib';

/** The name of everything that has one: member roles name the functions' roles in their trust, and runbooks name functions. */
export const NAME = 'postern';

/** The name of a function, of its role and, with a prefix, of its log group. */
export const functionName = (name: string): string => `${NAME}-${name}`;

/**
 * The ARN of the state machine, by its name: roles that the machine itself depends on cannot refer to it.
 * @param part `stateMachine`, or `execution` with which executions as `rest`
 */
export const machineArn = (stack: Stack, part: 'stateMachine' | 'execution', rest = ''): string =>
  Arn.format(
    { service: 'states', resource: part, resourceName: `${NAME}${rest}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME },
    stack,
  );

/** The ARN of a role, in any account or in one. */
export const roleArn = (partition: string, account: string, name: string): string =>
  `arn:${partition}:iam::${account}:role/${name}`;
