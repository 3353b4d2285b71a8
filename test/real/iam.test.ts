/**
 * The evaluator of test/iam against moto's enforcement of IAM: the same requests by the same synthesized roles, allowed and denied alike.
 *
 * moto passes an ARN to policies for S3 and for sts:AssumeRole only, `*` for everything else; it ignores conditions (but StringEquals of what an
 * AssumeRole sends, in a trust policy, where an absent key counts as equal), session policies, policies of keys, topics and queues, and
 * accounts as principals. So it confirms actions, actions on `*`, keys of buckets, which roles may be assumed, and the external id.
 * Confirmed by nobody but our reading of AWS's documentation: everything else that test/iam/evaluate.ts does, which action an operation
 * is (test/iam/actions.ts), and what AWS's own services ask for (test/iam/services.ts, test/iam/machine.ts).
 */

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject } from '../cloud/asl/json.ts';
import { valuesOf } from '../cloud/deployment/values.ts';
import type { RecordedCall } from '../iam/calls.ts';
import { contextOf } from '../iam/context.ts';
import { evaluate } from '../iam/evaluate.ts';
import { parsePolicy } from '../iam/policy.ts';
import { judge } from '../iam/prove.ts';
import { questionsOf, roleCaller, type Surroundings } from '../iam/requests.ts';
import { deployedIn, property, type Stack } from '../iam/stack.ts';
import { rightsOf } from '../iam/template.ts';
import { synthesize } from '../infra/synthesized.ts';
import { type Moto, startMoto } from './moto.ts';
import { type Credentials, isAllowed } from './moto-calls.ts';

/** moto's own account. */
const account = '123456789012';
const region = 'us-east-1';
const root: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let moto: Moto;
let stack: Stack;
let around: Surroundings;
/** By the name of the role. */
let sessions: ReadonlyMap<string, Credentials>;
const arnOf = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

beforeAll(async () => {
  const template = synthesize({ accounts: [account, '222222222222'] }).hub as unknown as JsonObject;
  stack = {
    name: 'Postern',
    template,
    resolve: valuesOf(template, { account, region, apiUrl: 'http://127.0.0.1' }),
    account,
    region,
  };
  const rights = rightsOf([stack]);
  const names = [...rights.roles.keys()].map((arn) => arn.replace(/^.*\//, ''));
  around = { rights, keys: Object.fromEntries(names.map((name) => [name, arnOf(name)])) };
  moto = await startMoto();
  const s3 = new S3Client({ endpoint: moto.url, region, credentials: root, forcePathStyle: true });
  for (const Bucket of bucketNames()) await s3.send(new CreateBucketCommand({ Bucket }));
  await makeRoles(names);
  sessions = new Map(await Promise.all(names.map(async (name) => [name, await enter(name)] as const)));
  await fetch(`${moto.url}/moto-api/reset-auth`, { method: 'POST', body: '0' });
}, 600_000);
afterAll(() => moto?.close());

const bucketNames = (): readonly string[] =>
  deployedIn(stack)
    .filter(({ type }) => type === 'AWS::S3::Bucket')
    .map(({ id }) => stack.resolve(id, undefined) ?? '');

/** The roles of the template with their policies, but trusted by everyone. */
async function makeRoles(names: readonly string[]): Promise<void> {
  const iam = new IAMClient({ endpoint: moto.url, region, credentials: root });
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' } };
  for (const RoleName of names)
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  for (const [RoleName, document] of documents())
    await iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: `p${putPolicies++}`, PolicyDocument: JSON.stringify(document) }),
    );
}
let putPolicies = 0;

/** Policies by the role that has them, as they are deployed. */
function documents(): readonly (readonly [string, Json])[] {
  return deployedIn(stack).flatMap((found): readonly (readonly [string, Json])[] => {
    const list = (name: string): readonly Json[] => {
      const given = property(found, name);
      return Array.isArray(given) ? given : [];
    };
    if (found.type === 'AWS::IAM::Policy')
      return list('Roles').map((role) => [String(role), property(found, 'PolicyDocument')] as const);
    if (found.type !== 'AWS::IAM::Role') return [];
    const name = stack.resolve(found.id, undefined) ?? '';
    return list('Policies').map((one) => [name, isObject(one) ? (one.PolicyDocument ?? null) : null] as const);
  });
}

async function enter(name: string): Promise<Credentials> {
  const sts = new STSClient({ endpoint: moto.url, region, credentials: root });
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: arnOf(name), RoleSessionName: 'session' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken = '' } = given ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

/** Both answers to every call by every role; what they differ in is shown by name. */
async function compared(calls: readonly Pick<RecordedCall, 'service' | 'operation' | 'input'>[]) {
  const ours: string[] = [];
  const theirs: string[] = [];
  for (const [name, credentials] of sessions)
    for (const one of calls) {
      const what = `${name}: ${one.service} ${one.operation} ${JSON.stringify(one.input)}`;
      const call = { ...one, region, accessKeyId: name, status: 200 };
      // moto's S3 asks no KMS.
      const questions = questionsOf(call, around).filter(({ action }) => one.service === 'kms' || !action.startsWith('kms:'));
      if (questions.every((question) => judge(question, around.rights).allowed)) ours.push(what);
      if (await isAllowed(moto.url, region, credentials, call)) theirs.push(what);
    }
  return { ours, theirs, asked: sessions.size * calls.length };
}

test('reads of scanned accounts, and others, on `*`', async () => {
  const granted = [
    'DescribeVpcs',
    'DescribeSubnets',
    'DescribeInstances',
    'DescribeRegions',
    'DescribeSecurityGroups',
    'DescribeNetworkAcls',
  ];
  const others = ['DescribeVolumes', 'DescribeSnapshots', 'DescribeKeyPairs', 'DescribeAddresses'];
  const { ours, theirs, asked } = await compared([
    ...[...granted, ...others].map((operation) => ({ service: 'ec2', operation, input: {} })),
    { service: 'eks', operation: 'ListClusters', input: {} },
    { service: 'eks', operation: 'DescribeCluster', input: { name: 'absent' } },
    { service: 'eks', operation: 'ListNodegroups', input: { clusterName: 'absent' } },
    { service: 'elastic-load-balancing-v2', operation: 'DescribeLoadBalancers', input: {} },
    { service: 'elastic-load-balancing-v2', operation: 'DescribeTargetGroups', input: {} },
    { service: 'iam', operation: 'GetAccountSummary', input: {} },
    { service: 'organizations', operation: 'ListAccounts', input: {} },
  ]);
  expect(theirs).toEqual(ours);
  expect(ours.filter((what) => what.startsWith('postern-member: ec2'))).toHaveLength(granted.length);
  expect(ours.every((what) => what.startsWith('postern-member:'))).toBe(true);
  expect(asked - ours.length).toBeGreaterThan(100);
});

test('objects of the buckets, by every role', async () => {
  const run = 'runs/20261121T020000Z-00000000';
  const keys = [
    ...['lock.json', 'latest.json', 'announced/20261121T020000Z-00000000.json', 'executions/x/manifest.json', 'other.json'],
    ...[
      'plan.json',
      'accounts.json',
      'manifest.json',
      'report.json',
      'snapshots/1/_account.json.gz',
      'results/1/_account.json.gz',
    ].map((path) => `${run}/${path}`),
  ];
  const { ours, theirs, asked } = await compared(
    bucketNames().flatMap((Bucket) => [
      ...keys.flatMap((Key) => [
        { service: 's3', operation: 'GetObject', input: { Bucket, Key } },
        { service: 's3', operation: 'PutObject', input: { Bucket, Key, Body: '{}' } },
      ]),
      { service: 's3', operation: 'ListObjectsV2', input: { Bucket, Prefix: `${run}/` } },
    ]),
  );
  expect(theirs).toEqual(ours);
  expect(ours.length).toBeGreaterThan(30);
  expect(asked - ours.length).toBeGreaterThan(ours.length);
});

test('which roles may be assumed, by which', async () => {
  const role = (of: string, name: string) => ({
    service: 'sts',
    operation: 'AssumeRole',
    input: { RoleArn: `arn:aws:iam::${of}:role/${name}`, RoleSessionName: 'session' },
  });
  const { ours, theirs } = await compared([
    role('222222222222', 'postern-member'),
    role('222222222222', 'postern-member-2'),
    role('222222222222', 'administrator'),
    role('333333333333', 'postern-member'),
    { service: 'sts', operation: 'GetCallerIdentity', input: {} },
  ]);
  expect(theirs).toEqual(ours);
  expect(ours.filter((what) => what.includes('AssumeRole')).map((what) => what.split(':')[0])).toEqual([
    'postern-collect',
    'postern-scan',
  ]);
});

test('the external id of a trust policy', async () => {
  const caller = roleCaller(arnOf('postern-collect'));
  // moto knows sessions as principals, not accounts; and the caller's own rights name the member role only.
  const trusts = (Principal: Json, id: string): Json => ({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': id } } },
    ],
  });
  const RoleArn = arnOf('postern-member');
  const credentials = sessions.get('postern-collect') ?? root;
  const mine = around.rights.roles.get(caller.role)?.identity ?? [];
  for (const trusted of [caller.session, caller.session.replace('collect', 'download')])
    for (const given of ['right', 'wrong']) {
      await changeTrust('postern-member', trusts({ AWS: trusted }, 'right'));
      const input = { RoleArn, RoleSessionName: 'session', ExternalId: given };
      const theirs = await isAllowed(moto.url, region, credentials, { service: 'sts', operation: 'AssumeRole', input });
      const ours = evaluate(
        { caller, action: 'sts:AssumeRole', resource: RoleArn, account, context: contextOf({ 'sts:ExternalId': given }) },
        { identity: mine, resource: parsePolicy(trusts({ AWS: trusted }, 'right'), 'trust') },
      ).allowed;
      expect([trusted, given, theirs]).toEqual([trusted, given, ours]);
      expect(ours).toBe(trusted === caller.session && given === 'right');
    }
});

/** While nobody is asked for rights. */
async function changeTrust(name: string, document: Json): Promise<void> {
  await fetch(`${moto.url}/moto-api/reset-auth`, { method: 'POST', body: '1000000' });
  const iam = new IAMClient({ endpoint: moto.url, region, credentials: root });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: JSON.stringify(document) }));
  await fetch(`${moto.url}/moto-api/reset-auth`, { method: 'POST', body: '0' });
}
