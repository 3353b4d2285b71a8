import { Aws, CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { defaultRoleName } from '../shared/config/defaults.ts';
import type { Config } from '../shared/config/schema.ts';
import type { FunctionName } from '../shared/contract/functions.ts';
import { Alarms } from './constructs/alarms.ts';
import { Api } from './constructs/api.ts';
import { Evidence } from './constructs/evidence.ts';
import { Functions } from './constructs/functions.ts';
import { Machine } from './constructs/machine.ts';
import { MemberRole } from './constructs/member-role.ts';
import { Schedule } from './constructs/schedule.ts';
import { Topics } from './constructs/topics.ts';

export interface HubStackProps extends StackProps {
  readonly config: Config;
  readonly code: (name: FunctionName) => Code;
}

/** Everything that runs in one account and Region, whatever it scans. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, { config, code, ...props }: HubStackProps) {
    super(scope, id, props);
    const evidence = new Evidence(this, 'Evidence', config.deployment?.evidence);
    const topics = new Topics(this, 'Topics', { key: evidence.key, email: config.notification?.email });
    const externalId = config.externalId ?? ownId();
    const { byName: functions } = new Functions(this, 'Functions', { config, code, evidence, externalId });
    topics.grantAnnounce(functions.publish);
    const { accountsAtOnce } = config.deployment ?? {};
    const machine = new Machine(this, 'Machine', { evidence, functions, accountsAtOnce });
    machine.grantAsk(functions.plan);
    machine.grantAsk(functions.publish);
    machine.grantStart(functions['start-scan']);
    const { stateMachine } = machine;
    const { deadLetters } = new Schedule(this, 'Schedule', { schedule: config.schedule, stateMachine });
    const api = new Api(this, 'Api', { functions });
    api.tell(functions.publish);
    new Alarms(this, 'Alarms', {
      topic: topics.alarms,
      stateMachine,
      functions,
      deadLetters,
      api: api.api,
      coverage: config.deployment?.coverageAlarm,
    });
    const { roleName = defaultRoleName } = config;
    const organization = organizationOf(config);
    new MemberRole(this, 'Member', { roleName, hubAccount: Aws.ACCOUNT_ID, externalId, organization });
    this.#say({
      ApiAddress: [api.api.apiEndpoint, 'The address of the HTTP API: postern remote --api'],
      ReadersPolicy: [api.readers.managedPolicyArn, 'For whoever may read reports'],
      OperatorsPolicy: [api.operators.managedPolicyArn, 'For whoever may start scans, too'],
      Bucket: [evidence.bucket.bucketName, 'The bucket of runs'],
      RunsTopic: [topics.runs.topicArn, 'Where runs are announced'],
      AlarmsTopic: [topics.alarms.topicArn, 'Where alarms ring'],
      DeadLetters: [deadLetters.queueUrl, 'What the schedule could not deliver'],
      HubAccountId: [Aws.ACCOUNT_ID, 'A parameter of the member roles'],
      ExternalId: [externalId, 'A parameter of the member roles'],
      RoleName: [roleName, 'A parameter of the member roles'],
      ...(organization !== undefined && { OrganizationId: [organization.id, 'A parameter of the member roles'] }),
    });
  }

  #say(outputs: Readonly<Record<string, readonly [value: string, description: string]>>): void {
    for (const [id, [value, description]] of Object.entries(outputs)) new CfnOutput(this, id, { value, description });
  }
}

/** Unlike for every deployment, and nothing that a stranger can choose: the UUID in the stack's id (CloudFormation, AWS::StackId). */
const ownId = (): string => Fn.select(2, Fn.split('/', Aws.STACK_ID));

const organizationOf = ({ deployment: { organizationId: id } = {} }: Config) => (id === undefined ? undefined : { id });
