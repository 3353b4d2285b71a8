import type { Json, JsonObject } from '../cloud/asl/json.ts';
import { valuesOf } from '../cloud/deployment/values.ts';
import type { RecordedCall } from './calls.ts';
import type { Evidence, Provable } from './prove.ts';

/** A deployment as small as it gets: one function that stores what it reads in another account, and announces it. */
export const [HUB, MEMBER] = ['111111111111', '222222222222'];
export const region = 'eu-central-1';
const Version = '2012-10-17';
const own = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } };
const serviceRole = (service: string, Policies: Json): JsonObject => ({
  AssumeRolePolicyDocument: {
    Version,
    Statement: [
      { Sid: 'Trust', Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
    ],
  },
  Policies,
});
const arn = (id: string): JsonObject => ({ 'Fn::GetAtt': [id, 'Arn'] });
const within = (id: string, rest: string): JsonObject => ({ 'Fn::Join': ['', [arn(id), rest]] });
const insecure = { Bool: { 'aws:SecureTransport': 'false' } };

export const hub: JsonObject = {
  Resources: {
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: {
          Version,
          Statement: [{ Sid: 'Account', Effect: 'Allow', Principal: own, Action: 'kms:*', Resource: '*' }],
        },
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'runs',
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn('Key') }, BucketKeyEnabled: true },
          ],
        },
      },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: {
          Version,
          Statement: [
            {
              Sid: 'Tls',
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: within('Bucket', '/*'),
              Condition: insecure,
            },
          ],
        },
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'runs' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'collect', ...serviceRole('lambda', []) },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Version,
          Statement: [
            { Sid: 'Log', Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
            {
              Sid: 'Write',
              Effect: 'Allow',
              Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
              Resource: within('Bucket', '/runs/*'),
            },
            {
              Sid: 'Key',
              Effect: 'Allow',
              Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
              Resource: arn('Key'),
              Condition: {
                StringEquals: { 'kms:ViaService': { 'Fn::Join': ['.', ['s3', { Ref: 'AWS::Region' }, 'amazonaws.com']] } },
              },
            },
            { Sid: 'Enter', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/postern-member' },
            { Sid: 'Announce', Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' } },
          ],
        },
      },
    },
    Function: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'collect', Role: arn('Role') } },
  },
};

const known = { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } };
const member: JsonObject = {
  Parameters: { ExternalId: { Type: 'String' }, OrganizationId: { Type: 'String', Default: '' } },
  Conditions: { InOrganization: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'OrganizationId' }, ''] }] } },
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'postern-member',
        AssumeRolePolicyDocument: {
          Version,
          Statement: {
            Sid: 'Hub',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${HUB}:root` },
            Action: 'sts:AssumeRole',
            Condition: {
              ...known,
              ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:role/collect` },
              StringLike: {
                'aws:PrincipalOrgID': { 'Fn::If': ['InOrganization', { Ref: 'OrganizationId' }, { Ref: 'AWS::NoValue' }] },
              },
            },
          },
        },
        Policies: [
          {
            PolicyName: 'Reads',
            PolicyDocument: {
              Version,
              Statement: [
                { Sid: 'Reads', Effect: 'Allow', Action: ['ec2:DescribeVpcs', 'iam:GetAccountSummary'], Resource: '*' },
              ],
            },
          },
        ],
      },
    },
  },
};

const place = (account: string) => ({ account, region, apiUrl: 'http://127.0.0.1' });
export const provable = (changed: JsonObject = hub): Provable => ({
  stacks: [
    { name: 'Hub', template: changed, resolve: valuesOf(changed, place(HUB)), account: HUB, region },
    {
      name: 'Member',
      template: member,
      resolve: valuesOf(member, place(MEMBER), { ExternalId: 'e-1', OrganizationId: 'o-0123456789' }),
      account: MEMBER,
      region,
    },
  ],
  keys: { AKIACOLLECT: `arn:aws:iam::${HUB}:role/collect` },
  organization: { id: 'o-0123456789', accounts: [HUB, MEMBER] },
});

const by = { region, accessKeyId: 'AKIACOLLECT', status: 200 };
export const memberRole = `arn:aws:iam::${MEMBER}:role/postern-member`;
/** The session policy of one Region. */
export const inRegion = (name: string): string =>
  JSON.stringify({
    Version,
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': name } } }],
  });
const session = (name: string) => ({
  ...by,
  accessKeyId: 'ASIA',
  assumed: { roleArn: memberRole, externalId: 'e-1', policy: inRegion(name), by: by.accessKeyId },
});

export const calls = {
  put: { ...by, service: 's3', operation: 'PutObject', input: { Bucket: 'runs', Key: 'runs/1/plan.json' } },
  enter: {
    ...by,
    service: 'sts',
    operation: 'AssumeRole',
    input: { RoleArn: memberRole, ExternalId: 'e-1', RoleSessionName: 'run' },
  },
  whoAmI: { ...by, service: 'sts', operation: 'GetCallerIdentity', input: {} },
  vpcs: { ...session(region), service: 'ec2', operation: 'DescribeVpcs', input: {} },
  summary: { ...session('us-east-1'), service: 'iam', operation: 'GetAccountSummary', input: {} },
  publish: {
    ...by,
    service: 'sns',
    operation: 'Publish',
    input: { TopicArn: `arn:aws:sns:${region}:${HUB}:runs`, Message: 'done' },
  },
} satisfies Record<string, RecordedCall>;

export const evidence = (...more: readonly RecordedCall[]): Evidence => ({
  calls: [...Object.values(calls), ...more],
  invoked: ['collect'],
});
