import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { concurrency } from '../../shared/contract/concurrency.ts';
import { ACCOUNTS, runKey } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { definition, EXECUTIONS, type Substitution } from '../definition.ts';
import { machineArn, NAME } from '../names.ts';
import { acknowledge, keysOf } from './acknowledge.ts';
import { type Evidence, useOfKey } from './evidence.ts';
import type { ScannerFunction } from './scanner-function.ts';

export interface MachineProps {
  readonly evidence: Evidence;
  readonly functions: Readonly<Record<'plan' | 'collect' | 'scan' | 'publish', ScannerFunction>>;
  /** Accounts that are scanned at the same time. */
  readonly accountsAtOnce?: number | undefined;
}

/** The state machine, with what it may do: invoke its functions, read the list of accounts, run its own children, write what became of them. */
export class Machine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    const { evidence, functions, accountsAtOnce = concurrency.accounts } = props;
    const role = new Role(this, 'Role', { assumedBy: forMachinesOf(Stack.of(this)) });
    for (const statement of rights(Stack.of(this), props)) role.addToPolicy(new PolicyStatement(statement));
    const put: Readonly<Record<Substitution, string>> = {
      Partition: Aws.PARTITION,
      Plan: functions.plan.lambda.functionArn,
      Collect: functions.collect.lambda.functionArn,
      Scan: functions.scan.lambda.functionArn,
      Publish: functions.publish.lambda.functionArn,
      Evidence: evidence.bucket.bucketName,
      Work: evidence.work.bucketName,
    };
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: NAME,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition(accountsAtOnce))),
      definitionSubstitutions: { ...put },
      role,
      tracingEnabled: true,
      logs: { destination: this.#log(), level: LogLevel.ALL, includeExecutionData: false },
    });
    acknowledge(
      role,
      'Delivery of logs and traces is set up for an account: AWS offers no resource for these actions (Step Functions Developer Guide, "Logging" and "X-Ray").',
      'IAM5[Resource::*]',
    );
    acknowledge(
      role,
      'Each run writes below a prefix of its own, and each child is an execution whose name Step Functions makes.',
      `IAM5[Resource::${keysOf(evidence.work, `${EXECUTIONS}*`)}]`,
      `IAM5[Resource::${keysOf(evidence.bucket, runKey('*' as RunId, ACCOUNTS))}]`,
      ...[':*', '/*'].map((executions) => `IAM5[Resource::${namedExecutions(executions)}]`),
    );
  }

  /** Lets a function ask what became of executions. Which machine it is, the function takes from its event. */
  grantAsk(to: ScannerFunction): void {
    const resources = [machineArn(Stack.of(this), 'execution', ':*')];
    to.allow({ sid: 'AskForExecutions', actions: ['states:DescribeExecution'], resources });
    acknowledge(
      to.role,
      'Executions are made as runs are: their names are not known beforehand.',
      `IAM5[Resource::${namedExecutions(':*')}]`,
    );
  }

  /** Lets a function start executions, and tells it of which machine. */
  grantStart(to: ScannerFunction): void {
    const { stateMachineArn } = this.stateMachine;
    to.allow({ sid: 'StartExecutions', actions: ['states:StartExecution'], resources: [stateMachineArn] });
    to.tell('stateMachine', stateMachineArn);
    this.grantAsk(to);
  }

  /** The prefix keeps the account's one resource policy of vended logs from growing over its limit. */
  #log(): LogGroup {
    return new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/states/${NAME}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/** Step Functions Developer Guide, "Prevent cross-service confused deputy issue": children of a Map Run are machines of their own. */
const forMachinesOf = (stack: Stack): ServicePrincipal =>
  new ServicePrincipal('states.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'aws:SourceArn': `${machineArn(stack, 'stateMachine')}*` },
    },
  });

/** Step Functions Developer Guide, "IAM policies for using Distributed Map states". */
function rights(stack: Stack, { functions, evidence }: MachineProps): readonly PolicyStatementProps[] {
  const children = machineArn(stack, 'execution', '/*');
  return [
    {
      sid: 'InvokeFunctions',
      actions: ['lambda:InvokeFunction'],
      resources: [functions.plan, functions.collect, functions.scan, functions.publish].map(({ lambda }) => lambda.functionArn),
    },
    {
      sid: 'ReadAccounts',
      actions: ['s3:GetObject'],
      resources: [evidence.bucket.arnForObjects(runKey('*' as RunId, ACCOUNTS))],
    },
    {
      sid: 'WriteResults',
      actions: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      resources: [evidence.work.arnForObjects(`${EXECUTIONS}*`)],
    },
    useOfKey(evidence.key, 's3', true),
    { sid: 'StartChildren', actions: ['states:StartExecution'], resources: [machineArn(stack, 'stateMachine')] },
    {
      sid: 'FollowChildren',
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      resources: [machineArn(stack, 'execution', ':*'), children],
    },
  ];
}

/** As cdk-nag writes such an ARN. */
const namedExecutions = (which: string): string =>
  `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${NAME}${which}`;
