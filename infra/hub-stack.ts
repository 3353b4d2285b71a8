import { Aws, CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Config } from '../shared/config/schema.ts';
import { Evidence } from './constructs/evidence.ts';
import { type FunctionName, Functions } from './constructs/functions.ts';
import { Machine } from './constructs/machine.ts';
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
    this.#say('Bucket', evidence.bucket.bucketName, 'The bucket of runs');
    this.#say('ExternalId', externalId, 'The parameter ExternalId of the member roles');
    this.#say('HubAccountId', Aws.ACCOUNT_ID, 'The parameter HubAccountId of the member roles');
    this.#say('RunsTopic', topics.runs.topicArn, 'Where runs are announced');
  }

  #say(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

/** Unlike for every deployment, and nothing that a stranger can choose: the UUID in the stack's id (CloudFormation, AWS::StackId). */
const ownId = (): string => Fn.select(2, Fn.split('/', Aws.STACK_ID));
