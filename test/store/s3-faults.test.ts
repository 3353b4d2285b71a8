import { describe, expect, test } from 'vitest';
import { readAll } from '../../shared/store/bytes.ts';
import { s3Store } from '../../shared/store/s3.ts';
import type { Store } from '../../shared/store/store.ts';
import { all, expectDenied } from './contract.ts';
import { type Answer, type Asked, s3Refusal, scriptedS3 } from './scripted-s3.ts';

const bytes = Buffer.from('hello');
const page = (inside: string) => ({ body: `<?xml version="1.0"?><ListBucketResult>${inside}</ListBucketResult>` });

async function scripted<T>(
  script: (Answer | ((asked: Asked) => Answer))[],
  use: (store: Store, asked: Asked[]) => Promise<T>,
): Promise<T> {
  const server = await scriptedS3([...script]);
  try {
    return await use(s3Store({ client: server.client, bucket: 'reports', prefix: 'nightly' }), server.asked);
  } finally {
    await server.close();
  }
}

describe('S3 store: saving', () => {
  test('sends the SHA-256, the size and the media type with the body', async () => {
    await scripted([{ headers: { etag: '"e1"' } }], async (store, asked) => {
      expect(await store.save('a/b.json.gz', bytes)).toMatchObject({ etag: '"e1"', size: 5 });
      expect(asked[0]).toMatchObject({
        request: expect.stringMatching(/^PUT \/reports\/nightly\/a\/b\.json\.gz\?/),
        headers: {
          'content-length': '5',
          'content-type': 'application/gzip',
          'x-amz-checksum-sha256': 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
        },
        body: 'hello',
      });
    });
  });

  test('tries again after 409, a bounded number of times, then says conflict', async () => {
    const conflict = s3Refusal(409, 'ConditionalRequestConflict');
    await scripted([conflict, conflict, { headers: { etag: '"e"' } }], async (store, asked) => {
      await store.save('lock', bytes, { ifNoneMatch: true });
      expect(asked.map((one) => one.headers['if-none-match'])).toEqual(['*', '*', '*']);
    });
    await scripted([...Array(5).fill(conflict), { status: 404 }], async (store, asked) => {
      await expect(store.save('lock', bytes, { ifNoneMatch: true })).rejects.toMatchObject({ kind: 'conflict' });
      expect(asked.map((one) => one.request.slice(0, 4))).toEqual([...Array(5).fill('PUT '), 'HEAD']);
    });
  });

  test('a write whose answer was lost is recognised as its own by the winner, and by nobody else', async () => {
    const refused = s3Refusal(412, 'PreconditionFailed');
    let id = '';
    const lost = (asked: Asked): Answer => {
      id = String(asked.headers['x-amz-meta-postern-write']);
      return { drop: true };
    };
    const own = () => ({ headers: { etag: '"mine"', 'x-amz-meta-postern-write': id } });
    await scripted([lost, refused, own], async (store) => {
      expect(await store.save('lock', bytes, { ifNoneMatch: true })).toMatchObject({ etag: '"mine"', size: 5 });
    });
    await scripted([lost, refused, { headers: { etag: '"x"', 'x-amz-meta-postern-write': 'another' } }], async (store) => {
      await expect(store.save('lock', bytes, { ifMatch: '"old"' })).rejects.toMatchObject({ kind: 'conflict' });
    });
    await scripted([refused, s3Refusal(403, 'AccessDenied')], async (store) => {
      await expect(store.save('lock', bytes, { ifNoneMatch: true })).rejects.toMatchObject({ kind: 'conflict' });
    });
  });
});

describe('S3 store: errors', () => {
  const save = (store: Store) => store.save('a', bytes);
  test.each([
    [s3Refusal(301, 'PermanentRedirect'), 'wrong-region', /reports is in another Region/],
    [
      { ...s3Refusal(301, 'PermanentRedirect'), headers: { 'x-amz-bucket-region': 'eu-west-1' } },
      'wrong-region',
      /reports is in eu-west-1;/,
    ],
    [s3Refusal(400, 'AuthorizationHeaderMalformed', 'bad', '<Region>eu-west-1</Region>'), 'wrong-region', /is in eu-west-1;/],
    [
      s3Refusal(400, 'AuthorizationHeaderMalformed', 'bad', '<Region>&#27;[31m</Region>'),
      'wrong-region',
      /is in another Region;/,
    ],
    [s3Refusal(404, 'NoSuchBucket'), 'missing', /there is no bucket reports; create it/],
    [s3Refusal(403, 'InvalidAccessKeyId'), 'credentials', /check the AWS credentials/],
    [s3Refusal(400, 'ExpiredToken'), 'credentials', /ExpiredToken/],
    [
      s3Refusal(403, 'AccessDenied', 'not authorized to perform: kms:GenerateDataKey on'),
      'denied',
      /grant kms:GenerateDataKey on the bucket's key$/,
    ],
    [s3Refusal(403, 'AccessDenied'), 'denied', /grant s3:PutObject on reports\/nightly\/\*$/],
    [s3Refusal(403, 'AccessDenied', 'line one&#10;line&#27;[2J two'), 'denied', /\(line one line \[2J two\)/],
    [s3Refusal(400, 'InvalidRequest'), 'refused', /S3 answers 400 InvalidRequest/],
    [{ status: 403, body: '<html>' }, 'denied', /s3:PutObject/],
  ])('%j is "%s"', async (answer, kind, says) => {
    await scripted([answer], async (store) => {
      await expect(save(store)).rejects.toMatchObject({ kind, message: expect.stringMatching(says) });
      await expect(save(store)).rejects.toThrow(/^cannot save s3:\/\/reports\/nightly\/a: /);
    });
  });

  test.each([{ drop: true } as const, s3Refusal(503, 'SlowDown')])('%j, again and again, is "unreachable"', async (answer) => {
    await scripted([answer, answer, answer, answer], async (store) => {
      await expect(save(store)).rejects.toMatchObject({ kind: 'unreachable' });
    });
  });

  test('what is denied names the action, and for reading why an absent object may be denied', async () => {
    const denied = s3Refusal(403, 'AccessDenied');
    await scripted(Array(4).fill(denied), (store) =>
      expectDenied(
        store,
        /grant s3:(PutObject on reports\/nightly\/\*|GetObject on reports\/nightly\/\*, and s3:ListBucket on reports|ListBucket on reports)/,
      ),
    );
  });
});

describe('S3 store: answers that are cut short are never taken for whole', () => {
  test.each([
    ['a body', { headers: { 'content-length': '9', etag: '"e"' }, body: 'short', cut: true } satisfies Answer],
    ['no size', { headers: { 'transfer-encoding': 'chunked' }, body: 'hello' }],
  ])(
    '%s',
    async (_, answer) => {
      await scripted([answer, answer], async (store) => {
        const reading = async () => {
          const found = await store.load('a', { maxBytes: 9 });
          return found && readAll(found.body, 9, Error);
        };
        await expect(reading()).rejects.toMatchObject({
          name: 'StoreError',
          message: expect.stringContaining('s3://reports/nightly/a'),
        });
      });
    },
    10_000,
  );

  test.each([
    ['no token', [page('<IsTruncated>true</IsTruncated>')]],
    ['the same token', Array(3).fill(page('<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>'))],
  ])('a list with %s', async (_, answers) => {
    await scripted(answers, async (store) => {
      await expect(all(store.list(''))).rejects.toMatchObject({ kind: 'corrupt' });
    });
  });

  test('objects that are not ours are left out of a list', async () => {
    const object = (key: string) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`;
    const answer = page(
      `${['nightly/', 'nightly/a', 'nightly/../b', 'nightly/a b', 'elsewhere/c'].map(object).join('')}<IsTruncated>false</IsTruncated>`,
    );
    await scripted([answer], async (store) => expect(await all(store.list(''))).toEqual([{ key: 'a', size: 1 }]));
  });
});
