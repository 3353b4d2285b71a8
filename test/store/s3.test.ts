import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultKinds, type RunningEstate, startEstate } from '../../estate/server.ts';
import { PLAN } from '../../shared/contract/keys.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { readAll } from '../../shared/store/bytes.ts';
import { StoreError } from '../../shared/store/error.ts';
import { describeObjects, sealedRuns, sealRun } from '../../shared/store/manifest.ts';
import { openRun, readRun } from '../../shared/store/run.ts';
import { s3Store } from '../../shared/store/s3.ts';
import { tries } from '../whole.ts';
import { all, expectDenied, storeContract } from './contract.ts';

let estate: RunningEstate;
let client: S3Client;
let impatient: S3Client;

const buckets = (...names: string[]) => ({ regions: { 'us-east-1': { s3: { Buckets: names.map((Name) => ({ Name })) } } } });

beforeAll(async () => {
  estate = await startEstate({ accounts: { '111111111111': buckets('reports'), '222222222222': buckets('others') } });
  const config = { endpoint: estate.url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'test' } };
  client = new S3Client({ ...config, forcePathStyle: true, maxAttempts: 1 });
  impatient = new S3Client({
    ...config,
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
  });
});
afterAll(async () => {
  client?.destroy();
  impatient?.destroy();
  await estate?.close();
});

const at = (bucket: string, prefix: string) => s3Store({ client, bucket, prefix });
const freshPrefix = () => `tests/${randomBytes(8).toString('hex')}`;
const fresh = () => at('reports', freshPrefix());

storeContract('S3 of the simulated estate', async () => ({
  fresh: async () => fresh(),
  missing: at('no-such-bucket', 'a'),
  // More than one page where there is time for it.
  many: tries(60, 1_010),
  close: async () => undefined,
}));

describe('S3 of the simulated estate', () => {
  test('what is denied is named', () => expectDenied(at('others', 'a'), /grant s3:(PutObject|GetObject|ListBucket) on others/));

  test.each(faultKinds)(
    'whatever goes wrong (%s), an object is whole or an error, and a list is complete or an error',
    async (kind) => {
      const prefix = freshPrefix();
      const store = at('reports', prefix);
      const struck = s3Store({ client: kind === 'timeout' ? impatient : client, bucket: 'reports', prefix });
      const old = Buffer.alloc(1_000, 'old');
      await store.save('a', old);
      await store.save('b', old);
      const outcome = async <T>(use: () => Promise<T>) => {
        const remove = estate.faults.add({ service: 's3', kind, delay: 1 });
        try {
          return await use();
        } catch (error) {
          expect(error).toBeInstanceOf(StoreError);
          return 'failed' as const;
        } finally {
          remove();
        }
      };
      const read = async (from = store) => {
        const found = await from.load('a', { maxBytes: 10_000 });
        return found && readAll(found.body, 10_000, Error);
      };
      expect(await outcome(() => all(struck.list('')))).toSatisfy((got) => got === 'failed' || got.length === 2);
      expect(await outcome(() => read(struck))).toSatisfy(
        (got) => got === 'failed' || (got ? old.equals(got) : kind === 'gone'),
      );
      const body = Buffer.alloc(1_000, 'new');
      const saved = await outcome(() => struck.save('a', body));
      const after = await read();
      if (saved !== 'failed') expect(after).toEqual(body);
      else expect([old, body].some((one) => after && one.equals(after))).toBe(true);
    },
  );

  test('a run is sealed, listed and read', async () => {
    const store = fresh();
    const id = makeRunId(new Date('2026-11-21T02:00:00Z'), 1);
    const run = openRun(store, id);
    await run.saveJson(PLAN, { accounts: [] });
    const manifest = await run.seal(new Date('2026-11-21T02:01:00Z'));
    await expect(sealRun(store, id, new Date('2026-11-21T02:02:00Z'), [])).rejects.toMatchObject({ kind: 'conflict' });
    expect(await all(sealedRuns(store))).toEqual([id]);
    expect(await describeObjects(store, id)).toEqual(manifest.objects);
    expect(await (await readRun(store, id))?.loadJson(PLAN, { maxBytes: 100 })).toEqual({ accounts: [] });
  });

  const stages = ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'];
  const kinds = ['html', 'half-document', 'deny'] as const;
  test.each(stages.flatMap((operation) => kinds.map((kind) => ({ operation, kind }))))(
    'an upload in parts whose $operation goes wrong ($kind) is whole or an error',
    async ({ operation, kind }) => {
      const store = fresh();
      await store.save('a', Buffer.from('old'));
      const body = Buffer.alloc(8 * 1024 * 1024 + 1, 'new');
      const remove = estate.faults.add({ service: 's3', operation, kind });
      const saved = await store.save('a', body).catch((error: unknown) => {
        expect(error).toBeInstanceOf(StoreError);
      });
      remove();
      const found = await store.load('a', { maxBytes: body.length });
      const after = found && (await readAll(found.body, body.length, Error));
      const whole = after && (body.equals(after) || (!saved && String(after) === 'old'));
      expect(whole, `${after?.length} bytes`).toBe(true);
    },
  );
});
