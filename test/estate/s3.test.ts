import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assume, clientsOf, failureOf, first, second, start } from './clients.ts';

const Bucket = 'results';
const server = await start({
  accounts: {
    [first]: { global: { s3: { Buckets: [{ Name: Bucket }, { Name: 'listing' }] } } },
    [second]: { global: { s3: { Buckets: [{ Name: 'foreign' }] } } },
  },
});
const { s3 } = server;
const put = (Key: string, Body: string | Uint8Array = 'x', more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const read = async (Key: string, more = {}) => {
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, text: await answer.Body?.transformToString() };
};

describe('objects', () => {
  it('come back as they were put, with what was said of them', async () => {
    const said = { ContentType: 'text/html', ContentDisposition: 'inline', Metadata: { run: 'r1' }, CacheControl: 'no-store' };
    const { ETag } = await put('a/b c+ü.html', '<p>é</p>', said);
    const got = await read('a/b c+ü.html');
    expect(got.text).toBe('<p>é</p>');
    expect(got).toMatchObject({ ...said, ETag, ContentLength: 9 });
    expect(ETag).toBe(`"${createHash('md5').update('<p>é</p>').digest('hex')}"`);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b c+ü.html' }));
    expect(head).toMatchObject({ ...said, ETag, ContentLength: 9 });
  });

  it('keep any bytes under any key', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
          .filter((k) => !/^\.{1,2}$|(^|\/)\.{1,2}(\/|$)|^\//.test(k) && k.isWellFormed()),
        fc.uint8Array({ maxLength: 300 }),
        async (key, bytes) => {
          await put(`p/${key}`, bytes);
          const answer = await s3.send(new GetObjectCommand({ Bucket, Key: `p/${key}` }));
          expect(await answer.Body?.transformToByteArray()).toEqual(bytes);
          await s3.send(new DeleteObjectCommand({ Bucket, Key: `p/${key}` }));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('are given in part', async () => {
    await put('range', '0123456789');
    for (const [range, text, shown] of [
      ['bytes=2-4', '234', 'bytes 2-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-2', '89', 'bytes 8-9/10'],
      ['bytes=5-99', '56789', 'bytes 5-9/10'],
    ] as const) {
      const got = await read('range', { Range: range });
      expect([got.text, got.ContentRange, got.$metadata.httpStatusCode]).toEqual([text, shown, 206]);
    }
    expect(await failureOf(read('range', { Range: 'bytes=10-' }))).toMatchObject({ code: 'InvalidRange', status: 416 });
  });

  it('are named in an answer as the request wants', async () => {
    await put('page.html', '<p>', { ContentType: 'text/html' });
    const got = await read('page.html', {
      ResponseContentDisposition: 'attachment; filename="r.html"',
      ResponseContentType: 'text/plain',
    });
    expect(got).toMatchObject({ ContentDisposition: 'attachment; filename="r.html"', ContentType: 'text/plain' });
  });

  it('are gone when deleted, one by one or together, and deleting again is no error', async () => {
    await put('d1');
    await put('d<&>2');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'd1' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'd1' }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'd<&>2' }, { Key: 'never' }] } }));
    expect(await failureOf(read('d1'))).toMatchObject({ code: 'NoSuchKey', status: 404 });
    expect(await failureOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'd<&>2' })))).toMatchObject({
      code: 'NotFound',
      status: 404,
    });
  });
});

describe('conditions', () => {
  it('If-None-Match: * creates once: one of eight wins', async () => {
    const tries = await Promise.all(
      Array.from({ length: 8 }, (_, i) => failureOf(put('manifest', `run ${i}`, { IfNoneMatch: '*' }))),
    );
    expect(tries.filter((t) => t === undefined)).toHaveLength(1);
    for (const t of tries.filter((x) => x !== undefined)) expect(t).toMatchObject({ code: 'PreconditionFailed', status: 412 });
  });
  it('If-Match replaces what it names only', async () => {
    const { ETag } = await put('cas', '1');
    await put('cas', '2', { IfMatch: ETag });
    expect(await failureOf(put('cas', '3', { IfMatch: ETag }))).toMatchObject({ code: 'PreconditionFailed', status: 412 });
    expect(await failureOf(put('cas-absent', '3', { IfMatch: ETag }))).toMatchObject({ code: 'NoSuchKey', status: 404 });
    expect((await read('cas')).text).toBe('2');
  });
  it('reading honours both', async () => {
    const { ETag } = await put('etag', '1');
    expect((await read('etag', { IfMatch: ETag })).text).toBe('1');
    expect(await failureOf(read('etag', { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
    expect(await failureOf(read('etag', { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
  });
});

describe('checksums', () => {
  const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
  // The check values of the CRC catalogue for the text 123456789, and of sha1sum and sha256sum.
  const known = {
    CRC32: Buffer.from('cbf43926', 'hex'),
    CRC32C: Buffer.from('e3069283', 'hex'),
    CRC64NVME: Buffer.from('ae8b14860a799888', 'hex'),
    SHA1: createHash('sha1').update('123456789').digest(),
    SHA256: createHash('sha256').update('123456789').digest(),
  };
  it.each(algorithms)('%s: the right one is kept, a wrong one refused', async (algorithm) => {
    const member = `Checksum${algorithm}`;
    await put(`c-${algorithm}`, '123456789', { [member]: known[algorithm].toString('base64') });
    expect(await read(`c-${algorithm}`, { ChecksumMode: 'ENABLED' })).toMatchObject({
      [member]: known[algorithm].toString('base64'),
    });
    const wrong = failureOf(put(`c-${algorithm}`, '123456780', { [member]: known[algorithm].toString('base64') }));
    expect(await wrong).toMatchObject({ code: 'BadDigest', status: 400 });
    expect((await read(`c-${algorithm}`)).text).toBe('123456789');
  });
  it('a wrong Content-MD5 is refused', async () => {
    const ContentMD5 = createHash('md5').update('other').digest('base64');
    expect(await failureOf(put('md5', 'this', { ContentMD5 }))).toMatchObject({ code: 'BadDigest' });
  });
  it.each([['CRC32'], ['SHA256']] as const)('streams come in frames with a %s behind them', async (ChecksumAlgorithm) => {
    const bytes = randomBytes(200_000);
    const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: bytes.length, ChecksumAlgorithm }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    expect(got.ContentEncoding).toBeUndefined();
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });
  const frames = async (body: string, headers: Record<string, string>) => {
    const request = new Request(`${server.url}/${Bucket}/frames`, {
      method: 'PUT',
      body,
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request',
        'content-encoding': 'aws-chunked',
        ...headers,
      },
    });
    const answer = await fetch(request);
    return `${answer.status} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? ''}`.trim();
  };
  it('frames are taken apart, signed or not, and broken ones refused', async () => {
    const signed = '3;chunk-signature=aa\r\nabc\r\n2;chunk-signature=bb\r\nde\r\n0;chunk-signature=cc\r\n\r\n';
    expect(await frames(signed, { 'x-amz-decoded-content-length': '5' })).toBe('200');
    expect((await read('frames')).text).toBe('abcde');
    const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
    expect(await frames('9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n', trailer)).toBe('200');
    expect(await frames('9\r\n123456780\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n', trailer)).toBe('400 BadDigest');
    expect(await frames('3\r\nabc\r\n0\r\n\r\n', trailer)).toBe('400 MalformedTrailerError');
    expect(await frames('3\r\nabc\r\n0\r\n\r\n', { 'x-amz-decoded-content-length': '4' })).toBe('400 IncompleteBody');
    expect(await frames('5\r\nabc\r\n0\r\n\r\n', {})).toBe('400 IncompleteBody');
    expect(await frames('ffffffff\r\nabc', {})).toBe('400 IncompleteBody');
    expect(await frames('nothing', {})).toBe('400 IncompleteBody');
    expect(await frames('abc', { 'content-encoding': '', 'x-amz-content-sha256': 'a'.repeat(64) })).toBe(
      '400 XAmzContentSHA256Mismatch',
    );
  });
});

describe('listing', () => {
  const listing = 'listing';
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request' };
  it('pages by a thousand at most, in the order of bytes, each key once', async () => {
    const keys = Array.from({ length: 1_003 }, (_, i) => `runs/${String(i).padStart(4, '0')}/report.json`);
    for (let i = 0; i < keys.length; i += 200)
      await Promise.all(
        keys.slice(i, i + 200).map((key) => fetch(`${server.url}/${listing}/${key}`, { method: 'PUT', headers: signed })),
      );
    const pages: number[] = [];
    const seen: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: listing, Prefix: 'runs/', MaxKeys: 5_000 })) {
      pages.push(page.KeyCount ?? 0);
      seen.push(...(page.Contents ?? []).map((c) => c.Key ?? ''));
    }
    expect(pages).toEqual([1000, 3]);
    expect(seen).toEqual(keys);
    const folders = await s3.send(new ListObjectsV2Command({ Bucket: listing, Prefix: 'runs/', Delimiter: '/', MaxKeys: 2 }));
    expect(folders.CommonPrefixes).toEqual([{ Prefix: 'runs/0000/' }, { Prefix: 'runs/0001/' }]);
    const next = {
      Bucket: listing,
      Prefix: 'runs/',
      Delimiter: '/',
      MaxKeys: 1,
      ContinuationToken: folders.NextContinuationToken,
    };
    expect((await s3.send(new ListObjectsV2Command(next))).CommonPrefixes).toEqual([{ Prefix: 'runs/0002/' }]);
    const after = await s3.send(new ListObjectsV2Command({ Bucket: listing, StartAfter: 'runs/1001/report.json' }));
    expect(after.Contents?.map((c) => c.Key)).toEqual(['runs/1002/report.json']);
    const old = await s3.send(new ListObjectsCommand({ Bucket: listing, MaxKeys: 1, Marker: 'runs/0003/report.json' }));
    expect([old.Contents?.[0]?.Key, old.NextMarker]).toEqual(['runs/0004/report.json', 'runs/0004/report.json']);
  });
  it('orders keys by their UTF-8 bytes, and encodes them when asked', async () => {
    for (const Key of ['o/\u{1F600}', 'o/\uFF5E', 'o/a b', 'o/A'])
      await s3.send(new PutObjectCommand({ Bucket: listing, Key, Body: 'x' }));
    const plain = await s3.send(new ListObjectsV2Command({ Bucket: listing, Prefix: 'o/' }));
    expect(plain.Contents?.map((c) => c.Key)).toEqual(['o/A', 'o/a b', 'o/\uFF5E', 'o/\u{1F600}']);
    const encoded = await s3.send(new ListObjectsV2Command({ Bucket: listing, Prefix: 'o/a', EncodingType: 'url' }));
    expect(encoded.Contents?.[0]?.Key).toBe('o/a%20b');
  });
  it('refuses what is no token of its own, and sizes that are none', async () => {
    const token = failureOf(s3.send(new ListObjectsV2Command({ Bucket: listing, ContinuationToken: 'bm90aGluZw' })));
    expect(await token).toMatchObject({ code: 'InvalidArgument', status: 400 });
    expect(await failureOf(s3.send(new ListObjectsV2Command({ Bucket: listing, MaxKeys: -1 })))).toMatchObject({
      code: 'InvalidArgument',
    });
    expect((await s3.send(new ListObjectsV2Command({ Bucket: listing, MaxKeys: 0 }))).KeyCount).toBe(0);
  });
});

describe('multipart uploads', () => {
  const minimum = 5 * 1024 * 1024;
  it('put parts together in order, create only once if asked, and leave nothing behind', async () => {
    const bytes = randomBytes(minimum + 1000);
    const upload = () =>
      new Upload({ client: s3, params: { Bucket, Key: 'large', Body: Readable.from([bytes]), IfNoneMatch: '*' } }).done();
    const { ETag } = await upload();
    expect(ETag).toMatch(/^"[\da-f]{32}-2"$/);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    expect(await failureOf(upload())).toMatchObject({ code: 'PreconditionFailed', status: 412 });
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  });
  it('refuse parts that are absent, out of order or too small', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts', ContentType: 'text/plain' }));
    const of = { Bucket, Key: 'parts', UploadId };
    const part = async (PartNumber: number) => ({
      PartNumber,
      ETag: (await s3.send(new UploadPartCommand({ ...of, PartNumber, Body: `${PartNumber}` }))).ETag,
    });
    const [one, two] = [await part(1), await part(2)];
    const complete = (...Parts: object[]) => s3.send(new CompleteMultipartUploadCommand({ ...of, MultipartUpload: { Parts } }));
    expect((await s3.send(new ListPartsCommand(of))).Parts?.map((p) => p.PartNumber)).toEqual([1, 2]);
    expect(await failureOf(complete(one, two))).toMatchObject({ code: 'EntityTooSmall' });
    expect(await failureOf(complete(two, one))).toMatchObject({ code: 'InvalidPartOrder' });
    expect(await failureOf(complete({ PartNumber: 3, ETag: one.ETag }))).toMatchObject({ code: 'InvalidPart' });
    expect(await failureOf(complete())).toMatchObject({ code: 'MalformedXML' });
    await complete(one);
    expect(await read('parts')).toMatchObject({ text: '1', ContentType: 'text/plain' });
    expect(await failureOf(complete(one))).toMatchObject({ code: 'NoSuchUpload', status: 404 });
  });
  it('are forgotten when aborted', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'aborted' }));
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }));
    expect(await failureOf(s3.send(new ListPartsCommand({ Bucket, Key: 'aborted', UploadId })))).toMatchObject({
      code: 'NoSuchUpload',
    });
  });
});

describe('presigned URLs', () => {
  /** Presigns as the SDK's presigner does. */
  async function presign(
    key: string,
    {
      age = 0,
      secret = 'test',
      expiresIn = 60,
      query = {},
      credentials = { accessKeyId: 'AK/IA', secretAccessKey: secret },
    }: {
      age?: number;
      secret?: string;
      expiresIn?: number;
      query?: Record<string, string>;
      credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
    } = {},
  ) {
    const { host, hostname, port } = new URL(server.url);
    const { config } = clientsOf(server.url, 'us-east-1', credentials).s3;
    const signer = (await config.signer({
      name: 'sigv4',
      signingName: 's3',
      signingRegion: 'us-east-1',
      properties: {},
    })) as unknown as { presign(request: never, options: object): Promise<{ query: Record<string, string> }> };
    const path = `/${Bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const request = {
      method: 'GET',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path,
      query,
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    };
    const signed = await signer.presign(request as never, { expiresIn, signingDate: new Date(Date.now() - age * 1000) });
    return `${server.url}${path}?${new URLSearchParams(signed.query)}`;
  }
  const get = async (url: string) => {
    const answer = await fetch(url);
    const text = await answer.text();
    return {
      status: answer.status,
      text,
      code: /<Code>(\w+)/.exec(text)?.[1],
      disposition: answer.headers.get('content-disposition'),
    };
  };
  it('open an object to whoever has them, in the words of the signer', async () => {
    await put('shared/r é.html', 'hello');
    const query = { 'response-content-disposition': 'attachment; filename="a b.html"' };
    expect(await get(await presign('shared/r é.html', { query }))).toMatchObject({
      status: 200,
      text: 'hello',
      disposition: query['response-content-disposition'],
    });
  });
  it('of a role’s session are checked with its secret', async () => {
    const credentials = await assume(clientsOf(server.url), first);
    expect(await get(await presign('shared/r é.html', { credentials }))).toMatchObject({ status: 200 });
    const wrong = { ...credentials, secretAccessKey: 'test' };
    expect(await get(await presign('shared/r é.html', { credentials: wrong }))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
  });
  it('are refused when expired, tampered with, signed with another secret, or for too long', async () => {
    const url = await presign('shared/r é.html');
    expect(await get(await presign('shared/r é.html', { age: 61 }))).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await get(url.replace('shared', 'secret'))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await get(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect(await get(`${url}&response-content-type=text/html`)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(await get(await presign('shared/r é.html', { secret: 'guess' }))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect(await get(url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=604801'))).toMatchObject({
      status: 400,
      code: 'AuthorizationQueryParametersError',
    });
    expect(await get(url.replace(/X-Amz-Date=\w+/, 'X-Amz-Date=now'))).toMatchObject({ status: 400 });
    expect(await get(url.replace(/&X-Amz-Signature=\w+/, ''))).toMatchObject({ status: 403 });
    expect(await get(`${server.url}/${Bucket}/shared/r%20%C3%A9.html`)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });
});

describe('buckets', () => {
  it('belong to an account', async () => {
    const { s3: others } = clientsOf(server.url, 'us-east-1', await assume(clientsOf(server.url), second));
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map((b) => b.Name)).toEqual([Bucket, 'listing']);
    expect((await others.send(new ListBucketsCommand({}))).Buckets?.map((b) => b.Name)).toEqual(['foreign']);
    expect(await failureOf(s3.send(new PutObjectCommand({ Bucket: 'foreign', Key: 'k', Body: 'x' })))).toMatchObject({
      code: 'AccessDenied',
      status: 403,
    });
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
  });
  it('that are not there are said not to be', async () => {
    expect(await failureOf(s3.send(new GetObjectCommand({ Bucket: 'absent', Key: 'k' })))).toMatchObject({
      code: 'NoSuchBucket',
      status: 404,
    });
    expect(await failureOf(s3.send(new HeadBucketCommand({ Bucket: 'absent' })))).toMatchObject({
      code: 'NotFound',
      status: 404,
    });
  });
  it('can be made, once, and say where they are', async () => {
    const { s3: elsewhere } = clientsOf(server.url, 'eu-central-1');
    await elsewhere.send(new CreateBucketCommand({ Bucket: 'made-here' }));
    expect((await s3.send(new GetBucketLocationCommand({ Bucket: 'made-here' }))).LocationConstraint).toBe('eu-central-1');
    expect(await failureOf(s3.send(new CreateBucketCommand({ Bucket: 'made-here' })))).toMatchObject({
      code: 'BucketAlreadyOwnedByYou',
      status: 409,
    });
  });
  it('refuse what they cannot do', async () => {
    expect(await failureOf(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'range' })))).toMatchObject({
      code: 'MethodNotAllowed',
      status: 405,
    });
  });
});
