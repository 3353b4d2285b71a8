import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { inParts, measure } from './bytes.ts';
import { StoreConflict } from './error.ts';
import { isConcurrentWrite, isNoSuchKey, isPreconditionFailed, notS3, s3Error } from './s3-error.ts';
import { checksum, type ObjectParams, type Target, upload } from './s3-upload.ts';
import type { Body, Saved, SaveOptions } from './store.ts';

/** Bodies up to this size go as one PutObject, larger ones in parts of this size. */
const PART_BYTES = 8 * 1024 * 1024;
const CONFLICT_TRIES = 5;
const WRITE_ID = 'postern-write';

/**
 * Writes one object: whole or, on any failure, not at all (a multipart upload is aborted).
 *
 * @throws StoreConflict when the condition does not hold; StoreError; the source's own error.
 */
export async function saveObject(target: Target, body: Body, options: SaveOptions): Promise<Saved> {
  const source = measure(body);
  const conditional = options.ifNoneMatch === true || options.ifMatch !== undefined;
  const writeId = conditional ? randomUUID() : undefined;
  const params: ObjectParams = {
    Bucket: target.bucket,
    Key: target.key,
    ContentType: options.contentType ?? mediaType(target.key),
    IfNoneMatch: options.ifNoneMatch && '*',
    IfMatch: options.ifMatch,
    Metadata: writeId === undefined ? undefined : { [WRITE_ID]: writeId },
  };
  const parts = inParts(source.stream, PART_BYTES);
  try {
    const first = await parts.next();
    const etag = first.done ? await put(target, params, first.value) : await upload(target, params, first.value, parts);
    if (etag === undefined) throw notS3(target.call, 'has no etag');
    return { etag, ...source.result() };
  } catch (error) {
    const failure = source.failure();
    if (failure) throw failure.error;
    const etag = writeId && isRefused(error) ? await etagIfOwn(target, writeId) : undefined;
    if (etag !== undefined) return { etag, ...source.result() };
    if (!conditional || !isRefused(error)) throw s3Error(error, target.call);
    const why = options.ifNoneMatch ? 'it exists already' : 'someone else has changed it since it was read';
    throw new StoreConflict(target.call.where, why, { cause: error });
  } finally {
    await parts.return(Buffer.alloc(0));
  }
}

/** Refused for its condition. If-Match on an object that is gone answers 404. */
function isRefused(error: unknown): boolean {
  return isPreconditionFailed(error) || isConcurrentWrite(error) || isNoSuchKey(error);
}

async function put({ client }: Target, params: ObjectParams, bytes: Uint8Array): Promise<string | undefined> {
  const command = { ...params, Body: bytes, ContentLength: bytes.byteLength, ChecksumSHA256: checksum(bytes) };
  for (let tries = 1; ; tries++) {
    try {
      return (await client.send(new PutObjectCommand(command))).ETag;
    } catch (error) {
      // "If a conflicting operation occurs during the upload S3 returns a 409; retry the upload" (PutObject, If-None-Match).
      if (!isConcurrentWrite(error) || tries === CONFLICT_TRIES) throw error;
      await wait(10 * 2 ** tries);
    }
  }
}

/**
 * The etag of the stored object if this very write made it: an answer can be lost on its way and the SDK's second attempt is
 * then refused by the first. What cannot be read is taken for someone else's.
 */
async function etagIfOwn({ client, bucket, key }: Target, writeId: string): Promise<string | undefined> {
  try {
    const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return found.Metadata?.[WRITE_ID] === writeId ? found.ETag : undefined;
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
