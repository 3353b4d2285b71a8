import { describe, expect, test } from 'vitest';
import type { Json } from '../cloud/asl/json.ts';
import { holds, parseConditions } from './condition.ts';
import { contextOf } from './context.ts';
import { matchesArn, matchesGlob } from './glob.ts';
import { parsePolicy } from './policy.ts';

const variable = (name: string): string => ['$', `{${name}}`].join('');

describe('wildcards', () => {
  test.each<[string, string, boolean]>([
    ['arn:aws:s3:::b/runs/*', 'arn:aws:s3:::b/runs/1/plan.json', true],
    ['arn:aws:s3:::b/runs/*', 'arn:aws:s3:::b/runs/', true],
    ['arn:aws:s3:::b/runs/*', 'arn:aws:s3:::b/runs', false],
    ['arn:aws:s3:::b/*/plan.json', 'arn:aws:s3:::b/runs/1/plan.json', true],
    ['arn:aws:s3:::b/runs/?', 'arn:aws:s3:::b/runs/12', false],
    ['arn:aws:iam::*:role/postern-member', 'arn:aws:iam::123456789012:role/postern-member', true],
    ['arn:aws:states:*:*:execution:m:*', 'arn:aws:states:us-east-1:1:execution:m:run', true],
    ['arn:aws:states:*:*:execution:m:*', 'arn:aws:states:us-east-1:1:execution:m2:run', false],
    ['arn:aws:logs:us-east-1:1:log-group:*', 'arn:aws:logs:us-east-1:1:log-group:/a:log-stream:s', true],
    ['arn:aws:logs:us-east-1:1:log-group:*x:s', 'arn:aws:logs:us-east-1:1:log-group:a:bx:s', false],
    ['*', 'arn:aws:s3:::b', true],
    ['*', '*', true],
    ['arn:aws:s3:::b.c', 'arn:aws:s3:::bxc', false],
  ])('%s of %s: %s', (pattern, arn, expected) => {
    expect(matchesArn(pattern, arn)).toBe(expected);
  });

  test('of texts go anywhere, and know case unless told not to', () => {
    expect(matchesGlob('ec2:Describe*', 'ec2:describeVpcs')).toBe(false);
    expect(matchesGlob('ec2:Describe*', 'EC2:describeVpcs', true)).toBe(true);
    expect(matchesGlob('a*c', 'a:b\nc')).toBe(true);
  });
});

describe('conditions', () => {
  const one = (operator: string, key: string, value: Json, says: Record<string, string | string[]>): boolean =>
    parseConditions({ [operator]: { [key]: value } }, 'p').every((condition) => holds(condition, contextOf(says)));
  const region = (name: string) => ({ 'aws:RequestedRegion': name });
  const principal = { 'aws:PrincipalArn': 'arn:aws:iam::1:role/path/scan' };

  test.each<[string, string, Json, Record<string, string | string[]>, boolean]>([
    ['StringEquals', 'aws:RequestedRegion', 'eu-west-1', region('eu-west-1'), true],
    ['StringEquals', 'AWS:requestedregion', ['a', 'eu-west-1'], region('eu-west-1'), true],
    ['StringEquals', 'aws:RequestedRegion', 'eu-*', region('eu-west-1'), false],
    ['StringEquals', 'aws:RequestedRegion', 'eu-west-1', {}, false],
    ['StringEqualsIfExists', 'aws:RequestedRegion', 'eu-west-1', {}, true],
    ['StringEqualsIfExists', 'aws:RequestedRegion', 'eu-west-1', region('eu-west-2'), false],
    ['StringNotEquals', 'aws:RequestedRegion', ['eu-west-1', 'eu-west-2'], region('eu-west-2'), false],
    ['StringNotEquals', 'aws:RequestedRegion', 'eu-west-1', {}, true],
    ['StringLike', 's3:prefix', ['runs/*', ''], { 's3:prefix': 'runs/1/' }, true],
    ['StringNotLike', 's3:prefix', 'runs/*', { 's3:prefix': 'runs/1/' }, false],
    [
      'StringLike',
      'aws:SourceArn',
      `arn:${variable('aws:PrincipalAccount')}`,
      { 'aws:SourceArn': 'arn:1', 'aws:PrincipalAccount': '1' },
      true,
    ],
    ['StringLike', 'aws:SourceArn', `arn:${variable('aws:PrincipalAccount')}`, { 'aws:SourceArn': 'arn:' }, false],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*', principal, true],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::1:role/path/s*', principal, true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:*:role/path/scan', principal, false],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::1:role/*', principal, false],
    ['Bool', 'aws:SecureTransport', false, { 'aws:SecureTransport': 'false' }, true],
    ['Bool', 'aws:SecureTransport', 'false', { 'aws:SecureTransport': 'true' }, false],
    ['BoolIfExists', 'aws:SecureTransport', 'false', {}, true],
    ['NumericGreaterThan', 's3:signatureAge', 300_000, { 's3:signatureAge': '300001' }, true],
    ['NumericGreaterThan', 's3:signatureAge', '300000', { 's3:signatureAge': '300000' }, false],
    ['NumericGreaterThan', 's3:signatureAge', '300000', {}, false],
    ['NumericNotEquals', 's3:max-keys', 1, {}, true],
    ['Null', 'sts:ExternalId', true, {}, true],
    ['Null', 'sts:ExternalId', 'false', {}, false],
    ['ForAllValues:StringEquals', 'aws:CalledVia', ['a', 'b'], { 'aws:CalledVia': ['a', 'b'] }, true],
    ['ForAllValues:StringEquals', 'aws:CalledVia', ['a'], { 'aws:CalledVia': ['a', 'b'] }, false],
    ['ForAllValues:StringEquals', 'aws:CalledVia', ['a'], {}, true],
    ['ForAnyValue:StringEquals', 'aws:CalledVia', ['a'], { 'aws:CalledVia': ['a', 'b'] }, true],
    ['ForAnyValue:StringEquals', 'aws:CalledVia', ['a'], {}, false],
    ['ForAnyValue:StringNotEquals', 'aws:CalledVia', ['a'], {}, false],
  ])('%s %s %j, given %j: %s', (operator, key, value, says, expected) => {
    expect(one(operator, key, value, says)).toBe(expected);
  });

  test('of two, both hold', () => {
    const both = parseConditions({ StringEquals: { 'sts:ExternalId': 'e', 'aws:PrincipalOrgID': 'o' } }, 'p');
    expect(both.map((condition) => holds(condition, contextOf({ 'sts:ExternalId': 'e' })))).toEqual([true, false]);
  });

  test('a key of several values takes a quantifier', () => {
    expect(() => one('StringEquals', 'aws:CalledVia', 'a', { 'aws:CalledVia': ['a', 'b'] })).toThrow('several values');
  });
});

describe('what is not known is refused', () => {
  const fine = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  test.each<[string, Json, string]>([
    ['another version', { Version: '2008-10-17', Statement: fine }, 'the version "2008-10-17"'],
    ['an element of a policy', { Version: '2012-10-17', Statement: fine, More: 1 }, 'the element More'],
    ['an element', { ...fine, Only: 1 }, 'the element Only'],
    ['NotPrincipal', { ...fine, NotPrincipal: '*' }, 'the element NotPrincipal'],
    ['an effect', { ...fine, Effect: 'allow' }, 'the effect "allow"'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'neither Action nor NotAction'],
    ['both', { ...fine, NotAction: 's3:*' }, 'both Action and NotAction'],
    ['an action that is none', { ...fine, Action: 'GetObject' }, 'GetObject is no action'],
    ['a resource that is none', { ...fine, Resource: 'bucket/*' }, 'bucket/* is no resource'],
    ['an empty list', { ...fine, Action: [] }, 'an empty list'],
    ['a kind of principal', { ...fine, Principal: { Federated: 'x' } }, 'of the kind Federated'],
    ['an operator', { ...fine, Condition: { IpAddress: { 'aws:SourceIp': '::/0' } } }, 'the operator IpAddress'],
    ['a context key', { ...fine, Condition: { StringEquals: { 'aws:SourceIp': '::1' } } }, 'the context key aws:SourceIp'],
  ])('%s', (_, given, said) => {
    const document = (given as { Version?: Json }).Version === undefined ? { Version: '2012-10-17', Statement: given } : given;
    expect(() => parsePolicy(document, 'p')).toThrow(said);
  });

  test('a policy variable', () => {
    const [condition] = parseConditions({ StringLike: { 's3:prefix': `${variable('aws:username')}/*` } }, 'p');
    expect(() => condition && holds(condition, contextOf({ 's3:prefix': 'x/' }))).toThrow(variable('aws:username'));
  });
});
