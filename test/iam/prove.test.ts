import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../cloud/asl/json.ts';
import type { RecordedCall } from './calls.ts';
import { unnoticedActions, unnoticedConditions, unnoticedStatements } from './notice.ts';
import { proofOf, proveIam } from './prove.ts';
import { calls, evidence, hub, inRegion, MEMBER, memberRole, provable, region } from './small.ts';

/** The template with a statement of the function's policy changed; removed where nothing is given. */
function changed(sid: string, to?: (statement: JsonObject) => JsonObject): JsonObject {
  const copy = structuredClone(hub);
  const find = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(find);
    if (!isObject(value)) return;
    const { Statement: list } = value;
    if (Array.isArray(list))
      value.Statement = list.flatMap((one) => (!isObject(one) || one.Sid !== sid ? [one] : to ? [to(one)] : []));
    Object.values(value).forEach(find);
  };
  find(copy);
  return copy;
}

describe('a run that may do what it does', () => {
  test('is proven', () => {
    expect(proveIam(provable(), evidence())).toEqual([]);
  });

  test('no statement, action or condition is there for nothing', () => {
    const proof = proofOf(provable(), evidence());
    expect(unnoticedStatements(proof)).toEqual([]);
    expect(unnoticedActions(proof)).toEqual([]);
    expect(unnoticedConditions(proof)).toEqual([]);
  });

  test('what nobody asked for is named', () => {
    const { put: _, publish: __, ...others } = calls;
    const proof = proofOf(provable(), { calls: Object.values(others), invoked: [] });
    expect(unnoticedStatements(proof)).toEqual([
      'Hub/collect[Write]',
      'Hub/collect[Key]',
      'Hub/collect[Announce]',
      'Hub/Key[Account]',
      'Hub/BucketPolicy[Tls]',
    ]);
    const { summary: _summary, ...noSummary } = calls;
    const shorter = proofOf(provable(), { calls: Object.values(noSummary), invoked: ['collect'] });
    expect(unnoticedActions(shorter)).toEqual(['Member/postern-member/Reads[Reads] iam:GetAccountSummary']);
    expect(unnoticedConditions(proof)).toEqual(['Hub/collect[Key] StringEquals kms:ViaService']);
  });

  test('each statement that is removed from the template is denied by name', () => {
    const denied = (sid: string) => proveIam(provable(changed(sid)), evidence());
    expect(denied('Write')).toEqual([
      'collect: s3:PutObject on arn:aws:s3:::runs/runs/1/plan.json (s3 PutObject): no policy of arn:aws:iam::111111111111:role/collect allows it',
      expect.stringContaining('collect: s3:AbortMultipartUpload on '),
    ]);
    expect(denied('Key')).toEqual(
      ['GenerateDataKey', 'Decrypt'].map((name) => expect.stringContaining(`collect: kms:${name} on `)),
    );
    expect(denied('Enter')).toEqual([expect.stringContaining(`collect: sts:AssumeRole on ${memberRole}`)]);
    expect(denied('Announce')).toEqual([expect.stringContaining('collect: sns:Publish')]);
    expect(denied('Log')).toEqual([
      expect.stringContaining('logs:CreateLogStream'),
      expect.stringContaining('logs:PutLogEvents'),
    ]);
    const byNobody = expect.stringContaining('no policy of the resource allows it');
    expect(denied('Account')).toEqual([byNobody, byNobody]);
    expect(denied('Trust')).toEqual([expect.stringContaining('lambda.amazonaws.com: sts:AssumeRole')]);
    expect(denied('Tls')).toEqual([]);
  });
});

describe('a run that may not', () => {
  const denied = (call: RecordedCall) => proveIam(provable(), { calls: [call], invoked: [] });
  const { put, enter, vpcs, summary } = calls;

  test('another key of the bucket, another bucket', () => {
    expect(denied({ ...put, input: { Bucket: 'runs', Key: 'other' } })).toHaveLength(2);
    expect(denied({ ...put, input: { Bucket: 'other', Key: 'runs/1/plan.json' } })).toHaveLength(2);
  });

  test('a member role without the external id, with another, or by another role', () => {
    expect(denied({ ...enter, input: { ...enter.input, ExternalId: 'e-2' } })).toEqual([
      expect.stringContaining('no policy of the resource allows it'),
    ]);
    const outside = { ...provable(), organization: { id: 'o-0123456789', accounts: [MEMBER] } };
    expect(proveIam(outside, { calls: [enter], invoked: [] })).toHaveLength(1);
  });

  test('another Region than the session is for; IAM is asked in one Region, wherever the client is', () => {
    const elsewhere = { ...vpcs, region: 'eu-west-1' };
    expect(denied(elsewhere)).toEqual([expect.stringContaining('the session policy does not allow it')]);
    expect(denied({ ...summary, assumed: { ...summary.assumed, policy: inRegion(region) } })).toEqual([
      expect.stringContaining('the session policy does not allow it'),
    ]);
  });

  test('an action that the member role does not have', () => {
    expect(denied({ ...vpcs, operation: 'DescribeInstances' })).toEqual([
      expect.stringContaining(`no policy of ${memberRole} allows it`),
    ]);
  });
});

describe('what is not known is an error', () => {
  const ask = (call: RecordedCall) => () => proveIam(provable(), { calls: [call], invoked: [] });
  test('whose credentials they are, what is asked for, what a role may', () => {
    expect(ask({ ...calls.put, accessKeyId: 'AKIASTRANGER' })).toThrow('credentials of nobody: AKIASTRANGER');
    expect(ask({ ...calls.put, accessKeyId: '' })).toThrow('unsigned');
    expect(ask({ ...calls.put, operation: 'DeleteObject' })).toThrow('what IAM asks for s3 DeleteObject is not known');
    expect(ask({ ...calls.vpcs, assumed: { ...calls.vpcs.assumed, roleArn: `${memberRole}2` } })).toThrow(
      'in none of the templates',
    );
  });

  test.each<[string, JsonObject, string]>([
    ['a kind of policy', { Type: 'AWS::SecretsManager::ResourcePolicy' }, 'is not known here'],
    ['a user', { Type: 'AWS::IAM::User' }, 'AWS::IAM::User is not known here'],
    ['a boundary', { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: 'x' } }, 'permissions boundaries'],
    [
      'a policy of AWS’s',
      { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
      'is not in the templates',
    ],
  ])('%s', (_, resource, said) => {
    const template = { Resources: { ...(hub.Resources as JsonObject), Stranger: resource } };
    expect(() => proveIam(provable(template), evidence())).toThrow(said);
  });
});
