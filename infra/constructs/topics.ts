import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { NAME } from '../names.ts';
import { useOfKey } from './evidence.ts';
import type { ScannerFunction } from './scanner-function.ts';

export interface TopicsProps {
  readonly key: Key;
  /** Who gets both by e-mail; each has to confirm. */
  readonly email?: readonly string[] | undefined;
}

/** Where runs are announced, and where alarms ring. */
export class Topics extends Construct {
  readonly runs: Topic;
  readonly alarms: Topic;
  readonly #key: Key;

  constructor(scope: Construct, id: string, { key, email = [] }: TopicsProps) {
    super(scope, id);
    this.#key = key;
    const common = { masterKey: key, enforceSSL: true };
    this.runs = new Topic(this, 'Runs', { ...common, displayName: 'Postern runs' });
    this.alarms = new Topic(this, 'Alarms', { ...common, displayName: 'Postern alarms' });
    for (const address of email)
      for (const topic of [this.runs, this.alarms]) topic.addSubscription(new EmailSubscription(address));
    this.#letCloudWatchIn();
  }

  /** Lets a function announce runs, and tells it where. */
  grantAnnounce(to: ScannerFunction): void {
    to.allow({ sid: 'Announce', actions: ['sns:Publish'], resources: [this.runs.topicArn] });
    to.allow(useOfKey(this.#key, 'sns', true));
    to.tell('topic', this.runs.topicArn);
  }

  /** CloudWatch User Guide, "Amazon SNS encryption with alarms": the service publishes and encrypts in its own name, for alarms of ours. */
  #letCloudWatchIn(): void {
    const alarms = `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:${NAME}-*`;
    const ours = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'aws:SourceArn': alarms } },
    };
    this.alarms.addToResourcePolicy(
      new PolicyStatement({ sid: 'Alarms', actions: ['sns:Publish'], resources: [this.alarms.topicArn], ...ours }),
    );
    // In a key's policy "*" is the key.
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey*'];
    this.#key.addToResourcePolicy(new PolicyStatement({ sid: 'Alarms', actions, resources: ['*'], ...ours }));
  }
}
