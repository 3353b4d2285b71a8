import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { StoreError } from './error.ts';
import { assertFolder, assertKey, assertPrefix, isKey } from './key.ts';
import { type Attempted, isNoSuchKey, notS3, s3Error } from './s3-error.ts';
import { saveObject } from './s3-save.ts';
import type { Loaded, Store } from './store.ts';

const MOST_PAGES = 100_000;

/** Which bucket, through which client; `prefix` without slashes at its ends, empty for none. */
export interface S3Place {
  client: S3Client;
  bucket: string;
  prefix: string;
}

/**
 * A store in an S3 bucket (general purpose: listed in the order of keys). Retries, timeouts and credentials are the client's.
 * It asks for s3:PutObject, s3:AbortMultipartUpload and s3:GetObject on the prefix and s3:ListBucket on the bucket.
 */
export function s3Store(place: S3Place): Store {
  const root = place.prefix === '' ? '' : `${place.prefix}/`;
  const call = callsOn(place, root);
  return {
    location: `s3://${place.bucket}${place.prefix === '' ? '' : `/${place.prefix}`}`,
    where: (key) => `s3://${place.bucket}/${root}${key}`,
    save: async (key, body, options = {}) => {
      assertKey(key);
      return saveObject(
        { client: place.client, bucket: place.bucket, key: root + key, call: call('save', key, 's3:PutObject') },
        body,
        options,
      );
    },
    load: async (key, { maxBytes }) => {
      assertKey(key);
      return load(place, root + key, maxBytes, call('read', key, 's3:GetObject'));
    },
    async *list(prefix) {
      assertPrefix(prefix);
      for await (const page of pages(place, { Prefix: root + prefix }, call('list', prefix, 's3:ListBucket'))) {
        for (const { Key = '', Size } of page.Contents ?? []) {
          const key = Key.slice(root.length);
          if (Key.startsWith(root) && isKey(key) && Size !== undefined) yield { key, size: Size };
        }
      }
    },
    async *listFolders(folder) {
      assertFolder(folder);
      for await (const page of pages(place, { Prefix: root + folder, Delimiter: '/' }, call('list', folder, 's3:ListBucket'))) {
        for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
          const name = Prefix.slice(root.length + folder.length, -1);
          if (Prefix.startsWith(root + folder) && isKey(name)) yield name;
        }
      }
    },
  };
}

async function load({ client, bucket }: S3Place, key: string, maxBytes: number, call: Attempted): Promise<Loaded | undefined> {
  try {
    const { Body, ContentLength: size, ETag: etag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    // In Node the body is a Readable (IncomingMessage), whatever the type says of browsers.
    if (!(Body instanceof Readable) || size === undefined || etag === undefined) throw notS3(call, 'has no size, etag or body');
    if (size > maxBytes) {
      Body.destroy();
      throw new StoreError('too-large', `cannot read ${call.where}: it has ${size} bytes, at most ${maxBytes} are read`);
    }
    return { size, etag, body: counted(Body, size, call) };
  } catch (error) {
    if (isNoSuchKey(error)) return undefined;
    throw s3Error(error, call);
  }
}

/** The body as it comes, of exactly `size` bytes; breaking off closes the connection. */
async function* counted(body: Readable, size: number, call: Attempted): AsyncGenerator<Uint8Array> {
  let read = 0;
  try {
    for await (const chunk of body) {
      read += chunk.byteLength;
      yield chunk;
    }
    if (read !== size)
      throw new StoreError('corrupt', `cannot read ${call.where}: S3 announced ${size} bytes and sent ${read}; run again`);
  } catch (error) {
    throw s3Error(error, call);
  } finally {
    body.destroy();
  }
}

/** All pages of a list. A list that is cut off, or does not move on, is an error: it must not pass for a complete one. */
async function* pages(
  { client, bucket }: S3Place,
  what: { Prefix: string; Delimiter?: string },
  call: Attempted,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  let token: string | undefined;
  for (let count = 1; ; count++) {
    if (count > MOST_PAGES)
      throw new StoreError('refused', `cannot list ${call.where}: more than ${MOST_PAGES} pages; use another prefix`);
    const request = new ListObjectsV2Command({ Bucket: bucket, ...what, ContinuationToken: token });
    const page = await client.send(request).catch((error: unknown) => Promise.reject(s3Error(error, call)));
    // A page of HTML parses as a list of nothing.
    if (page.IsTruncated === undefined) throw notS3(call, 'does not say whether it is complete');
    yield page;
    if (!page.IsTruncated) return;
    if (!page.NextContinuationToken || page.NextContinuationToken === token)
      throw new StoreError(
        'corrupt',
        `cannot list ${call.where}: S3 cut the list short without saying how to go on; run again`,
      );
    token = page.NextContinuationToken;
  }
}

function callsOn({ bucket }: S3Place, root: string) {
  return (doing: Attempted['doing'], key: string, action: string): Attempted => ({
    doing,
    where: `s3://${bucket}/${root}${key}`,
    bucket,
    action,
    resource: doing === 'list' ? bucket : `${bucket}/${root}*`,
  });
}
