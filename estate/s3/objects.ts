import { createHash } from 'node:crypto';
import { ServiceError, type Values } from '../aws/protocol.ts';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: Date;
  /** Members of PutObject's input that GetObject's output has too: type, disposition, metadata … */
  readonly headers: Values;
  readonly checksums: Values;
}

export interface Upload {
  readonly key: string;
  readonly headers: Values;
  readonly started: Date;
  readonly parts: Map<number, StoredObject>;
}

/** A bucket of one account, in memory. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly created: string;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
}

const kept = [
  'ContentType',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'CacheControl',
  'Metadata',
  'ServerSideEncryption',
  'SSEKMSKeyId',
];

/** What of a put's input is given back with the object. The framing of a body is no encoding of the object. */
export function headersOf(input: Values): Values {
  const headers: Record<string, unknown> = { ContentType: 'binary/octet-stream' };
  for (const name of kept) if (input[name] !== undefined) headers[name] = input[name];
  const encodings = String(headers.ContentEncoding ?? '')
    .split(',')
    .map((e) => e.trim())
    .filter((e) => e !== '' && e !== 'aws-chunked');
  if (encodings.length > 0) headers.ContentEncoding = encodings.join(',');
  else delete headers.ContentEncoding;
  return headers;
}

export const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

export const precondition = (condition: string): ServiceError =>
  new ServiceError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

export const noSuchKey = (key: string): ServiceError =>
  new ServiceError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key });

/** Conditional writes: `If-None-Match: *` only creates, `If-Match` only replaces what has this ETag. */
export function checkWrite(bucket: Bucket, key: string, { IfMatch, IfNoneMatch }: Values): void {
  const there = bucket.objects.get(key);
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*')
    throw new ServiceError('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
      Header: 'If-None-Match',
    });
  if (IfNoneMatch === '*' && there) throw precondition('If-None-Match');
  if (IfMatch === undefined) return;
  if (!there) throw noSuchKey(key);
  if (unquoted(IfMatch) !== unquoted(there.etag)) throw precondition('If-Match');
}

export const unquoted = (etag: unknown): string => String(etag).trim().replace(/^"|"$/g, '');
