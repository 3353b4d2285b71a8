import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { measure, upTo } from './bytes.ts';
import { StoreConflict } from './error.ts';
import { type Attempted, isConcurrentWrite, isNoSuchKey, isPreconditionFailed, s3Error } from './s3-error.ts';
import type { Body, Saved, SaveOptions } from './store.ts';

/** Bodies up to this size go as one PutObject, larger ones in parts of this size (at most 10,000: 80 GB). */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
const CONFLICT_TRIES = 5;
const WRITE_ID = 'postern-write';

/** The object to write: `key` as S3 has it; `call` for messages. */
export interface Target {
  client: S3Client;
  bucket: string;
  key: string;
  call: Attempted;
}

/**
 * Writes one object: whole or, on any failure, not at all (a multipart upload is aborted).
 *
 * @throws StoreConflict when the condition does not hold; StoreError; the source's own error.
 */
export async function saveObject(target: Target, body: Body, options: SaveOptions): Promise<Saved> {
  const source = measure(body);
  const conditional = options.ifNoneMatch === true || options.ifMatch !== undefined;
  const writeId = conditional ? randomUUID() : undefined;
  const params = {
    Bucket: target.bucket,
    Key: target.key,
    ContentType: options.contentType ?? mediaType(target.key),
    ...(options.ifNoneMatch && { IfNoneMatch: '*' }),
    ...(options.ifMatch !== undefined && { IfMatch: options.ifMatch }),
    ...(writeId && { Metadata: { [WRITE_ID]: writeId } }),
  };
  try {
    const bytes = await upTo(source.stream, PART_BYTES);
    const etag =
      bytes instanceof Uint8Array
        ? await put(target.client, params, bytes, source.result().sha256)
        : await upload(target.client, params, bytes);
    return { etag, ...source.result() };
  } catch (error) {
    const failure = source.failure();
    if (failure) throw failure.error;
    const etag = writeId && isRefused(error) ? await etagIfOwn(target, writeId) : undefined;
    if (etag !== undefined) return { etag, ...source.result() };
    if (!conditional || !isRefused(error)) throw s3Error(error, target.call);
    const why = options.ifNoneMatch ? 'it exists already' : 'someone else has changed it since it was read';
    throw new StoreConflict(target.call.where, why, { cause: error });
  }
}

/** Refused for its condition. If-Match on an object that is gone answers 404. */
function isRefused(error: unknown): boolean {
  return isPreconditionFailed(error) || isConcurrentWrite(error) || isNoSuchKey(error);
}

type Params = { Bucket: string; Key: string };

async function put(client: S3Client, params: Params, bytes: Uint8Array, sha256: string): Promise<string> {
  // S3 refuses the body if it does not have this checksum: what was hashed is what is stored.
  const command = {
    ...params,
    Body: bytes,
    ContentLength: bytes.byteLength,
    ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
  };
  for (let tries = 1; ; tries++) {
    try {
      return (await client.send(new PutObjectCommand(command))).ETag ?? '';
    } catch (error) {
      // "If a conflicting operation occurs during the upload S3 returns a 409; retry the upload" (PutObject, If-None-Match).
      if (!isConcurrentWrite(error) || tries === CONFLICT_TRIES) throw error;
      await wait(10 * 2 ** tries);
    }
  }
}

async function upload(client: S3Client, params: Params, stream: AsyncIterable<Uint8Array>): Promise<string> {
  const body = Readable.from(stream, { objectMode: false });
  const job = new Upload({
    client,
    params: { ...params, Body: body, ChecksumAlgorithm: 'SHA256' },
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
  });
  try {
    return (await job.done()).ETag ?? '';
  } finally {
    body.destroy();
  }
}

/**
 * The etag of the stored object if this very write made it: an answer can be lost on its way and the SDK's second attempt is
 * then refused by the first. What cannot be read is taken for someone else's.
 */
async function etagIfOwn({ client, bucket, key }: Target, writeId: string): Promise<string | undefined> {
  try {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return found.Metadata?.[WRITE_ID] === writeId ? (found.ETag ?? '') : undefined;
  } catch {
    return undefined;
  }
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  gz: 'application/gzip',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  sarif: 'application/sarif+json',
};

function mediaType(key: string): string {
  return MEDIA_TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}
