import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Variable, variables } from '../../shared/contract/environment.ts';
import { functionName } from '../names.ts';
import { acknowledge } from './acknowledge.ts';

export interface ScannerFunctionProps {
  /** As its file in functions/. */
  readonly name: string;
  readonly code: Code;
  readonly memory: number;
  readonly seconds: number;
  /** Where its network interfaces are, if its connections must come from a VPC. */
  readonly network?: Network | undefined;
}

export interface Network {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/**
 * A function with a role and a log group of its own. It may do nothing but write its log: every other construct grants what it offers,
 * and tells the function where that is in the same step.
 */
export class ScannerFunction extends Construct {
  readonly role: Role;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, { name, code, memory, seconds, network }: ScannerFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName(name)}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: functionName(name),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${functionName(name)} may do`,
    });
    this.allow({ sid: 'OwnLog', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: functionName(name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      memorySize: memory,
      timeout: Duration.seconds(seconds),
      role: this.role,
      logGroup,
    });
    if (network !== undefined) this.#attach(network, functionName(name));
  }

  allow(statement: PolicyStatementProps): void {
    this.role.addToPolicy(new PolicyStatement(statement));
  }

  /** An environment variable of the contract: there are no others. */
  tell(variable: Variable, value: string): void {
    this.lambda.addEnvironment(variables[variable], value);
  }

  /** Lambda User Guide, "Giving Lambda functions access to resources in an Amazon VPC": the rights that Lambda itself uses, and the function must not. */
  #attach({ subnetIds, securityGroupIds }: Network, name: string): void {
    (this.lambda.node.defaultChild as CfnFunction).vpcConfig = {
      subnetIds: [...subnetIds],
      securityGroupIds: [...securityGroupIds],
    };
    const actions = [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ];
    this.allow({ sid: 'NetworkInterfaces', actions, resources: ['*'] });
    const own = `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:${name}`;
    const conditions = { ArnEquals: { 'lambda:SourceFunctionArn': own } };
    this.allow({ sid: 'NotByItsCode', effect: Effect.DENY, actions, resources: ['*'], conditions });
    acknowledge(
      this.role,
      'Lambda makes and removes the network interfaces before there is one that a policy could name (Lambda User Guide, "Execution role permissions").',
      'IAM5[Resource::*]',
    );
  }
}
