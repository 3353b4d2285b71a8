import { Arn, ArnFormat, Aws, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../shared/config/schema.ts';
import type { Start } from '../../shared/contract/events.ts';
import { NAME } from '../names.ts';
import { acknowledge } from './acknowledge.ts';

export interface ScheduleProps {
  readonly schedule?: Config['schedule'];
  readonly stateMachine: StateMachine;
}

const DEFAULTS = { time: '02:00', timeZone: 'UTC', flexibleMinutes: 15 } as const;

/**
 * What the schedule starts the machine with. The time is the one that the event was for, whenever it comes and however often (EventBridge
 * Scheduler User Guide, "Context attributes"): the run is made of it, so that an event that is delivered twice is scanned once.
 */
const input = { trigger: 'schedule', time: '<aws.scheduler.scheduled-time>' } satisfies Start;

/** The nightly start, tried for a day; what could not be delivered at all waits in a queue, where an alarm sees it. */
export class Schedule extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { schedule = {}, stateMachine }: ScheduleProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.deadLetters, 'This is the dead-letter queue.', 'SQS3');
    const { time = DEFAULTS.time, timeZone = DEFAULTS.timeZone, flexibleMinutes = DEFAULTS.flexibleMinutes } = schedule;
    const [hour, minute] = time.split(':').map(Number);
    const role = this.#role(stateMachine);
    const nightly = new CfnSchedule(this, 'Nightly', {
      name: NAME,
      description: 'Starts the nightly scan of Postern',
      scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow:
        flexibleMinutes === 0 ? { mode: 'OFF' } : { mode: 'FLEXIBLE', maximumWindowInMinutes: flexibleMinutes },
      target: {
        arn: stateMachine.stateMachineArn,
        roleArn: role.roleArn,
        input: JSON.stringify(input),
        deadLetterConfig: { arn: this.deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: Duration.days(1).toSeconds() },
      },
    });
    // With its rights: the first event may come at once.
    nightly.node.addDependency(role);
  }

  /** EventBridge Scheduler User Guide, "Confused deputy prevention": the source is the group of the schedule. */
  #role({ stateMachineArn }: StateMachine): Role {
    const group = Arn.format(
      { service: 'scheduler', resource: 'schedule-group', resourceName: 'default', arnFormat: ArnFormat.SLASH_RESOURCE_NAME },
      Stack.of(this),
    );
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group } },
      }),
    });
    const allow = (sid: string, action: string, resource: string): void =>
      void role.addToPolicy(new PolicyStatement({ sid, actions: [action], resources: [resource] }));
    allow('StartRun', 'states:StartExecution', stateMachineArn);
    allow('KeepUndelivered', 'sqs:SendMessage', this.deadLetters.queueArn);
    return role;
  }
}
