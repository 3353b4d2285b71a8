import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../cloud/asl/json.ts';
import { contextOf } from './context.ts';
import { type Caller, evaluate, type IamRequest } from './evaluate.ts';
import { parsePolicy, type Statement } from './policy.ts';

const [HERE, THERE] = ['111111111111', '222222222222'];
const role = `arn:aws:iam::${HERE}:role/scan`;
const caller: Caller = { kind: 'role', account: HERE, role, session: `arn:aws:sts::${HERE}:assumed-role/scan/run` };
const policy = (...Statement: Json[]): readonly Statement[] => parsePolicy({ Version: '2012-10-17', Statement }, 'p');
const allow = (Action: Json, Resource: Json = '*', more: object = {}): Json => ({ Effect: 'Allow', Action, Resource, ...more });
const deny = (Action: Json, Resource: Json = '*', more: object = {}): Json => ({ Effect: 'Deny', Action, Resource, ...more });
const to = (AWS: Json) => ({ Principal: { AWS } });

const ask = (
  action: string,
  resource: string,
  more: Partial<IamRequest> & { says?: Record<string, string | string[]> } = {},
) => {
  const { says = {}, ...others } = more;
  return { caller, action, resource, account: HERE, context: contextOf(says), ...others };
};
const object = 'arn:aws:s3:::runs/runs/1/plan.json';
const get = ask('s3:GetObject', object);
const key = `arn:aws:kms:us-east-1:${HERE}:key/k`;
const decrypt = ask('kms:Decrypt', key);

describe('within an account', () => {
  test.each<[string, boolean, IamRequest, { identity?: Json[]; session?: Json[]; resource?: Json[] }]>([
    ['nothing is allowed by itself', false, get, {}],
    ['the role may', true, get, { identity: [allow('s3:GetObject')] }],
    ['actions know no case', true, get, { identity: [allow('S3:getobject')] }],
    ['a wildcard in the action', true, get, { identity: [allow('s3:Get*')] }],
    ['another resource', false, get, { identity: [allow('s3:GetObject', 'arn:aws:s3:::other/*')] }],
    ['resources know case', false, get, { identity: [allow('s3:GetObject', 'arn:aws:s3:::RUNS/*')] }],
    ['all actions but', false, get, { identity: [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }] }],
    ['all resources but', true, get, { identity: [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::other/*' }] }],
    ['a Deny wins', false, get, { identity: [allow('*'), deny('s3:GetObject')] }],
    ['a Deny of the bucket wins', false, get, { identity: [allow('*')], resource: [deny('s3:*', '*', to('*'))] }],
    ['a Deny of the session wins', false, get, { identity: [allow('*')], session: [allow('*'), deny('s3:*')] }],
    ['the session bounds the role', false, get, { identity: [allow('*')], session: [allow('ec2:*')] }],
    ['the session grants nothing', false, get, { session: [allow('*')] }],
    ['both may', true, get, { identity: [allow('s3:*')], session: [allow('*')] }],
    ['the bucket names the role', true, get, { resource: [allow('s3:*', '*', to(role))] }],
    ['… and the session bounds that', false, get, { resource: [allow('s3:*', '*', to(role))], session: [allow('ec2:*')] }],
    [
      'the bucket names the very session',
      true,
      get,
      { resource: [allow('s3:*', '*', to(caller.session))], session: [allow('ec2:*')] },
    ],
    ['the bucket names another', false, get, { resource: [allow('s3:*', '*', to(`${role}2`))] }],
    ['the account is not the role', false, get, { resource: [allow('s3:*', '*', to(HERE))] }],
    ['a key that says nothing', false, decrypt, { identity: [allow('kms:*')], resource: [] }],
    [
      'a key that leaves it to the account',
      true,
      decrypt,
      { identity: [allow('kms:*')], resource: [allow('kms:*', '*', to(HERE))] },
    ],
    ['… which does not say', false, decrypt, { resource: [allow('kms:*', '*', to(`arn:aws:iam::${HERE}:root`))] }],
    ['a key that names the role', true, decrypt, { resource: [allow('kms:Decrypt', '*', to(role))] }],
  ])('%s: %s', (_, allowed, request, { identity = [], session, resource }) => {
    const policies = {
      identity: policy(...identity),
      ...(session && { session: policy(...session) }),
      ...(resource && { resource: policy(...resource) }),
    };
    expect(evaluate(request, policies).allowed).toBe(allowed);
  });
});

describe('between accounts', () => {
  const member = `arn:aws:iam::${THERE}:role/postern-member`;
  const assume = ask('sts:AssumeRole', member, { account: THERE, says: { 'sts:ExternalId': 'e', 'aws:PrincipalArn': role } });
  const trust = (more: object): Json => ({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    ...to(`arn:aws:iam::${HERE}:root`),
    ...more,
  });
  const mine = policy(allow('sts:AssumeRole', `arn:aws:iam::*:role/postern-member`));

  test.each<[string, boolean, readonly Statement[], Json]>([
    ['both sides say so', true, mine, trust({})],
    ['the role is not trusted', false, mine, trust({ Principal: { AWS: THERE } })],
    ['the caller may not', false, [], trust({})],
    ['not even where it is named', false, [], trust({ Principal: { AWS: role } })],
    ['the external id', true, mine, trust({ Condition: { StringEquals: { 'sts:ExternalId': 'e' } } })],
    ['another external id', false, mine, trust({ Condition: { StringEquals: { 'sts:ExternalId': 'f' } } })],
    ['the caller’s own ARN', true, mine, trust({ Condition: { ArnEquals: { 'aws:PrincipalArn': [role, `${role}2`] } } })],
    [
      'an organization that the caller is not in',
      false,
      mine,
      trust({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } }),
    ],
  ])('%s: %s', (_, allowed, identity, trusted) => {
    expect(evaluate(assume, { identity, resource: policy(trusted) }).allowed).toBe(allowed);
  });

  test('a service needs the policy of the resource, and its name there', () => {
    const request = { ...get, caller: { kind: 'service', name: 'sns.amazonaws.com' } } as const;
    const granted = (Service: string) => policy(allow('*', '*', { Principal: { Service } }));
    expect(evaluate(request, { identity: [], resource: granted('sns.amazonaws.com') }).allowed).toBe(true);
    expect(evaluate(request, { identity: [], resource: granted('sqs.amazonaws.com') }).allowed).toBe(false);
    expect(evaluate(request, { identity: [] }).allowed).toBe(false);
  });
});

test('what decided is said', () => {
  expect(evaluate(get, { identity: policy(allow('*')) }).why).toBe('p[0] allows it');
  expect(evaluate(get, { identity: policy(allow('*'), deny('s3:*', '*', { Sid: 'No' })) }).why).toBe('p[No] denies it');
  expect(evaluate(get, { identity: [] }).why).toBe(`no policy of ${role} allows it`);
});

describe('any policies', () => {
  const actions = fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 'kms:Decrypt', '*', 'sts:AssumeRole');
  const resources = fc.constantFrom('*', object, 'arn:aws:s3:::runs/*', key, 'arn:aws:iam::222222222222:role/m');
  const condition = fc.constantFrom<object>(
    {},
    { Condition: { StringLike: { 'aws:RequestedRegion': 'eu-*' } } },
    { Condition: { StringNotEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' } } },
  );
  const principal = fc.constantFrom<Json>('*', HERE, role, THERE, caller.session);
  const statement = (effect: 'Allow' | 'Deny') =>
    fc
      .record({ action: actions, resource: resources, more: condition })
      .map(({ action, resource, more }): Json => ({ Effect: effect, Action: action, Resource: resource, ...more }) as Json);
  const either = fc.oneof(statement('Allow'), statement('Deny'));
  const ofResource = fc
    .tuple(either, principal)
    .map(([one, AWS]): Json => ({ ...(one as object), Principal: { AWS } }) as Json);
  const policies = fc.record({
    identity: fc.array(either, { maxLength: 4 }),
    session: fc.option(fc.array(either, { maxLength: 3 }), { nil: undefined }),
    resource: fc.option(fc.array(ofResource, { maxLength: 3 }), { nil: undefined }),
  });
  const requests = fc
    .record({
      action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt', 'sts:AssumeRole'),
      resource: fc.constantFrom(object, key, 'arn:aws:iam::222222222222:role/m'),
      account: fc.constantFrom(HERE, THERE),
      region: fc.constantFrom(undefined, 'eu-west-1', 'us-east-1'),
    })
    .map(({ region, ...request }) => ({ caller, ...request, context: contextOf({ 'aws:RequestedRegion': region }) }));
  type Drawn = { identity: Json[]; session: Json[] | undefined; resource: Json[] | undefined };
  const decide = (request: IamRequest, { identity, session, resource }: Drawn): boolean =>
    evaluate(request, {
      identity: policy(...identity),
      ...(session && { session: policy(...session) }),
      ...(resource && { resource: policy(...resource) }),
    }).allowed;
  const lists = ['identity', 'session', 'resource'] as const;

  test('one more Deny never allows more, one more Allow never allows less', () => {
    fc.assert(
      fc.property(
        requests,
        policies,
        fc.constantFrom(...lists),
        statement('Deny'),
        statement('Allow'),
        (request, drawn, at, no, yes) => {
          const put = (one: Json): Drawn => ({
            ...drawn,
            [at]: [...(drawn[at] ?? []), at === 'resource' ? ({ ...(one as object), Principal: '*' } as Json) : one],
          });
          const before = decide(request, drawn);
          if (!before) expect(decide(request, put(no))).toBe(false);
          // A session policy where there was none is a bound, whatever it allows.
          if (before && (at !== 'session' || drawn.session)) expect(decide(request, put(yes))).toBe(true);
        },
      ),
    );
  });

  test('one Allow less never allows more, one Deny less never allows less', () => {
    fc.assert(
      fc.property(requests, policies, fc.constantFrom(...lists), fc.nat(3), (request, drawn, at, i) => {
        const removed = drawn[at]?.[i] as { Effect: string } | undefined;
        if (removed === undefined) return;
        const [before, after] = [decide(request, drawn), decide(request, { ...drawn, [at]: drawn[at]?.toSpliced(i, 1) })];
        expect(removed.Effect === 'Allow' ? !before && after : before && !after).toBe(false);
      }),
    );
  });
});
