import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseStart } from '../../shared/contract/events.ts';
import { functionNames } from '../../shared/contract/functions.ts';
import { METRICS, metrics } from '../../shared/contract/metrics.ts';
import { iamPolicy } from '../../shared/permissions/index.ts';
import { checkDefinition } from '../cloud/asl/check.ts';
import { definitionFrom } from '../cloud/asl/cloudformation.ts';
import { isObject, type JsonObject } from '../cloud/asl/json.ts';
import { deployed, ofType, only, resolved, rightsOf, statementsOf, synthesize, synthesizeAnew, texts } from './synthesized.ts';

const { hub, member, texts: written } = synthesize();
const propertiesOf = (type: string): readonly JsonObject[] =>
  ofType(hub, type).map(([, { Properties }]) => resolved(Properties) as JsonObject);
const roleIds: Readonly<Record<string, string>> = { 'start-scan': 'StartScan' };
const roleOf = (name: string): string => `Functions${roleIds[name] ?? name.replace(/^./, (first) => first.toUpperCase())}Role`;

test('the same configuration gives the same templates, in ASCII', () => {
  const again = synthesizeAnew({});
  expect(again.texts).toEqual(written);
  // CloudFormation writes a question mark for anything else.
  expect(written.hub + written.member).toMatch(/^[\x20-\x7e\n]*$/);
});

test('the interpreter knows everything in the definition', () => {
  const [[id]] = ofType(hub, 'AWS::StepFunctions::StateMachine') as [[string, unknown]];
  const machine = checkDefinition(definitionFrom(hub, id, deployed), ['lambda:invoke']);
  expect(machine.States).toHaveProperty('Accounts.MaxConcurrency', 40);
  expect(Object.keys(machine.States)).toEqual([
    ...['Plan', 'Begin?', 'Wait for the other run', 'Made before', 'Accounts', 'Publish'],
  ]);
});

describe('the buckets', () => {
  const buckets = propertiesOf('AWS::S3::Bucket');

  test('are closed to the public, encrypted, and kept', () => {
    expect(buckets).toHaveLength(3);
    for (const bucket of buckets) {
      expect(Object.values(bucket.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
      expect(bucket.BucketEncryption).toBeDefined();
      expect(JSON.stringify(bucket.OwnershipControls)).toContain('BucketOwnerEnforced');
    }
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key'])
      for (const [, { DeletionPolicy }] of ofType(hub, type)) expect(DeletionPolicy).toBe('Retain');
  });

  test('of runs is locked for a year, and deleted after that', () => {
    const bucket = only(hub, 'AWS::S3::Bucket', 'EvidenceBucket');
    expect(bucket.ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } },
    });
    expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(bucket.LifecycleConfiguration).toMatchObject({
      Rules: expect.arrayContaining([
        expect.objectContaining({ Prefix: 'runs/', ExpirationInDays: 400, Transitions: [expect.anything()] }),
        expect.objectContaining({ Prefix: 'inside/', ExpirationInDays: 7 }),
        expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
      ]),
    });
    expect(JSON.stringify(bucket.BucketEncryption)).toContain('"BucketKeyEnabled":true');
    expect(bucket.LoggingConfiguration).toMatchObject({ LogFilePrefix: 'evidence/' });
  });

  test('of what is not evidence has no lock: it is for Step Functions, which may not send a checksum', () => {
    expect(only(hub, 'AWS::S3::Bucket', 'EvidenceWork').ObjectLockConfiguration).toBeUndefined();
  });

  test('refuse plain HTTP; that of runs, signatures older than five minutes, too', () => {
    const policies = propertiesOf('AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(3);
    for (const { PolicyDocument } of policies)
      expect(statementsOf(PolicyDocument)).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
    const { PolicyDocument } = only(hub, 'AWS::S3::BucketPolicy', 'EvidenceBucket');
    expect(statementsOf(PolicyDocument)).toContainEqual({
      Sid: 'NoOldSignatures',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: expect.stringMatching(/^EvidenceBucket\w+\.Arn\/\*$/),
      Condition: { NumericGreaterThan: { 's3:signatureAge': '300000' } },
    });
  });
});

test('topics and the queue are encrypted and refuse plain HTTP', () => {
  for (const topic of propertiesOf('AWS::SNS::Topic')) expect(topic.KmsMasterKeyId).toMatch(/^EvidenceKey\w+\.Arn$/);
  expect(only(hub, 'AWS::SQS::Queue').SqsManagedSseEnabled).toBe(true);
  for (const type of ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy'])
    for (const { PolicyDocument } of propertiesOf(type))
      expect(JSON.stringify(PolicyDocument)).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
});

describe('rights', () => {
  const all = [...ofType(hub, 'AWS::IAM::Role'), ...ofType(member, 'AWS::IAM::Role')];
  const documents = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => propertiesOf(type));
  const statements = [
    ...documents.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument)),
    ...ofType(hub, 'AWS::IAM::Role').flatMap(([id]) => rightsOf(hub, id)),
  ];

  test('are named one by one: no "*" in an action, no policy of AWS', () => {
    for (const { Action } of statements) for (const action of texts(Action)) expect(action).not.toContain('*');
    for (const [, { Properties }] of all) expect(Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('are on everything only where AWS offers nothing else', () => {
    const everywhere = statements
      .filter(({ Resource }) => texts(Resource).includes('*'))
      .flatMap(({ Action }) => texts(Action));
    const reads = new Set(iamPolicy().Statement[0].Action);
    const others = everywhere.filter((action) => !reads.has(action));
    expect(
      others.every((action) =>
        /^(logs:\w*LogDeliver\w+|logs:\w+ResourcePolic\w+|logs:DescribeLogGroups|xray:\w+)$/.test(action),
      ),
    ).toBe(true);
  });

  test('in a scanned account are what the facts read', () => {
    const reads = iamPolicy().Statement;
    expect(rightsOf(hub, 'MemberRole')).toEqual(reads);
    expect(rightsOf(member, 'MemberRole')).toEqual(reads);
    expect(texts(reads[0].Action as string[]).every((action) => /^\w+:(Describe|List|Get)\w+$/.test(action))).toBe(true);
    // IAM quotas, "Role inline policies".
    expect(JSON.stringify(reads).length).toBeLessThan(10_240);
  });

  test.each(functionNames)('of %s fit, and its own log is the only one', (name) => {
    const own = rightsOf(hub, roleOf(name));
    expect(JSON.stringify(own).length).toBeLessThan(10_240);
    const logs = own.filter(({ Action }) => texts(Action).some((action) => action.startsWith('logs:')));
    expect(logs).toEqual([
      expect.objectContaining({ Resource: expect.stringMatching(new RegExp(`^${roleOf(name).slice(0, -4)}Log`)) }),
    ]);
  });

  test('to enter accounts have two functions, on the member role of the own account', () => {
    const entering = functionNames.filter((name) =>
      rightsOf(hub, roleOf(name)).some(({ Action }) => Action === 'sts:AssumeRole'),
    );
    expect(entering).toEqual(['collect', 'scan']);
    for (const name of entering)
      expect(rightsOf(hub, roleOf(name))).toContainEqual({
        Sid: 'AssumeMemberRoles',
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: 'arn:aws:iam::111111111111:role/postern-member',
      });
  });

  test('on the key are for one service each', () => {
    const uses = statements.filter(({ Action }) => texts(Action).some((action) => action.startsWith('kms:')));
    const direct = uses.filter(({ Sid, Condition }) => Sid !== 'PosternReads' && Condition === undefined);
    expect(direct).toEqual([]);
  });

  test('to read what was read inside of networks: scan, and no other; nobody writes it', () => {
    const readers = functionNames.filter((name) =>
      rightsOf(hub, roleOf(name)).some(({ Resource }) => texts(Resource).some((resource) => resource.includes('/inside/'))),
    );
    expect(readers).toEqual(['scan']);
  });

  test('to write lie where each function writes', () => {
    const writes = (name: string) =>
      rightsOf(hub, roleOf(name))
        .filter(({ Action }) => texts(Action).includes('s3:PutObject'))
        .flatMap(({ Resource }) => texts(Resource).map((resource) => resource.replace(/^[^/]+\//, '')));
    expect(Object.fromEntries(functionNames.map((name) => [name, writes(name)]))).toEqual({
      plan: ['lock.json', 'runs/*/plan.json', 'runs/*/accounts.json'],
      collect: ['runs/*/snapshots/*', 'runs/*/results/*'],
      scan: ['runs/*/snapshots/*', 'runs/*/results/*'],
      publish: ['lock.json', 'latest.json', 'runs/*', 'announced/*.json'],
      'start-scan': [],
      download: [],
    });
  });
});

test('the member role lets in two functions of the hub that know the external id', () => {
  const trust = only(hub, 'AWS::IAM::Role', 'MemberRole').AssumeRolePolicyDocument;
  expect(statementsOf(trust)).toEqual([
    {
      Sid: 'PosternHub',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'sts:ExternalId': '0f8fad5b-d9cb-469f-a165-70867728950e' },
        ArnEquals: {
          'aws:PrincipalArn': ['arn:aws:iam::111111111111:role/postern-collect', 'arn:aws:iam::111111111111:role/postern-scan'],
        },
      },
    },
  ]);
});

describe('functions', () => {
  const told: Readonly<Record<string, readonly string[]>> = {
    plan: ['POSTERN_BUCKET'],
    collect: ['POSTERN_BUCKET', 'POSTERN_EXTERNAL_ID'],
    scan: ['POSTERN_BUCKET', 'POSTERN_EXTERNAL_ID'],
    publish: ['POSTERN_API', 'POSTERN_BUCKET', 'POSTERN_TOPIC'],
    'start-scan': ['POSTERN_BUCKET', 'POSTERN_STATE_MACHINE'],
    download: ['POSTERN_BUCKET'],
  };

  test.each(functionNames)('%s is told what it needs, and no more', (name) => {
    const [found] = propertiesOf('AWS::Lambda::Function').filter(({ FunctionName }) => FunctionName === `postern-${name}`);
    expect(found).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(Object.keys((found?.Environment as JsonObject | undefined)?.Variables ?? {}).sort()).toEqual(told[name]);
    expect(found?.VpcConfig).toBeUndefined();
  });

  test('are what is there: six, each with a log group that forgets', () => {
    expect(propertiesOf('AWS::Lambda::Function')).toHaveLength(functionNames.length);
    for (const { RetentionInDays } of propertiesOf('AWS::Logs::LogGroup')) expect(RetentionInDays).toBeGreaterThan(0);
  });
});

test('the schedule starts the machine with the time that it was for', () => {
  const schedule = only(hub, 'AWS::Scheduler::Schedule');
  expect(schedule).toMatchObject({
    ScheduleExpression: 'cron(0 2 * * ? *)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    Target: { RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } },
  });
  const { Input, DeadLetterConfig } = schedule.Target as JsonObject;
  const sent = String(Input).replace('<aws.scheduler.scheduled-time>', '2026-11-21T02:00:00Z');
  expect(parseStart(JSON.parse(sent))).toEqual({ trigger: 'schedule', time: '2026-11-21T02:00:00Z' });
  expect(DeadLetterConfig).toEqual({ Arn: expect.stringMatching(/^ScheduleDeadLetters\w+\.Arn$/) });
});

test('every route of the API asks for a signature, is limited and logged', () => {
  const routes = propertiesOf('AWS::ApiGatewayV2::Route');
  expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([
    'GET /reports',
    'GET /reports/{run}/{file}',
    'GET /scans/{id}',
    'POST /scans',
  ]);
  for (const { AuthorizationType } of routes) expect(AuthorizationType).toBe('AWS_IAM');
  for (const { PayloadFormatVersion } of propertiesOf('AWS::ApiGatewayV2::Integration'))
    expect(PayloadFormatVersion).toBe('2.0');
  expect(only(hub, 'AWS::ApiGatewayV2::Stage')).toMatchObject({
    StageName: '$default',
    AccessLogSettings: expect.anything(),
    DefaultRouteSettings: { ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 },
  });
  const [readers, operators] = ['ApiReaders', 'ApiOperators'].map((id) =>
    statementsOf(only(hub, 'AWS::IAM::ManagedPolicy', id).PolicyDocument).flatMap(({ Resource }) => texts(Resource)),
  );
  expect(readers?.every((resource) => resource.includes('/$default/GET/'))).toBe(true);
  expect(operators?.filter((resource) => !readers?.includes(resource))).toEqual([
    expect.stringMatching(/\/\$default\/POST\/scans$/),
  ]);
});

describe('alarms', () => {
  const alarms = propertiesOf('AWS::CloudWatch::Alarm');
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const articles = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
  const [named] = [alarms.map(({ AlarmName }) => String(AlarmName))];

  test('are those of the issue, for each end of a run, each function of the machine, and the API', () => {
    expect(named?.sort()).toEqual(
      [
        ...['no-sealed-run', 'low-coverage', 'dead-letters', 'throttled-account'],
        ...['failed', 'timed-out', 'stopped'].map((end) => `failed-run-${end}`),
        ...['plan', 'collect', 'scan', 'publish', 'api'].map((name) => `function-errors-${name}`),
      ]
        .map((name) => `postern-${name}`)
        .sort(),
    );
  });

  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm] as const))('%s has a severity and an article', (_, alarm) => {
    const [, severity, article] =
      /^Severity: (high|medium|low)\. .+ docs\/runbook\.md#([a-z-]+)$/.exec(String(alarm.AlarmDescription)) ?? [];
    expect(articles).toContain(article);
    const text = runbook
      .slice(runbook.toLowerCase().indexOf(`\n## ${article?.replaceAll('-', ' ')}\n`))
      .split('\n')
      .slice(3, 5)
      .join(' ');
    expect(text.toLowerCase()).toContain(`*${severity}`);
    expect(alarm.AlarmActions).toEqual([expect.stringMatching(/^TopicsAlarms/)]);
  });

  test('read the metrics that the functions write', () => {
    const read = alarms.filter(({ Namespace }) => Namespace === METRICS);
    const names = new Set<unknown>(Object.values(metrics));
    expect(read).toHaveLength(3);
    for (const { MetricName, Dimensions } of read) {
      expect(names.has(MetricName)).toBe(true);
      expect(Dimensions).toBeUndefined();
    }
  });

  test('of no sealed run rings after 26 hours, and if nobody says anything at all', () => {
    expect(alarms.find(({ AlarmName }) => AlarmName === 'postern-no-sealed-run')).toMatchObject({
      Period: 3_600,
      EvaluationPeriods: 26,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Statistic: 'Sum',
      TreatMissingData: 'breaching',
    });
  });

  test('of the API hears what its functions answer when they cannot, which is no error of theirs', () => {
    const [[api]] = ofType(hub, 'AWS::ApiGatewayV2::Api') as [[string, unknown]];
    expect(alarms.find(({ AlarmName }) => AlarmName === 'postern-function-errors-api')).toMatchObject({
      ...{ Namespace: 'AWS/ApiGateway', MetricName: '5xx', Statistic: 'Sum', Threshold: 1 },
      Dimensions: [{ Name: 'ApiId', Value: api }],
    });
  });

  test('may publish to an encrypted topic', () => {
    const ofCloudWatch = (document: unknown) =>
      statementsOf(document as JsonObject).filter(
        ({ Principal }) => isObject(Principal) && Principal.Service === 'cloudwatch.amazonaws.com',
      );
    const [key, topic] = [
      only(hub, 'AWS::KMS::Key').KeyPolicy,
      only(hub, 'AWS::SNS::TopicPolicy', 'TopicsAlarms').PolicyDocument,
    ];
    for (const statement of [...ofCloudWatch(key), ...ofCloudWatch(topic)])
      expect(statement.Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '111111111111' } });
    expect(ofCloudWatch(key)).toHaveLength(1);
    expect(ofCloudWatch(topic)).toHaveLength(1);
  });
});

test('whoever takes the role of the machine or of the schedule does so for this account', () => {
  const trusts = propertiesOf('AWS::IAM::Role')
    .flatMap(({ AssumeRolePolicyDocument }) => statementsOf(AssumeRolePolicyDocument as JsonObject))
    .filter(({ Principal }) => isObject(Principal) && /^(states|scheduler)\./.test(String(Principal.Service)));
  expect(trusts).toHaveLength(2);
  for (const { Condition } of trusts) {
    expect(Condition).toMatchObject({ StringEquals: { 'aws:SourceAccount': '111111111111' } });
    expect(JSON.stringify(Condition)).toContain('"aws:SourceArn":"arn:aws:');
  }
});
