import { expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../cloud/asl/json.ts';
import { valuesOf } from '../cloud/deployment/values.ts';
import { unnoticedConditions, unnoticedStatements } from './notice.ts';
import { proofOf, proveIam } from './prove.ts';
import { HUB, region } from './small.ts';

/** What AWS's own services do with a deployment: a machine with a Distributed Map, a schedule, an alarm, a route, access logs. */
const Version = '2012-10-17';
const arn = (id: string, attribute = 'Arn'): JsonObject => ({ 'Fn::GetAtt': [id, attribute] });
const join = (...parts: Json[]): JsonObject => ({ 'Fn::Join': ['', parts] });
const allow = (Sid: string, Action: Json, Resource: Json, more: JsonObject = {}): JsonObject => ({
  ...{ Sid, Effect: 'Allow', Action, Resource },
  ...more,
});
const document = (...Statement: Json[]): JsonObject => ({ Version, Statement });
const by = (Service: string): JsonObject => ({ Principal: { Service } });
const ours: JsonObject = { StringEquals: { 'aws:SourceAccount': HUB } };
const from = (...parts: Json[]): JsonObject => ({ Condition: { ArnLike: { 'aws:SourceArn': join(...parts) } } });
const role = (service: string, ...statements: Json[]): JsonObject => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: document({
      Sid: 'Trust',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      ...by(service),
      Condition: ours,
    }),
    Policies: [{ PolicyName: 'May', PolicyDocument: document(...statements) }],
  },
});
const machine = `arn:aws:states:${region}:${HUB}:stateMachine:night`;
const executions = `arn:aws:states:${region}:${HUB}:execution:night`;
const logs = ['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'];
const more = ['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'];

const definition = {
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      Label: 'each',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'work', Key: 'items.json' } },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Call',
        States: {
          Call: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName: `arn:aws:lambda:${region}:${HUB}:function:call` },
            End: true,
          },
        },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'work', Prefix: "{% 'done/' & $run %}" },
      },
      End: true,
    },
  },
};

const template: JsonObject = {
  Resources: {
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'night',
        RoleArn: arn('MachineRole'),
        DefinitionString: JSON.stringify(definition),
        LoggingConfiguration: { Level: 'ALL' },
        TracingConfiguration: { Enabled: true },
      },
    },
    MachineRole: role(
      'states.amazonaws.com',
      allow('Invoke', 'lambda:InvokeFunction', arn('Function')),
      allow('Children', 'states:StartExecution', machine),
      allow('Follow', ['states:DescribeExecution', 'states:StopExecution'], `${executions}:*`),
      allow('Redrive', 'states:RedriveExecution', `${executions}/each:*`),
      allow(
        'Results',
        ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        'arn:aws:s3:::work/done/*',
      ),
      allow(
        'LogDelivery',
        [...logs, ...more].map((name) => `logs:${name}`),
        '*',
      ),
      allow('Traces', 'xray:*', '*'),
    ),
    Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'call', Role: arn('FunctionRole'), VpcConfig: {} } },
    FunctionRole: role(
      'lambda.amazonaws.com',
      allow('Log', 'logs:*', `arn:aws:logs:${region}:${HUB}:log-group:/aws/lambda/call:*`),
      allow('Network', 'ec2:*', '*'),
    ),
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { Target: { Arn: machine, RoleArn: arn('ScheduleRole'), DeadLetterConfig: { Arn: arn('Queue') } } },
    },
    ScheduleRole: role(
      'scheduler.amazonaws.com',
      allow('Start', 'states:StartExecution', machine),
      allow('GiveUp', 'sqs:SendMessage', arn('Queue')),
      allow('Key', ['kms:GenerateDataKey', 'kms:Decrypt'], arn('Key')),
    ),
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead', KmsMasterKeyId: { Ref: 'Key' } } },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: document({
          ...{ Sid: 'Tls', Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: arn('Queue') },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      },
    },
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document(
          allow('Account', 'kms:*', '*', { Principal: { AWS: HUB } }),
          allow('Alarms', ['kms:GenerateDataKey*', 'kms:Decrypt'], '*', { ...by('cloudwatch.amazonaws.com'), Condition: ours }),
        ),
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms', KmsMasterKeyId: arn('Key') } },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: document(
          allow(
            'Ring',
            'sns:Publish',
            { Ref: 'Topic' },
            {
              ...by('cloudwatch.amazonaws.com'),
              ...from(`arn:aws:cloudwatch:${region}:${HUB}:alarm:night-*`),
            },
          ),
        ),
      },
    },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'night-failed', AlarmActions: [{ Ref: 'Topic' }] } },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: arn('Function') } },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'GET /runs', Target: join('integrations/', { Ref: 'Integration' }) },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn('Function'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: join(`arn:aws:execute-api:${region}:${HUB}:`, { Ref: 'Api' }, '/*/GET/runs'),
      },
    },
    Readers: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: 'readers',
        PolicyDocument: document(
          allow('Read', 'execute-api:Invoke', join(`arn:aws:execute-api:${region}:${HUB}:`, { Ref: 'Api' }, '/*/GET/*')),
        ),
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: 'work', LoggingConfiguration: { DestinationBucketName: 'logs' } },
    },
    Logs: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'logs' } },
    LogsPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Logs' },
        PolicyDocument: document(
          allow('Deliver', 's3:PutObject', 'arn:aws:s3:::logs/*', {
            ...by('logging.s3.amazonaws.com'),
            ...from(arn('Bucket')),
          }),
        ),
      },
    },
  },
};

const evidence = { calls: [], invoked: ['call'], api: [{ method: 'GET', path: '/runs' }] };
const provable = (given: JsonObject) => ({
  stacks: [
    { name: 'Hub', template: given, resolve: valuesOf(given, { account: HUB, region, apiUrl: '' }), account: HUB, region },
  ],
  keys: {},
});
/** The template with the statement of this Sid, or the resource of this name, taken out. */
function without(name: string): JsonObject {
  const cut = (value: Json): Json => {
    if (Array.isArray(value)) return value.filter((one) => !isObject(one) || one.Sid !== name).map(cut);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === name ? [] : [[key, cut(inner)]])));
  };
  return cut(template) as JsonObject;
}

test('all that services ask for is allowed, and nothing is allowed for nothing', () => {
  expect(proveIam(provable(template), evidence)).toEqual([]);
  const proof = proofOf(provable(template), evidence);
  expect(unnoticedStatements(proof)).toEqual([]);
  expect(unnoticedConditions(proof)).toEqual([]);
});

test.each<[string, string]>([
  ['Invoke', 'lambda:InvokeFunction'],
  ['Children', 'states:StartExecution'],
  ['Follow', 'states:StopExecution'],
  ['Redrive', 'states:RedriveExecution'],
  ['Results', 's3:ListMultipartUploadParts'],
  ['LogDelivery', 'logs:CreateLogDelivery'],
  ['Traces', 'xray:PutTraceSegments'],
  ['Log', 'logs:PutLogEvents'],
  ['Network', 'ec2:CreateNetworkInterface'],
  ['Start', 'states:StartExecution'],
  ['GiveUp', 'sqs:SendMessage'],
  ['Account', 'kms:GenerateDataKey'],
  ['Alarms', 'cloudwatch.amazonaws.com: kms:Decrypt'],
  ['Ring', 'cloudwatch.amazonaws.com: sns:Publish'],
  ['Permission', 'apigateway.amazonaws.com: lambda:InvokeFunction'],
  ['Deliver', 'logging.s3.amazonaws.com: s3:PutObject'],
  ['Trust', 'scheduler.amazonaws.com: sts:AssumeRole'],
])('without %s they lack %s', (name, action) => {
  expect(proveIam(provable(without(name)), evidence).join('\n')).toContain(action);
});
