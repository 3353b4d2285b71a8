import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, expect, test } from 'vitest';
import { type EstateCall, type RunningEstate, startEstate } from '../../estate/server.ts';
import { s3Links } from '../../shared/cloud/presign.ts';

const [HERE, THERE] = ['111111111111', '222222222222'];
const region = 'us-east-1';
const credentials = { accessKeyId: 'AKIAPOSTERNCOLLECT00', secretAccessKey: 'test' };
let estate: RunningEstate | undefined;
afterEach(() => estate?.close());

async function start() {
  const calls: EstateCall[] = [];
  const home = { regions: { [region]: { s3: { Buckets: [{ Name: 'runs' }] } } } };
  estate = await startEstate({ accounts: { [HERE]: home, [THERE]: { regions: {} } } }, { onCall: (call) => calls.push(call) });
  return { calls, endpoint: estate.url };
}

test('a session is known with the role, policy and external id that it was asked for with, and by whom', async () => {
  const { calls, endpoint } = await start();
  const sts = new STSClient({ endpoint, region, credentials });
  const asked = { RoleArn: `arn:aws:iam::${THERE}:role/postern-member`, Policy: '{"Version":"2012-10-17"}', ExternalId: 'e-1' };
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ ...asked, RoleSessionName: 'run' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken: sessionToken = '' } = given ?? {};
  await new STSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey, sessionToken } }).send(
    new GetCallerIdentityCommand(),
  );
  expect(calls).toEqual([
    {
      ...{ account: HERE, region, service: 'sts', operation: 'AssumeRole', accessKeyId: credentials.accessKeyId, status: 200 },
      caller: `arn:aws:iam::${HERE}:user/estate`,
      input: { ...asked, RoleSessionName: 'run' },
    },
    {
      ...{ account: THERE, region, service: 'sts', operation: 'GetCallerIdentity', accessKeyId, status: 200 },
      caller: `arn:aws:sts::${THERE}:assumed-role/postern-member/run`,
      assumed: { roleArn: asked.RoleArn, policy: asked.Policy, externalId: 'e-1', by: credentials.accessKeyId },
      input: {},
    },
  ]);
});

test('objects: what was asked and answered, no bytes; a presigned URL with its age', async () => {
  const { calls, endpoint } = await start();
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: 'runs', Key: 'a b', Body: 'x'.repeat(10_000), IfNoneMatch: '*' }));
  await s3.send(new HeadObjectCommand({ Bucket: 'runs', Key: 'absent' })).catch(() => undefined);
  const command = { Bucket: 'runs', Key: 'a b' };
  expect(await (await s3.send(new GetObjectCommand(command))).Body?.transformToString()).toHaveLength(10_000);
  const said = calls.map(({ operation, input, status, error }) => [operation, input.Key, input.IfNoneMatch, status, error]);
  expect(said).toEqual([
    ['PutObject', 'a b', '*', 200, undefined],
    ['HeadObject', 'absent', undefined, 404, 'NoSuchKey'],
    ['GetObject', 'a b', undefined, 200, undefined],
  ]);
  expect(JSON.stringify(calls).length).toBeLessThan(5_000);
  calls.length = 0;
  const place = { bucket: 'runs', prefix: '', region, endpoint, credentials: async () => credentials };
  const link = await s3Links({ ...place, now: () => Date.now() - 60_000 }).link('a b', 'a.txt');
  expect((await fetch(link)).status).toBe(200);
  const [{ presignedFor = 0, accessKeyId } = {}] = calls;
  expect(accessKeyId).toBe(credentials.accessKeyId);
  expect(presignedFor).toBeGreaterThanOrEqual(60_000);
  expect(presignedFor).toBeLessThan(90_000);
});
