import { isObject, type Json } from '../cloud/asl/json.ts';
import { contextOf } from './context.ts';
import type { Caller } from './evaluate.ts';
import { common, keyAsking, type Question, roleCaller, type Surroundings } from './requests.ts';
import { type Deployed, deployedIn, property, type Stack } from './stack.ts';

type Says = Readonly<Record<string, string | undefined>>;
type One = readonly [action: string, resource: string, says?: Says | undefined];

/** Asks in one name, in the place of a stack. */
type Asker = (caller: Caller, what: string, asked: readonly One[]) => readonly Question[];

/** What asks for itself, by the kind of resource that makes AWS do so. */
type Maker = (found: Deployed, ask: Asker, around: Surroundings) => readonly Question[];

/**
 * What AWS itself asks for once the stacks are deployed: services that take a role, and work with it or in their own name. None of it can be
 * recorded here; it is what the documentation says that they ask for, each with its page.
 */
export function serviceQuestions(stacks: readonly Stack[], around: Surroundings): readonly Question[] {
  return stacks.flatMap((stack) =>
    deployedIn(stack).flatMap((found) => makers[found.type]?.(found, asker(stack, around), around) ?? []),
  );
}

const asker =
  ({ account, region }: Stack, around: Surroundings): Asker =>
  (caller, what, asked) =>
    asked.map(([action, resource, says = {}]) => ({
      ...{ caller, action, resource, account, what },
      context: contextOf({ ...common(caller, region, account, around), ...says }),
    }));

const arnOf = ({ id, stack }: Deployed): string => stack.resolve(id, 'Arn') ?? id;
const service = (name: string): Caller => ({ kind: 'service', name: `${name}.amazonaws.com` });
const source = (arn: string, { account }: Stack): Says => ({ 'aws:SourceArn': arn, 'aws:SourceAccount': account });
const all = (prefix: string, names: string, resource = '*'): readonly One[] =>
  names.split(' ').map((name): One => [`${prefix}:${name}`, resource]);

/** A service takes a role (IAM user guide, "The confused deputy problem": it says for whom). */
const takes = (ask: Asker, name: string, role: string, says: Says): readonly Question[] =>
  ask(service(name), `${name} takes its role`, [['sts:AssumeRole', role, says]]);

/** The use of the key that something is encrypted with, in the caller's name. */
function throughKey(
  ask: Asker,
  caller: Caller,
  of: string,
  what: string,
  region: string,
  around: Surroundings,
  actions: string,
) {
  const key = around.rights.keys.get(of);
  if (key === undefined) return [];
  const via = /^arn:[^:]*:(s3|sns|sqs):/.exec(of)?.[1] as 's3' | 'sns' | 'sqs';
  const asked = actions.split(' ').map((action) => keyAsking(`kms:${action}`, key, via, of, region));
  return ask(
    caller,
    what,
    asked.map(({ action, resource, says }): One => [action, resource, says]),
  );
}

/** Lambda developer guide, "Working with Lambda execution environment credentials", "CloudWatch Logs", "Attaching Lambda functions to a VPC". */
const lambda: Maker = (found, ask) => {
  const { stack } = found;
  const role = String(property(found, 'Role'));
  const name = stack.resolve(found.id, undefined) ?? found.id;
  const config = property(found, 'LoggingConfig');
  const group = isObject(config) && typeof config.LogGroup === 'string' ? config.LogGroup : `/aws/lambda/${name}`;
  const stream = `arn:aws:logs:${stack.region}:${stack.account}:log-group:${group}:log-stream:2026/11/21/[$LATEST]0`;
  const network =
    'CreateNetworkInterface DescribeNetworkInterfaces DescribeSubnets DeleteNetworkInterface AssignPrivateIpAddresses UnassignPrivateIpAddresses';
  return [
    ...takes(ask, 'lambda', role, source(arnOf(found), stack)),
    ...ask(roleCaller(role), `the log of ${name}`, all('logs', 'CreateLogStream PutLogEvents', stream)),
    ...(found.properties.VpcConfig === undefined ? [] : ask(roleCaller(role), `the network of ${name}`, all('ec2', network))),
  ];
};

/** Step Functions developer guide, "Creating an IAM role", "CloudWatch Logs", "X-Ray". */
const machine: Maker = (found, ask) => {
  const role = String(property(found, 'RoleArn'));
  const logging = property(found, 'LoggingConfiguration');
  const logs =
    'CreateLogDelivery GetLogDelivery UpdateLogDelivery DeleteLogDelivery ListLogDeliveries PutResourcePolicy DescribeResourcePolicies DescribeLogGroups';
  const tracing = property(found, 'TracingConfiguration');
  const traces = 'PutTraceSegments PutTelemetryRecords GetSamplingRules GetSamplingTargets';
  return [
    ...takes(ask, 'states', role, source(arnOf(found), found.stack)),
    ...(isObject(logging) ? ask(roleCaller(role), 'the machine’s log', all('logs', logs)) : []),
    ...(isObject(tracing) && tracing.Enabled === true
      ? ask(roleCaller(role), 'the machine’s traces', all('xray', traces))
      : []),
  ];
};

/** EventBridge Scheduler user guide, "Confused deputy prevention" (a schedule's group), "Dead-letter queues". */
const schedule: Maker = (found, ask, around) => {
  const target = property(found, 'Target');
  if (!isObject(target)) return [];
  const { account, region } = found.stack;
  const group = property(found, 'GroupName') ?? 'default';
  const role = String(target.RoleArn);
  const says = source(`arn:aws:scheduler:${region}:${account}:schedule-group/${String(group)}`, found.stack);
  const queue = isObject(target.DeadLetterConfig) ? String(target.DeadLetterConfig.Arn) : undefined;
  const starts: One = ['states:StartExecution', startedBy(target)];
  const caller = roleCaller(role);
  return [
    ...takes(ask, 'scheduler', role, says),
    ...ask(caller, 'the schedule starts an execution', [starts]),
    ...(queue === undefined ? [] : ask(caller, 'the schedule gives up', [['sqs:SendMessage', queue]])),
    ...(queue === undefined
      ? []
      : throughKey(ask, caller, queue, 'the schedule gives up', region, around, 'GenerateDataKey Decrypt')),
  ];
};

/** Of the machine that is the target, or that the target's API call names. */
function startedBy({ Arn: arn, Input: input }: Readonly<Record<string, Json>>): string {
  if (String(arn).includes(':stateMachine:')) return String(arn);
  const called: unknown = JSON.parse(String(input ?? '{}'));
  return isObject(called) ? String(called.StateMachineArn) : '';
}

/** CloudWatch user guide, "Using Amazon CloudWatch alarms: Amazon SNS encryption". */
const alarm: Maker = (found, ask, around) => {
  const actions = property(found, 'AlarmActions');
  const name = String(property(found, 'AlarmName') ?? found.id);
  const { account, region } = found.stack;
  const says = source(`arn:aws:cloudwatch:${region}:${account}:alarm:${name}`, found.stack);
  const inItsName: Asker = (caller, what, asked) =>
    ask(
      caller,
      what,
      asked.map(([action, resource, more]): One => [action, resource, { ...more, ...says, 'aws:ViaAWSService': 'false' }]),
    );
  return (Array.isArray(actions) ? actions.map(String) : []).flatMap((topic) => [
    ...inItsName(service('cloudwatch'), 'an alarm rings', [['sns:Publish', topic]]),
    ...throughKey(inItsName, service('cloudwatch'), topic, 'an alarm rings', region, around, 'GenerateDataKey Decrypt'),
  ]);
};

/** S3 user guide, "Enabling Amazon S3 server access logging": "Grant permissions … using a bucket policy". */
const bucket: Maker = (found, ask) => {
  const logging = property(found, 'LoggingConfiguration');
  if (!isObject(logging) || logging.DestinationBucketName === undefined) return [];
  const key = `arn:aws:s3:::${String(logging.DestinationBucketName)}/${String(logging.LogFilePrefix ?? '')}2026-11-21-02-00-00-0`;
  return ask(service('logging.s3'), 'access logs', [['s3:PutObject', key, source(arnOf(found), found.stack)]]);
};

/** API Gateway developer guide, "AWS Lambda integrations for HTTP APIs": a permission of the function, for the route. */
const route: Maker = (found, ask) => {
  const { account, region } = found.stack;
  const [method = '', path = ''] = String(property(found, 'RouteKey')).split(' ');
  const api = String(property(found, 'ApiId'));
  const integration = String(property(found, 'Target')).replace('integrations/', '');
  const target = deployedIn(found.stack).find(
    ({ id, type, stack }) => type === 'AWS::ApiGatewayV2::Integration' && stack.resolve(id, undefined) === integration,
  );
  const [uri] = /arn:aws:lambda:[^/]+/.exec(target === undefined ? '' : String(property(target, 'IntegrationUri'))) ?? [];
  if (uri === undefined) return [];
  const says = source(`arn:aws:execute-api:${region}:${account}:${api}/$default/${method}${path}`, found.stack);
  return ask(service('apigateway'), `${method} ${path} calls its function`, [['lambda:InvokeFunction', uri, says]]);
};

const makers: Readonly<Record<string, Maker>> = {
  'AWS::Lambda::Function': lambda,
  'AWS::StepFunctions::StateMachine': machine,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::S3::Bucket': bucket,
  'AWS::ApiGatewayV2::Route': route,
};
