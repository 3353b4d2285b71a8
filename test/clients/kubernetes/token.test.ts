import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { acceptsToken } from '../../../estate/kubernetes/authentication.ts';
import { type AwsCredentials, eksToken } from '../../../shared/clients/kubernetes/token.ts';

const CREDENTIALS: AwsCredentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret', sessionToken: 'session/+=' };
const AT = Date.UTC(2026, 10, 21, 12, 0, 0);
const supplier = (parts: Partial<Parameters<typeof eksToken>[0]> = {}) =>
  eksToken({ cluster: 'alpha', region: 'eu-central-1', credentials: async () => CREDENTIALS, now: () => AT, ...parts });
const urlOf = (token: string) => new URL(Buffer.from(token.replace(/^k8s-aws-v1\./, ''), 'base64url').toString());

/** Signature Version 4 of a presigned URL, written anew from its definition. */
function signature(url: URL, cluster: string, region: string): string {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const pairs = url.search
    .slice(1)
    .split('&')
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .sort();
  const canonical = [
    'GET',
    '/',
    pairs.join('&'),
    `host:${url.host}`,
    `x-k8s-aws-id:${cluster}`,
    '',
    'host;x-k8s-aws-id',
    sha256(''),
  ].join('\n');
  const day = '20261121';
  const text = ['AWS4-HMAC-SHA256', `${day}T120000Z`, `${day}/${region}/sts/aws4_request`, sha256(canonical)].join('\n');
  const key = [day, region, 'sts', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${CREDENTIALS.secretAccessKey}`);
  return createHmac('sha256', key).update(text).digest('hex');
}

describe('an EKS token', () => {
  test('is a presigned GetCallerIdentity URL, with the cluster in a signed header', async () => {
    const token = await supplier()();
    const url = urlOf(token);
    expect(acceptsToken(token)).toBe(true);
    expect(url.origin + url.pathname).toBe('https://sts.eu-central-1.amazonaws.com/');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20261121/eu-central-1/sts/aws4_request',
      'X-Amz-Date': '20261121T120000Z',
      'X-Amz-Expires': '60',
      'X-Amz-Security-Token': 'session/+=',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
    });
    expect(url.searchParams.get('X-Amz-Signature')).toBe(signature(url, 'alpha', 'eu-central-1'));
    expect(token).not.toContain('=');
    expect(url.href).not.toContain(CREDENTIALS.secretAccessKey);
  });

  test.each([
    ['us-east-1', 'sts.us-east-1.amazonaws.com'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-iso-east-1', 'sts.us-iso-east-1.c2s.ic.gov'],
    ['eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
  ])('in %s is of the host %s', async (region, host) => {
    const token = await supplier({ region })();
    expect(urlOf(token).host).toBe(host);
    expect(acceptsToken(token)).toBe(true);
  });

  test('is used for ten minutes, then signed anew', async () => {
    let time = AT;
    let asked = 0;
    const credentials = async () => {
      asked++;
      return CREDENTIALS;
    };
    const token = supplier({ now: () => time, credentials });
    const first = await token();
    time += 599_999;
    expect(await token()).toBe(first);
    time += 1;
    expect(await token()).not.toBe(first);
    expect(asked).toBe(2);
  });

  test('without credentials is an error that quotes nothing, and is tried again', async () => {
    let broken = true;
    const credentials = async () => {
      if (broken) throw Object.assign(new Error('profile canary-secret not found'), { name: 'CredentialsProviderError' });
      return CREDENTIALS;
    };
    const token = supplier({ credentials });
    const error = await token().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringContaining('CredentialsProviderError') });
    expect(String(error)).not.toContain('canary');
    broken = false;
    expect(acceptsToken(await token())).toBe(true);
  });

  test.each(['evil.example/', 'us-east-1.evil.example', '', 'eu-central-1#', 'EU-CENTRAL-1'])(
    'is refused for the Region %j',
    (region) => {
      expect(() => supplier({ region })).toThrow('not an AWS Region');
    },
  );

  test.each(['', 'a b', 'alpha\r\nx: y', 'a'.repeat(101)])('is refused for the cluster %j', (cluster) => {
    expect(() => supplier({ cluster })).toThrow('not the name of an EKS cluster');
  });
});

describe('the estate refuses', () => {
  const wrap = (url: string) => `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
  test.each(['', 'k8s-aws-v1.', wrap('not a URL'), wrap('https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity')])(
    'the token %j',
    (token) => {
      expect(acceptsToken(token)).toBe(false);
    },
  );
  test('one of another host', async () => {
    const url = urlOf(await supplier()()).href;
    expect(acceptsToken(wrap(url))).toBe(true);
    expect(acceptsToken(wrap(url.replace('amazonaws.com', 'evil.example')))).toBe(false);
    expect(acceptsToken(wrap(url.replace('x-k8s-aws-id', 'x-other')))).toBe(false);
  });
});
