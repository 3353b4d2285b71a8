import { createHash, createHmac } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { snsAnnouncer } from '../../shared/cloud/announce.ts';
import { stepFunctions } from '../../shared/cloud/executions.ts';
import { s3Links } from '../../shared/cloud/presign.ts';
import { regionOfApi, signApiCall } from '../../shared/cloud/sign.ts';
import { s3Store } from '../../shared/store/s3.ts';
import { type Answer, credentials, serve } from './service.ts';

const region = 'eu-central-1';
const machine = `arn:aws:states:${region}:111122223333:stateMachine:postern`;
const execution = `arn:aws:states:${region}:111122223333:execution:postern:20261121T020000Z-00000001`;
const topic = `arn:aws:sns:${region}:111122223333:postern`;
const failure = (type: string): Answer => ({ status: 400, body: JSON.stringify({ __type: type, message: 'because' }) });

async function withService<T>(answer: Parameters<typeof serve>[0], use: (s: Awaited<ReturnType<typeof serve>>) => Promise<T>) {
  const service = await serve(answer);
  try {
    return await use(service);
  } finally {
    await service.close();
  }
}

const machineAt = (endpoint: string) => stepFunctions(machine, { region, endpoint, credentials, attempts: 1 });

describe('executions', () => {
  test('one is started by name', () =>
    withService(
      () => ({ status: 200, body: JSON.stringify({ executionArn: execution, startDate: 1 }) }),
      async ({ url, asked }) => {
        const name = execution.split(':').at(-1) ?? '';
        expect(await machineAt(url).start(name, { a: 1 })).toEqual({ execution, started: true });
        expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ stateMachineArn: machine, name, input: '{"a":1}' });
        expect(machineAt(url).named(name)).toBe(execution);
      },
    ));

  test('a name that was used is the execution that has it', () =>
    withService(
      () => failure('ExecutionAlreadyExists'),
      async ({ url }) => {
        const name = execution.split(':').at(-1) ?? '';
        expect(await machineAt(url).start(name, {})).toEqual({ execution, started: false });
      },
    ));

  test.each([
    ['RUNNING', 'running'],
    ['PENDING_REDRIVE', 'running'],
    ['NEWER_THAN_US', 'running'],
    ['SUCCEEDED', 'succeeded'],
    ['FAILED', 'ended'],
    ['TIMED_OUT', 'ended'],
    ['ABORTED', 'ended'],
  ])('%s is %s', (status, state) =>
    withService(
      () => ({ status: 200, body: JSON.stringify({ executionArn: execution, status }) }),
      async ({ url }) => expect(await machineAt(url).state(execution)).toBe(state),
    ),
  );

  test('what does not exist is neither; what is denied names its action; what is no execution is not asked about', () =>
    withService(
      ({ headers }) =>
        failure(String(headers['x-amz-target']).endsWith('StartExecution') ? 'AccessDeniedException' : 'ExecutionDoesNotExist'),
      async ({ url, asked }) => {
        expect(await machineAt(url).state(execution)).toBeUndefined();
        await expect(machineAt(url).start('a', {})).rejects.toMatchObject({
          kind: 'denied',
          message: `cannot start the execution a: AccessDeniedException; grant states:StartExecution on ${machine}`,
        });
        const before = asked.length;
        await expect(machineAt(url).state('arn:aws:iam::1:role/x')).rejects.toThrow('is none');
        expect(await machineAt(url).state(execution.replace(':postern:', ':other:'))).toBeUndefined();
        expect(asked).toHaveLength(before);
        expect(() => stepFunctions('arn:aws:iam::1:role/x', { region })).toThrow(RangeError);
      },
    ));
});

describe('announcing', () => {
  const published =
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

  test('subject, body and attributes go to the topic', () =>
    withService(
      () => ({ status: 200, type: 'text/xml', body: published }),
      async ({ url, asked }) => {
        const announcer = snsAnnouncer(topic, { region, endpoint: url, credentials });
        await announcer.announce({ subject: 's', body: 'b\nc', attributes: { severity: 'high', account: ['1', '2'] } });
        const sent = new URLSearchParams(asked[0]?.body);
        expect([sent.get('TopicArn'), sent.get('Subject'), sent.get('Message')]).toEqual([topic, 's', 'b\nc']);
        expect(sent.get('MessageAttributes.entry.1.Value.DataType')).toBe('String');
        expect(sent.get('MessageAttributes.entry.2.Name')).toBe('account');
        expect(sent.get('MessageAttributes.entry.2.Value.DataType')).toBe('String.Array');
        expect(sent.get('MessageAttributes.entry.2.Value.StringValue')).toBe('["1","2"]');
      },
    ));

  test('a refusal names what to grant', () =>
    withService(
      () => ({
        status: 403,
        type: 'text/xml',
        body: '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>',
      }),
      async ({ url }) => {
        const announcer = snsAnnouncer(topic, { region, endpoint: url, credentials, attempts: 1 });
        await expect(announcer.announce({ subject: 's', body: 'b', attributes: {} })).rejects.toThrow(
          `grant sns:Publish on ${topic}`,
        );
      },
    ));
});

describe('requests of the HTTP API', () => {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  test('are signed as Signature Version 4 says', async () => {
    const url = new URL(`https://abc.execute-api.${region}.amazonaws.com/reports?limit=5&before=a%2Fb`);
    const headers = await signApiCall(
      { method: 'POST', url, body: '{"a":1}' },
      { region, credentials, now: () => Date.UTC(2026, 10, 21, 2) },
    );
    const { authorization = '', ...rest } = headers;
    const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    expect(signed).toEqual(expect.arrayContaining(['content-type', 'host', 'x-amz-content-sha256', 'x-amz-date']));
    expect(headers).not.toHaveProperty('host');
    const all: Record<string, string> = { ...rest, host: url.host };
    const canonical = [
      'POST',
      '/reports',
      'before=a%2Fb&limit=5',
      ...signed.map((name) => `${name}:${all[name]}`),
      '',
      signed.join(';'),
      sha256('{"a":1}'),
    ].join('\n');
    const scope = `20261121/${region}/execute-api/aws4_request`;
    const text = ['AWS4-HMAC-SHA256', '20261121T020000Z', scope, sha256(canonical)].join('\n');
    const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), 'AWS4test');
    expect(authorization).toContain(`Credential=AKIDEXAMPLE/${scope}`);
    expect(authorization).toContain(`Signature=${hmac(key, text).toString('hex')}`);
  });

  test('the Region is that of the address', () => {
    expect(regionOfApi(new URL('https://abc.execute-api.eu-west-1.amazonaws.com'))).toBe('eu-west-1');
    expect(regionOfApi(new URL('https://abc.execute-api.cn-north-1.amazonaws.com.cn'))).toBe('cn-north-1');
    expect(regionOfApi(new URL('https://execute-api.eu-west-1.amazonaws.com.example.org'))).toBeUndefined();
  });
});

test('a link gives one object as a file, for five minutes, untampered', async () => {
  const account = '111111111111';
  const estate = await startEstate({
    accounts: { [account]: { regions: { 'us-east-1': { s3: { Buckets: [{ Name: 'reports' }] } } } } },
  });
  const config = { region: 'us-east-1', endpoint: estate.url, credentials };
  const client = new S3Client({ ...config, forcePathStyle: true });
  try {
    const store = s3Store({ client, bucket: 'reports', prefix: 'a/b' });
    await store.save('runs/x=y/report.html', Buffer.from('<p>'));
    await store.save('runs/other', Buffer.from('other'));
    const links = s3Links({ ...config, bucket: 'reports', prefix: 'a/b' });
    const link = await links.link('runs/x=y/report.html', 'postern-report.html');
    expect(new URL(link).searchParams.get('X-Amz-Expires')).toBe('300');
    const answer = await fetch(link);
    expect([answer.status, await answer.text()]).toEqual([200, '<p>']);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="postern-report.html"');
    const tampered = [
      link.replace('runs/x%3Dy/report.html', 'runs/other'),
      link.replace('attachment', 'inline'),
      link.replace('X-Amz-Expires=300', 'X-Amz-Expires=600'),
    ];
    for (const url of tampered) expect([url === link, (await fetch(url)).status]).toEqual([false, 403]);
    const old = s3Links({ ...config, bucket: 'reports', prefix: 'a/b', now: () => Date.now() - 301_000 });
    expect((await fetch(await old.link('runs/other', 'a'))).status).toBe(403);
    await expect(links.link('runs/other', 'a"; b')).rejects.toThrow(RangeError);
    const real = s3Links({ region: 'cn-north-1', credentials, bucket: 'reports', prefix: '' });
    expect(await real.link('a', 'a')).toMatch(/^https:\/\/reports\.s3\.cn-north-1\.amazonaws\.com\.cn\/a\?/);
  } finally {
    client.destroy();
    await estate.close();
  }
});
