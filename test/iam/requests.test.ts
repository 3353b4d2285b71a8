import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { type Asked, serve } from '../cloud-core/service.ts';
import { asking } from './actions.ts';
import { callOf, type RecordedCall } from './calls.ts';
import { valuesOf } from './context.ts';
import { questionsOf } from './requests.ts';
import { calls, HUB, provable, region } from './small.ts';
import { rightsOf } from './template.ts';

const { stacks, ...around } = provable();
const surroundings = { rights: rightsOf(stacks), ...around };
const call = (service: string, operation: string, input: RecordedCall['input'] = {}, more: Partial<RecordedCall> = {}) => ({
  ...calls.put,
  ...{ service, operation, input },
  ...more,
});
const asked = (one: RecordedCall): readonly string[] => asking(one, HUB).map(({ action, resource }) => `${action} ${resource}`);
const at = { Bucket: 'runs', Key: 'runs/1/a b' };
const object = 'arn:aws:s3:::runs/runs/1/a b';

describe('an operation is an action on a resource', () => {
  test.each<[RecordedCall, readonly string[]]>([
    [call('s3', 'GetObject', at), [`s3:GetObject ${object}`]],
    [call('s3', 'HeadObject', at), [`s3:GetObject ${object}`]],
    // That it is absent is told to those only who may list.
    [call('s3', 'GetObject', at, { status: 404 }), [`s3:GetObject ${object}`, 's3:ListBucket arn:aws:s3:::runs']],
    [call('s3', 'PutObject', { ...at, IfNoneMatch: '*' }), [`s3:PutObject ${object}`]],
    [call('s3', 'PutObject', { ...at, IfMatch: '"e"' }), [`s3:PutObject ${object}`, `s3:GetObject ${object}`]],
    [call('s3', 'UploadPart', at), [`s3:PutObject ${object}`]],
    [call('s3', 'AbortMultipartUpload', at), [`s3:AbortMultipartUpload ${object}`]],
    [call('s3', 'ListObjectsV2', { Bucket: 'runs', Prefix: 'runs/' }), ['s3:ListBucket arn:aws:s3:::runs']],
    [call('ec2', 'DescribeVpcs'), ['ec2:DescribeVpcs *']],
    [
      call('ec2', 'GetManagedPrefixListEntries', { PrefixListId: 'pl-1' }),
      [`ec2:GetManagedPrefixListEntries arn:aws:ec2:${region}:${HUB}:prefix-list/pl-1`],
    ],
    [call('elastic-load-balancing-v2', 'DescribeTags'), ['elasticloadbalancing:DescribeTags *']],
    [call('eks', 'DescribeCluster', { name: 'a' }), [`eks:DescribeCluster arn:aws:eks:${region}:${HUB}:cluster/a`]],
    [call('kms', 'DescribeKey', { KeyId: 'k' }), [`kms:DescribeKey arn:aws:kms:${region}:${HUB}:key/k`]],
    [
      call('organizations', 'ListAccountsForParent', { ParentId: 'ou-1' }),
      [`organizations:ListAccountsForParent arn:aws:organizations::${HUB}:ou/o-0000000000/ou-1`],
    ],
    [call('sts', 'GetCallerIdentity'), []],
  ])('%o', (one, expected) => {
    expect(asked(one)).toEqual(expected);
  });
});

describe('what is encrypted is asked of KMS, too, in the caller’s name', () => {
  const ofKey = (one: RecordedCall) =>
    questionsOf(one, surroundings)
      .filter(({ action }) => action.startsWith('kms:'))
      .map(({ action, context }) => [
        action,
        valuesOf(context, 'kms:ViaService')?.[0],
        valuesOf(context, 'kms:EncryptionContext:aws:s3:arn')?.[0],
      ]);
  const via = [`s3.${region}.amazonaws.com`, 'arn:aws:s3:::runs'];
  test('an object of a bucket with a key', () => {
    expect(ofKey(call('s3', 'GetObject', at))).toEqual([['kms:Decrypt', ...via]]);
    expect(ofKey(call('s3', 'PutObject', at))).toEqual([['kms:GenerateDataKey', ...via]]);
    expect(ofKey(call('s3', 'GetObject', at, { status: 404 }))).toEqual([]);
    expect(ofKey(call('s3', 'ListObjectsV2', { Bucket: 'runs' }))).toEqual([]);
    expect(ofKey(call('s3', 'GetObject', { ...at, Bucket: 'plain' }))).toEqual([]);
  });
});

describe('the context of a request', () => {
  const says = (one: RecordedCall, key: string) => {
    const [first] = questionsOf(one, surroundings);
    return first && valuesOf(first.context, key)?.[0];
  };
  test('a list’s prefix, where one is given', () => {
    expect(says(call('s3', 'ListObjectsV2', { Bucket: 'runs', Prefix: '' }), 's3:prefix')).toBe('');
    expect(says(call('s3', 'ListObjectsV2', { Bucket: 'runs' }), 's3:prefix')).toBeUndefined();
  });
  test('the age of a presigned URL', () => {
    expect(says(call('s3', 'GetObject', at, { presignedFor: 7_000 }), 's3:signatureAge')).toBe('7000');
    expect(says(call('s3', 'GetObject', at, { presignedFor: 7_000 }), 's3:authType')).toBe('REST-QUERY-STRING');
    expect(says(call('s3', 'GetObject', at), 's3:authType')).toBe('REST-HEADER');
  });
  test('who asks, and where', () => {
    expect(says(calls.vpcs, 'aws:PrincipalArn')).toBe('arn:aws:iam::222222222222:role/postern-member');
    expect(says(calls.vpcs, 'aws:PrincipalOrgID')).toBe('o-0123456789');
    expect(says(calls.vpcs, 'aws:RequestedRegion')).toBe(region);
    expect(says(calls.summary, 'aws:RequestedRegion')).toBe('us-east-1');
    expect(says(calls.enter, 'sts:ExternalId')).toBe('e-1');
  });
});

test('what stand-ins for SNS and Step Functions are asked is a call by whoever signed it', async () => {
  const {
    url: endpoint,
    asked: requests,
    close,
  } = await serve(({ headers }: Asked) =>
    headers['x-amz-target'] === undefined
      ? { status: 200, type: 'text/xml', body: '<PublishResponse><PublishResult/></PublishResponse>' }
      : { status: 200, body: '{"executionArn":"e","startDate":1}' },
  );
  const options = { endpoint, region, credentials: { accessKeyId: 'AKIACOLLECT', secretAccessKey: 'test' } };
  await new SNSClient(options).send(new PublishCommand({ TopicArn: 'arn:aws:sns:t', Message: 'm' }));
  await new SFNClient(options).send(new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:m', name: 'n' }));
  await close();
  const by = { accessKeyId: 'AKIACOLLECT', region, status: 200 };
  expect(requests.map(callOf)).toEqual([
    { ...by, service: 'sns', operation: 'Publish', input: { TopicArn: 'arn:aws:sns:t', Message: 'm' } },
    { ...by, service: 'sfn', operation: 'StartExecution', input: { stateMachineArn: 'arn:aws:states:m', name: 'n' } },
  ]);
  expect(() => callOf({ method: 'GET', url: '/', headers: {}, body: '' })).toThrow('signed for neither');
});
