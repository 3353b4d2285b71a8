import type { Call } from '../aws/call.ts';
import { ServiceError, type Values } from '../aws/protocol.ts';
import { type Bucket, noSuchKey, precondition, type StoredObject, unquoted } from './objects.ts';

/** GetObject and HeadObject. */
export function getObject(bucket: Bucket, { input, operation }: Call): Values {
  const key = String(input.Key);
  const object = bucket.objects.get(key);
  if (!object) throw noSuchKey(key);
  checkRead(object, input);
  const range = rangeOf(input.Range, object.bytes.length);
  const bytes = range ? object.bytes.subarray(range.from, range.to + 1) : object.bytes;
  return {
    ...object.headers,
    ...overrides(input),
    ...(operation.name === 'GetObject' ? { Body: bytes } : {}),
    ContentLength: bytes.length,
    ETag: object.etag,
    LastModified: object.modified,
    AcceptRanges: 'bytes',
    ...(range ? { ContentRange: `bytes ${range.from}-${range.to}/${object.bytes.length}` } : {}),
    ...(input.ChecksumMode === 'ENABLED' && !range ? object.checksums : {}),
  };
}

function checkRead(object: StoredObject, { IfMatch, IfNoneMatch }: Values): void {
  const list = (value: unknown): readonly string[] => String(value).split(',').map(unquoted);
  const etag = unquoted(object.etag);
  if (IfMatch !== undefined && IfMatch !== '*' && !list(IfMatch).includes(etag)) throw precondition('If-Match');
  if (IfNoneMatch !== undefined && (IfNoneMatch === '*' || list(IfNoneMatch).includes(etag)))
    throw new ServiceError('NotModified', 304, 'Not Modified');
}

/** `bytes=0-99`, `bytes=100-` and `bytes=-50`; anything else is as if there were none (RFC 9110, 14.2). */
function rangeOf(range: unknown, size: number): { readonly from: number; readonly to: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(String(range ?? '')) ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from >= size || from > to)
    throw new ServiceError('InvalidRange', 416, 'The requested range is not satisfiable', { ActualObjectSize: size });
  return { from, to };
}

/** `response-content-disposition` and its like: what the answer is to say instead of what was stored. */
const overrides = (input: Values): Values =>
  Object.fromEntries(
    ['ContentType', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'CacheControl'].flatMap((name) =>
      input[`Response${name}`] === undefined ? [] : [[name, input[`Response${name}`]]],
    ),
  );

const maximumKeys = 1000;
const encoder = new TextEncoder();
/** S3 lists keys in the order of their UTF-8 bytes. */
const byBytes = (a: string, b: string): number => Buffer.compare(encoder.encode(a), encoder.encode(b));

interface Listing {
  readonly contents: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of a page that is not the last. */
  readonly last: string | undefined;
}

/** Keys and common prefixes after a name, together no more than a page holds. */
function listKeys(bucket: Bucket, prefix: string, delimiter: string, after: string, maximum: number): Listing {
  const contents: string[] = [];
  const prefixes: string[] = [];
  let last: string | undefined;
  for (const key of [...bucket.objects.keys()].filter((k) => k.startsWith(prefix)).sort(byBytes)) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + delimiter.length);
    if (byBytes(name, after) <= 0 || prefixes.at(-1) === name) continue;
    if (contents.length + prefixes.length === maximum) return { contents, prefixes, last };
    (end < 0 ? contents : prefixes).push(name);
    last = name;
  }
  return { contents, prefixes, last: undefined };
}

/** ListObjectsV2, and ListObjects, its first version. */
export function listObjects(bucket: Bucket, { input, operation }: Call): Values {
  const [prefix, delimiter] = [String(input.Prefix ?? ''), String(input.Delimiter ?? '')];
  const asked = input.MaxKeys === undefined ? maximumKeys : Number(input.MaxKeys);
  if (!Number.isInteger(asked) || asked < 0 || asked > 2 ** 31 - 1)
    throw new ServiceError('InvalidArgument', 400, 'Argument maxKeys must be an integer between 0 and 2147483647', {
      ArgumentName: 'maxKeys',
    });
  const second = operation.name === 'ListObjectsV2';
  const token = input.ContinuationToken === undefined ? undefined : afterToken(String(input.ContinuationToken), bucket.name);
  const after = second ? (token ?? String(input.StartAfter ?? '')) : String(input.Marker ?? '');
  const maximum = Math.min(asked, maximumKeys);
  const { contents, prefixes, last } =
    maximum === 0 ? { contents: [], prefixes: [], last: undefined } : listKeys(bucket, prefix, delimiter, after, maximum);
  const name = input.EncodingType === 'url' ? encodeKey : (key: string) => key;
  return {
    Name: bucket.name,
    Prefix: name(prefix),
    ...(delimiter === '' ? {} : { Delimiter: name(delimiter) }),
    MaxKeys: maximum,
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    IsTruncated: last !== undefined,
    Contents: contents.map((key) => content(bucket, key, name(key))),
    CommonPrefixes: prefixes.map((p) => ({ Prefix: name(p) })),
    ...(second
      ? { KeyCount: contents.length + prefixes.length, ContinuationToken: input.ContinuationToken }
      : { Marker: name(after) }),
    ...(last === undefined ? {} : second ? { NextContinuationToken: tokenFor(last, bucket.name) } : { NextMarker: name(last) }),
  };
}

const encodeKey = (key: string): string => encodeURIComponent(key).replaceAll('%2F', '/');

function content(bucket: Bucket, key: string, shown: string): Values {
  const object = bucket.objects.get(key);
  return {
    Key: shown,
    LastModified: object?.modified,
    ETag: object?.etag,
    Size: object?.bytes.length,
    StorageClass: 'STANDARD',
  };
}

const tokenFor = (last: string, bucket: string): string => Buffer.from(JSON.stringify([bucket, last])).toString('base64url');
function afterToken(token: string, bucket: string): string {
  try {
    const [of, last] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [unknown, unknown];
    if (of === bucket && typeof last === 'string' && tokenFor(last, bucket) === token) return last;
  } catch {
    // Not a token of ours: refused below.
  }
  throw new ServiceError('InvalidArgument', 400, 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}
