import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { StoreError } from './error.ts';
import { type Attempted, notS3 } from './s3-error.ts';

/** "Amazon S3 multipart upload limits". With parts of 8 MB: 80 GB. */
const MOST_PARTS = 10_000;

/** The object to write: `key` as S3 has it; `call` for messages. */
export interface Target {
  client: S3Client;
  bucket: string;
  key: string;
  call: Attempted;
}

/** What both ways of writing an object say of it. */
export type ObjectParams = Pick<
  PutObjectCommandInput,
  'Bucket' | 'Key' | 'ContentType' | 'IfNoneMatch' | 'IfMatch' | 'Metadata'
>;

/**
 * Uploads an object in parts, one after the other: `first`, then `rest` and its return value. The condition is put at the
 * end, where the object comes into being; on any failure the upload is aborted. Returns the etag, if S3 said one.
 *
 * Not by @aws-sdk/lib-storage: when CreateMultipartUpload is answered without an upload id, its first part becomes the object.
 */
export async function upload(
  target: Target,
  params: ObjectParams,
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, Uint8Array>,
): Promise<string | undefined> {
  const { client, call } = target;
  const { IfNoneMatch, IfMatch, ...described } = params;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...described, ChecksumAlgorithm: 'SHA256' }));
  if (!UploadId) throw notS3(call, 'has no upload id');
  const place = { Bucket: target.bucket, Key: target.key, UploadId };
  try {
    const Parts = [await uploadPart(target, UploadId, 1, first)];
    for (let done = false; !done; ) {
      const next = await rest.next();
      Parts.push(await uploadPart(target, UploadId, Parts.length + 1, next.value));
      done = next.done === true;
    }
    return (
      await client.send(new CompleteMultipartUploadCommand({ ...place, IfNoneMatch, IfMatch, MultipartUpload: { Parts } }))
    ).ETag;
  } catch (error) {
    // What cannot be aborted is no object; the bucket's lifecycle removes it.
    await client.send(new AbortMultipartUploadCommand(place)).catch(() => undefined);
    throw error;
  }
}

/** SHA-256 in base64, as S3 takes it: it refuses a body that does not have it. */
export function checksum(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

async function uploadPart({ client, bucket, key, call }: Target, UploadId: string, PartNumber: number, bytes: Uint8Array) {
  if (PartNumber > MOST_PARTS) throw new StoreError('too-large', `cannot save ${call.where}: more than ${MOST_PARTS} parts`);
  const ChecksumSHA256 = checksum(bytes);
  const part = { Bucket: bucket, Key: key, UploadId, PartNumber, ChecksumSHA256, Body: bytes, ContentLength: bytes.byteLength };
  const { ETag } = await client.send(new UploadPartCommand(part));
  if (!ETag) throw notS3(call, 'has no etag');
  return { PartNumber, ETag, ChecksumSHA256 };
}
