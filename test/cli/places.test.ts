import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { place, smallEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, environment, postern } from './console.ts';

const { account, region } = place;
const { accounts } = smallEstate();
const estate = await startEstate({
  accounts: {
    [account]: { ...accounts[account], global: { ...accounts[account]?.global, s3: { Buckets: [{ Name: 'reports' }] } } },
  },
});
afterAll(() => estate.close());
afterEach(() => {
  estate.faults.clear();
  estate.counts.clear();
});

const env = credentialsFor(estate.url);
const scan = ['scan', '--region', region, '--rate', '1', '--check', 'api-endpoint/*'];
const oneLineOf = (err: string) =>
  err
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('postern: '));

describe('a place that cannot be written to', () => {
  test.each(['--out', '--snapshot'])('%s: below a plain file', async (flag) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'file'), '');
    const line =
      flag === '--out' ? [...scan, '--out', 'file/below'] : ['collect', '--region', region, '--snapshot', 'file/below'];
    const { code, out, err } = await postern(line, { env, cwd });
    expect(oneLineOf(err)).toEqual([
      expect.stringMatching(
        /^postern: cannot save \S+file\/below\S*: a file stands where a folder is needed; choose another folder \(ENOTDIR\)$/,
      ),
    ]);
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', left: ['file'] });
    // Nothing but who we are was asked: what cannot be kept is not to be read.
    expect(estate.counts.of({ service: 'ec2' })).toBe(0);
  });
});

describe('a bucket', () => {
  test('takes a run, which is read back from there', async () => {
    const out = ['--out', 's3://reports/nightly'];
    const scanned = await postern([...scan, ...out], { env, random: () => 1 });
    expect(scanned.code).toBe(1);
    expect(scanned.out).toContain('s3://reports/nightly/runs/20261121T020000Z-00000001/report.html');
    for (const snapshot of ['s3://reports/nightly', 's3://reports/nightly/runs/20261121T020000Z-00000001'])
      expect(
        (await postern(['check', '--snapshot', snapshot, '--check', 'api-endpoint/*', '--format', 'json'], { env })).code,
      ).toBe(1);
  });

  test.each([
    ['that is not there', 's3://missing/x', undefined, /cannot save s3:\/\/missing\/x\/runs\/\S+: there is no bucket missing/],
    ['that may not be written', 's3://reports/x', 'PutObject', /cannot save s3:\/\/reports\/x\S+: .*s3:PutObject/],
  ])('%s', async (_, place, operation, said) => {
    if (operation !== undefined) estate.faults.add({ kind: 'deny', service: 's3', operation });
    const cwd = emptyFolder();
    const { code, out, err } = await postern([...scan, '--out', place], { env, cwd });
    expect(oneLineOf(err)).toEqual([expect.stringMatching(said)]);
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', left: [] });
    expect(estate.counts.of({ service: 'ec2' })).toBe(0);
  });

  test.each([
    ['that is not there', 's3://missing', undefined, /there is no bucket missing/],
    ['that may not be listed', 's3://reports/x', 'ListObjectsV2', /s3:ListBucket/],
    [
      'without a run',
      's3://reports/nothing',
      undefined,
      /^postern: s3:\/\/reports\/nothing holds no sealed run; postern collect --snapshot s3:\/\/reports\/nothing makes one$/,
    ],
  ])('to check from, %s', async (_, place, operation, said) => {
    if (operation !== undefined) estate.faults.add({ kind: 'deny', service: 's3', operation });
    const { code, out, err } = await postern(['check', '--snapshot', place], { env });
    expect(oneLineOf(err)).toEqual([expect.stringMatching(said)]);
    expect({ code, out }).toEqual({ code: 64, out: '' });
  });
});

describe('credentials', () => {
  const none =
    'postern: no AWS credentials were found; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached\n';

  test.each(['scan', 'collect --snapshot facts', 'scan --out s3://reports/x'])(
    '%s without any is one line, and nothing is written',
    async (line) => {
      const cwd = emptyFolder();
      const { code, out, err } = await postern(line.split(' '), { cwd, env: environment({ AWS_ENDPOINT_URL: estate.url }) });
      expect({ code, out, err, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', err: none, left: [] });
    },
  );

  test('and it does not wait for a metadata service that never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { AWS_EC2_METADATA_DISABLED: _, ...open } = environment();
    const AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const before = performance.now();
    const { code, err } = await postern(['scan'], { env: { ...open, AWS_EC2_METADATA_SERVICE_ENDPOINT } });
    silent.closeAllConnections();
    silent.close();
    expect({ code, err }).toEqual({ code: 64, err: none });
    expect(performance.now() - before).toBeLessThan(8_000);
  });

  test.each([
    ['a profile that is not there', { AWS_PROFILE: 'nowhere' }],
    ['half of a key', { AWS_ACCESS_KEY_ID: 'AKIAHALF' }],
  ])('%s', async (_, half) => {
    const { code, err } = await postern(['scan'], { env: environment({ AWS_ENDPOINT_URL: estate.url, ...half }) });
    expect({ code, err }).toEqual({ code: 64, err: none });
  });

  test.each([
    [
      'not-enabled',
      /^postern: AWS does not know these credentials: check the access key and its secret, or AWS_PROFILE \(InvalidClientTokenId: .*\)\n$/,
    ],
    [
      'expired-token',
      /^postern: ExpiredToken: sts:GetCallerIdentity: the credentials have expired; renew the credentials and scan again\n$/,
    ],
    ['html', /^postern: MalformedAnswer: sts:GetCallerIdentity/],
    ['rubbish', /^postern: MalformedAnswer: sts:GetCallerIdentity: /],
    ['empty', /^postern: MalformedAnswer: sts:GetCallerIdentity/],
  ] as const)('that STS answers with %s', async (kind, said) => {
    estate.faults.add({ kind, operation: 'GetCallerIdentity' });
    const cwd = emptyFolder();
    const { code, out, err } = await postern(scan, { env, cwd });
    expect(err).toMatch(said);
    expect(err.trimEnd()).not.toContain('\n');
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', left: [] });
  });

  test('an endpoint where nothing listens', async () => {
    const { code, err } = await postern(scan, {
      env: { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' },
    });
    expect(err).toMatch(
      /^postern: Unreachable: sts:GetCallerIdentity: the connection failed \(ECONNREFUSED\); let the scanner reach the sts endpoint of us-east-1\n$/,
    );
    expect(code).toBe(64);
  });
});

describe('an organization', () => {
  test('that there is none of, or that the caller may not list', async () => {
    estate.faults.add({ kind: 'deny', operation: 'ListAccounts' });
    const { code, err } = await postern([...scan, '--organization'], { env });
    expect(err).toBe(
      'postern: AccessDenied: organizations:ListAccounts; grant organizations:ListAccounts to the scanning role\n',
    );
    expect(code).toBe(64);
  });

  test('that an account is not of', async () => {
    const { code, err } = await postern([...scan, '--organization', '--account', '999999999999'], { env });
    expect(err).toMatch(
      /^postern: account 999999999999 is no active account of the organization; leave the organization out to scan it all the same\n$/,
    );
    expect(code).toBe(64);
  });
});
