import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../shared/config/schema.ts';
import { functionNames } from '../../shared/contract/functions.ts';
import type { JsonObject } from '../cloud/asl/json.ts';
import { expectGolden } from '../golden/golden.ts';
import { ofType, only, resolved, rightsOf, statementsOf, synthesize, texts } from './synthesized.ts';

const plain = synthesize();
const network = { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] };
const everything: Config = {
  organizationalUnits: ['ou-ab12-workloads'],
  roleName: 'watcher',
  externalId: 'agreed-upon',
  schedule: { time: '23:05', timeZone: 'Europe/Berlin', flexibleMinutes: 0 },
  notification: { email: ['a@example.com', 'b@example.com'] },
  deployment: {
    organizationId: 'o-a1b2c3d4e5',
    evidence: { mode: 'compliance', lockDays: 20, deleteAfterDays: 50 },
    network,
    coverageAlarm: 80.5,
    accountsAtOnce: 7,
    memory: { collect: 3_008, publish: 4_096 },
  },
};
const { hub } = synthesize(everything);
const functionOf = (name: string) =>
  ofType(hub, 'AWS::Lambda::Function')
    .map(([, { Properties }]) => resolved(Properties) as JsonObject)
    .find(({ FunctionName }) => FunctionName === `postern-${name}`);
const rights = (name: string, sid: string) => rightsOf(hub, `Functions${name}Role`).filter(({ Sid }) => Sid === sid);

describe('what postern.yaml may say changes', () => {
  test('the retention of evidence', () => {
    const bucket = only(hub, 'AWS::S3::Bucket', 'EvidenceBucket');
    expect(bucket.ObjectLockConfiguration).toMatchObject({ Rule: { DefaultRetention: { Days: 20, Mode: 'COMPLIANCE' } } });
    // Infrequent Access is billed for 30 days at least: not worth it for what is deleted then.
    expect(bucket.LifecycleConfiguration).toMatchObject({
      Rules: expect.arrayContaining([{ Prefix: 'runs/', ExpirationInDays: 50, Status: 'Enabled' }]),
    });
  });

  test('the time of the schedule', () => {
    expect(only(hub, 'AWS::Scheduler::Schedule')).toMatchObject({
      ScheduleExpression: 'cron(5 23 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  test('who gets mail: of runs and of alarms', () => {
    const subscriptions = ofType(hub, 'AWS::SNS::Subscription').map(([, { Properties }]) => resolved(Properties) as JsonObject);
    expect(subscriptions.map(({ Endpoint }) => Endpoint).sort()).toEqual(
      ['a', 'a', 'b', 'b'].map((who) => `${who}@example.com`),
    );
    expect(new Set(subscriptions.map(({ TopicArn }) => TopicArn)).size).toBe(2);
    expect(ofType(plain.hub, 'AWS::SNS::Subscription')).toEqual([]);
  });

  test('the network of scan, and its rights on interfaces, alone', () => {
    const [{ SubnetIds, SecurityGroupIds } = {}] = [functionOf('scan')?.VpcConfig as JsonObject];
    expect([SubnetIds, SecurityGroupIds]).toEqual([network.subnetIds, network.securityGroupIds]);
    expect(functionOf('collect')?.VpcConfig).toBeUndefined();
    expect(rights('Scan', 'NetworkInterfaces').flatMap(({ Action }) => texts(Action))).toContain('ec2:CreateNetworkInterface');
    expect(rights('Scan', 'NotByItsCode')).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Condition: {
          ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:111111111111:function:postern-scan' },
        },
      }),
    ]);
    expect(rights('Collect', 'NetworkInterfaces')).toEqual([]);
  });

  test('the alarm on coverage, and how many accounts are scanned at a time', () => {
    expect(only(hub, 'AWS::CloudWatch::Alarm', 'Alarmslowcoverage')).toMatchObject({ Threshold: 80.5 });
    expect(JSON.stringify(only(hub, 'AWS::StepFunctions::StateMachine').DefinitionString)).toContain('\\"MaxConcurrency\\":7');
  });

  test('the memory of functions, of those alone that are named', () => {
    const memory = Object.fromEntries(functionNames.map((name) => [name, functionOf(name)?.MemorySize]));
    expect(memory).toEqual({ ...{ plan: 512, collect: 3_008, scan: 768, publish: 4_096 }, 'start-scan': 512, download: 512 });
  });

  test('whose accounts are entered: of the organization, by the role of that name', () => {
    for (const name of ['Collect', 'Scan'])
      expect(rights(name, 'AssumeMemberRoles')).toEqual([
        {
          Sid: 'AssumeMemberRoles',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: 'arn:aws:iam::*:role/watcher',
          Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
        },
      ]);
    const trust = only(hub, 'AWS::IAM::Role', 'MemberRole').AssumeRolePolicyDocument;
    expect(statementsOf(trust)[0]?.Condition).toMatchObject({
      StringEquals: { 'sts:ExternalId': 'agreed-upon', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    });
    expect(functionOf('collect')).toMatchObject({ Environment: { Variables: { POSTERN_EXTERNAL_ID: 'agreed-upon' } } });
  });

  test('whether plan may list the organization', () => {
    expect(rights('Plan', 'ReadOrganization')).toHaveLength(1);
    expect(rightsOf(plain.hub, 'FunctionsPlanRole').filter(({ Sid }) => Sid === 'ReadOrganization')).toEqual([]);
  });
});

test('a list of accounts is what may be entered, as long as it fits', () => {
  const few = synthesize({ accounts: ['222222222222', '333333333333'] });
  const entered = (accounts: ReturnType<typeof synthesize>) =>
    rightsOf(accounts.hub, 'FunctionsCollectRole').filter(({ Sid }) => Sid === 'AssumeMemberRoles')[0];
  expect(texts(entered(few)?.Resource)).toEqual(
    ['222222222222', '333333333333'].map((id) => `arn:aws:iam::${id}:role/postern-member`),
  );
  const many = synthesize({ accounts: Array.from({ length: 51 }, (_, index) => String(444_400_000_000 + index)) });
  expect(texts(entered(many)?.Resource)).toEqual(['arn:aws:iam::*:role/postern-member']);
});

test('the member role stands in the repository as it is deployed, whatever postern.yaml says', () => {
  expectGolden('../../infra/member-role.template.json', `${plain.texts.member}\n`);
  expect(synthesize(everything).texts.member).toBe(plain.texts.member);
});

test('the annotated example of postern.yaml can be deployed', async () => {
  const { parseConfig } = await import('../../shared/config/config.ts');
  const example = readFileSync(new URL('../../docs/postern.yaml', import.meta.url), 'utf8');
  expect(() => synthesize(parseConfig(example, 'postern.yaml'))).not.toThrow();
});
