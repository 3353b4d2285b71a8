import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Store } from '../../shared/store/s3.ts';
import { all, expectDenied, storeContract } from '../store/contract.ts';
import { startVersitygw, type Versitygw } from './versitygw.ts';

const bucket = 'reports';
let server: Versitygw;

beforeAll(async () => {
  server = await startVersitygw();
  await server.client('root').send(new CreateBucketCommand({ Bucket: bucket }));
});
afterAll(() => server?.close());

const at = (user: 'root' | 'guest', prefix: string, region?: string) =>
  s3Store({ client: server.client(user, region), bucket, prefix });

storeContract('S3 of versitygw', async () => ({
  fresh: async () => at('root', `tests/${randomBytes(8).toString('hex')}`),
  missing: s3Store({ client: server.client('root'), bucket: 'no-such-bucket', prefix: 'a' }),
  many: 1_100,
  close: async () => undefined,
}));

describe('S3 of versitygw', () => {
  test('what is denied is named', () => expectDenied(at('guest', 'a'), /grant s3:(PutObject|GetObject|ListBucket) on reports/));

  test('unknown credentials are named', async () => {
    const client = server.client('root');
    client.config.credentials = async () => ({ accessKeyId: 'nobody', secretAccessKey: 'x' });
    await expect(all(s3Store({ client, bucket, prefix: '' }).list(''))).rejects.toMatchObject({ kind: 'credentials' });
  });

  test('the Region that the bucket is in is named', async () => {
    await expect(at('root', 'a', 'eu-west-1').load('a', { maxBytes: 1 })).rejects.toMatchObject({
      kind: 'wrong-region',
      message: expect.stringContaining('us-east-1'),
    });
  });

  test('no upload is left open, not even by a source that failed or a condition that did not hold', async () => {
    const store = at('root', 'aborted');
    async function* parts(fails: boolean) {
      for (let n = 0; n < 10; n++) yield Buffer.alloc(1024 * 1024);
      if (fails) throw new RangeError('broken');
    }
    await expect(store.save('a', parts(true))).rejects.toThrow(RangeError);
    await store.save('a', parts(false), { ifNoneMatch: true });
    await expect(store.save('a', parts(false), { ifNoneMatch: true })).rejects.toMatchObject({ kind: 'conflict' });
    const open = await server.client('root').send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(open.Uploads ?? []).toEqual([]);
  });
});
