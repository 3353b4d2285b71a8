import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { type Aws, type AwsOptions, createAws } from '../../shared/clients/aws.ts';
import { kept } from '../../shared/clients/credentials.ts';
import { sdk } from '../../shared/clients/services.ts';
import { regionPolicy, roleArn, signingRegion } from '../../shared/clients/session.ts';
import { ACCOUNT, awsAt, estateOf, REGION, SMALL } from '../collect/estate.ts';

const OTHER = '222222222222';
const HERE = { account: ACCOUNT, region: REGION };
const THERE = { account: OTHER, region: REGION };
const role = { name: 'postern', externalId: 'secret-handshake', sessionName: 'postern-run-1' };

let estate: RunningEstate;
const opened: Aws[] = [];
const open = async (options: Partial<AwsOptions> = {}, endpoint = estate.url): Promise<Aws> => {
  const aws = await awsAt(endpoint, options);
  opened.push(aws);
  return aws;
};
beforeAll(async () => {
  estate = await startEstate(estateOf(SMALL, [ACCOUNT, OTHER]), { kubernetes: false });
});
beforeEach(() => {
  estate.faults.clear();
  estate.counts.clear();
});
afterAll(async () => {
  for (const aws of opened) aws.close();
  await estate.close();
});

test('the caller is asked for once', async () => {
  const aws = await open();
  const [first, second] = await Promise.all([aws.identity(), aws.identity()]);
  expect(first).toEqual({ account: ACCOUNT, partition: 'aws', arn: `arn:aws:iam::${ACCOUNT}:user/estate` });
  expect(second).toBe(first);
  expect(estate.counts.of({ operation: 'GetCallerIdentity' })).toBe(1);
});

test("the caller's own account takes no role; another one takes it once for all Regions and services", async () => {
  const aws = await open({ role });
  await aws.call(HERE, 'ec2', 'DescribeVpcs', {});
  expect(estate.counts.of({ operation: 'AssumeRole' })).toBe(0);
  const who = await aws.call(THERE, 'sts', 'GetCallerIdentity', {});
  expect(who.Arn).toBe(`arn:aws:sts::${OTHER}:assumed-role/postern/postern-run-1`);
  await Promise.all([
    aws.call(THERE, 'ec2', 'DescribeVpcs', {}),
    aws.call(THERE, 'eks', 'ListClusters', {}),
    aws.call({ ...THERE, region: 'us-east-1' }, 'ec2', 'DescribeRegions', {}),
  ]);
  expect(estate.counts.of({ operation: 'AssumeRole' })).toBe(1);
  expect(estate.counts.of({ account: OTHER, service: 'ec2' })).toBe(2);
});

test('an account that cannot be entered is knocked at once, and says what is needed', async () => {
  estate.faults.add({ kind: 'deny', operation: 'AssumeRole' });
  const aws = await open({ role });
  const asked = [1, 2, 3].map(() => aws.call(THERE, 'ec2', 'DescribeVpcs', {}));
  for (const answer of asked)
    await expect(answer).rejects.toMatchObject({
      kind: 'denied',
      why: 'AccessDenied: sts:AssumeRole',
      action: `let arn:aws:iam::${OTHER}:role/postern exist and trust the scanner, and grant the scanner sts:AssumeRole on it`,
    });
  expect(estate.counts.of({ operation: 'AssumeRole' })).toBe(1);
});

test("a role that is always taken is taken in the caller's own account, too; a regional one for each Region that is signed for", async () => {
  const aws = await open({ role: { ...role, always: true, regional: true } });
  const who = await aws.call(HERE, 'sts', 'GetCallerIdentity', {});
  expect(who.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/postern/postern-run-1`);
  await aws.call(HERE, 'ec2', 'DescribeVpcs', {});
  await aws.credentials(ACCOUNT);
  expect(estate.counts.of({ operation: 'AssumeRole' })).toBe(1);
  await aws.call({ ...HERE, region: 'eu-west-1' }, 'ec2', 'DescribeRegions', {});
  expect(estate.counts.of({ operation: 'AssumeRole' })).toBe(2);
  await aws.call(HERE, 'iam', 'GetAccountSummary', {});
  await aws.credentials(ACCOUNT, 'us-east-1');
  expect(estate.counts.of({ operation: 'AssumeRole' })).toBe(3);
  // Who the caller is does not matter then.
  expect(estate.counts.of({ operation: 'GetCallerIdentity' })).toBe(1);
});

test('a session policy narrows a role to one Region, and fits', () => {
  const [statement] = JSON.parse(regionPolicy('ap-southeast-7')).Statement;
  expect(statement).toEqual({
    Effect: 'Allow',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': 'ap-southeast-7' } },
  });
  expect(regionPolicy('ap-southeast-7').length).toBeLessThan(2_048);
  expect(signingRegion('iam', 'eu-west-1')).toBe('us-east-1');
  expect(signingRegion('iam', 'us-gov-east-1')).toBe('us-gov-west-1');
  expect(signingRegion('ec2', 'eu-west-1')).toBe('eu-west-1');
  expect(roleArn('111111111111', 'postern', 'cn-north-1')).toBe('arn:aws-cn:iam::111111111111:role/postern');
});

test('a service that is not among those that were given is not spoken to: our own defect', async () => {
  const credentials = async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' });
  const aws = createAws({ sts: sdk.sts }, { endpoint: estate.url, region: REGION, credentials });
  opened.push(aws);
  await aws.identity();
  await expect(aws.call(HERE, 'ec2', 'DescribeVpcs', {})).rejects.toThrow(TypeError);
});

test('who wants to know is told of every answer that says to slow down', async () => {
  const told: unknown[] = [];
  estate.faults.add({ kind: 'throttle', operation: 'DescribeVpcs', nth: 1 });
  const aws = await open({ onThrottled: (key) => told.push(key) });
  await expect(aws.call(HERE, 'ec2', 'DescribeVpcs', {})).rejects.toMatchObject({ kind: 'throttled' });
  expect(told).toEqual([{ ...HERE, service: 'ec2' }]);
});

test('without a role, other accounts are not entered', async () => {
  const aws = await open();
  await expect(aws.credentials(OTHER)).rejects.toMatchObject({ action: expect.stringContaining('--role-name') });
});

test('what fails for a moment is asked again, and each attempt takes a token', async () => {
  let tokens = 0;
  const budget = { take: async () => void tokens++ };
  estate.faults.add({ kind: 'server-error', operation: 'DescribeVpcs', nth: 1 });
  const aws = await open({ budget, limits: { attempts: 3 } });
  const { Vpcs } = await aws.call(HERE, 'ec2', 'DescribeVpcs', {});
  expect(Vpcs).toHaveLength(1);
  expect(estate.counts.of({ operation: 'DescribeVpcs' })).toBe(2);
  expect(tokens).toBe(estate.counts.of());
});

test('waiting for the budget does not use up the time of a call', async () => {
  const waiting: (() => void)[] = [];
  const budget = { take: () => new Promise<void>((go) => waiting.push(go)) };
  const deadlines = vi.spyOn(AbortSignal, 'timeout');
  const answer = (await open({ budget, limits: { callMs: 12_345 } })).call(undefined, 'ec2', 'DescribeVpcs', {});
  await vi.waitUntil(() => waiting.length === 1);
  expect(deadlines).not.toHaveBeenCalled();
  waiting[0]?.();
  await answer;
  expect(deadlines.mock.calls).toEqual([[12_345]]);
  deadlines.mockRestore();
});

test('nobody there', async () => {
  const aws = await open({}, 'http://127.0.0.1:1');
  await expect(aws.identity()).rejects.toMatchObject({
    kind: 'unreachable',
    why: 'Unreachable: sts:GetCallerIdentity: the connection failed (ECONNREFUSED)',
  });
});

test('credentials are had once, again shortly before they expire, and a failure is kept for a while', async () => {
  let now = 0;
  let asked = 0;
  const provider = kept(
    async () => ({ accessKeyId: `${++asked}`, secretAccessKey: 'x', expiration: new Date(3_600_000) }),
    () => now,
  );
  await Promise.all([provider(), provider()]);
  now = 3_299_000;
  await provider();
  expect(asked).toBe(1);
  now = 3_301_000;
  expect((await provider()).accessKeyId).toBe('2');
  let failed = 0;
  const failing = kept(
    async () => {
      failed++;
      throw new Error('no');
    },
    () => now,
  );
  for (const later of [0, 29_000, 2_000]) {
    now += later;
    await expect(failing()).rejects.toThrow('no');
  }
  expect(failed).toBe(2);
});

const script = `
  import { createAws } from './shared/clients/aws.ts';
  import { ordinaryCredentials, ordinaryRegion } from './shared/clients/ordinary.ts';
  import { sdk } from './shared/clients/services.ts';
  const region = await ordinaryRegion();
  const aws = createAws(sdk, { region, credentials: ordinaryCredentials(region) });
  const said = await aws.identity().catch(({ kind, why, action }) => ({ kind, why, action }));
  console.log(JSON.stringify({ region: aws.region, said }));
  aws.close();
`;
/** A process with this environment and no other. */
async function processWith(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const nowhere = { HOME: tmpdir(), AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    cwd: new URL('../..', import.meta.url),
    env: { ...nowhere, AWS_EC2_METADATA_DISABLED: 'true', ...environment },
  });
  return JSON.parse(stdout);
}

test('the ordinary configuration chain is honoured', async () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'test' };
  const [found, none] = await Promise.all([
    processWith({ ...keys, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: estate.url }),
    processWith({ AWS_ENDPOINT_URL: estate.url }),
  ]);
  expect(found).toMatchObject({ region: 'eu-west-1', said: { account: ACCOUNT } });
  expect(none).toMatchObject({
    region: 'us-east-1',
    said: { kind: 'credentials', why: 'no AWS credentials were found', action: expect.stringContaining('AWS_PROFILE') },
  });
});
