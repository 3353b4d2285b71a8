import { randomUUID } from 'node:crypto';
import type { Call } from '../aws/call.ts';
import { at } from '../aws/entities.ts';
import { ServiceError, type Values } from '../aws/protocol.ts';
import { bodyOf } from './body.ts';
import { verified } from './checksums.ts';
import { type Bucket, checkWrite, headersOf, md5, type StoredObject, type Upload, unquoted } from './objects.ts';

/** Every part but the last has at least this many bytes. */
const minimumPart = 5 * 1024 * 1024;
const maximumParts = 10_000;

export function createUpload(bucket: Bucket, { input }: Call): Values {
  const id = randomUUID();
  bucket.uploads.set(id, { key: String(input.Key), headers: headersOf(input), started: new Date(), parts: new Map() });
  return { Bucket: bucket.name, Key: input.Key, UploadId: id };
}

function uploadOf(bucket: Bucket, input: Values): Upload {
  const upload = bucket.uploads.get(String(input.UploadId));
  if (upload && upload.key === input.Key) return upload;
  throw new ServiceError(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );
}

export function uploadPart(bucket: Bucket, { input, request }: Call): Values {
  const upload = uploadOf(bucket, input);
  const number = Number(input.PartNumber);
  if (!Number.isInteger(number) || number < 1 || number > maximumParts)
    throw new ServiceError('InvalidArgument', 400, 'Part number must be an integer between 1 and 10000, inclusive', {
      ArgumentName: 'partNumber',
    });
  const { bytes, trailers } = bodyOf(request);
  const checksums = verified({ ...input, ...trailers }, bytes);
  const etag = `"${md5(bytes).toString('hex')}"`;
  upload.parts.set(number, { bytes, etag, modified: new Date(), headers: {}, checksums });
  return { ETag: etag, ...checksums };
}

/** Puts the parts together that the request names, in its order. */
export function completeUpload(bucket: Bucket, { input }: Call): Values {
  const upload = uploadOf(bucket, input);
  const listed = at(input, 'MultipartUpload.Parts');
  const parts = chosen(upload, Array.isArray(listed) ? listed : []);
  checkWrite(bucket, upload.key, input);
  const etag = `"${md5(Buffer.concat(parts.map((p) => Buffer.from(unquoted(p.etag), 'hex')))).toString('hex')}-${parts.length}"`;
  const bytes = Buffer.concat(parts.map((p) => p.bytes));
  bucket.objects.set(upload.key, { bytes, etag, modified: new Date(), headers: upload.headers, checksums: {} });
  bucket.uploads.delete(String(input.UploadId));
  return { Location: `/${bucket.name}/${upload.key}`, Bucket: bucket.name, Key: upload.key, ETag: etag };
}

function chosen(upload: Upload, listed: readonly unknown[]): readonly StoredObject[] {
  if (listed.length === 0) throw new ServiceError('MalformedXML', 400, 'You must specify at least one part');
  const numbers = listed.map((entry) => Number(at(entry, 'PartNumber')));
  if (numbers.some((number, i) => number <= (numbers[i - 1] ?? 0)))
    throw new ServiceError('InvalidPartOrder', 400, 'The list of parts was not in ascending order.');
  return listed.map((entry, i) => {
    const number = numbers[i] ?? 0;
    const part = upload.parts.get(number);
    if (!part || unquoted(at(entry, 'ETag')) !== unquoted(part.etag))
      throw new ServiceError('InvalidPart', 400, 'One or more of the specified parts could not be found.', {
        PartNumber: number,
      });
    if (i < listed.length - 1 && part.bytes.length < minimumPart)
      throw new ServiceError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed object size.', {
        PartNumber: number,
      });
    return part;
  });
}

export function abortUpload(bucket: Bucket, { input }: Call): Values {
  uploadOf(bucket, input);
  bucket.uploads.delete(String(input.UploadId));
  return {};
}

export function listParts(bucket: Bucket, { input }: Call): Values {
  const { parts } = uploadOf(bucket, input);
  const listed = [...parts].sort(([a], [b]) => a - b);
  return {
    Bucket: bucket.name,
    Key: input.Key,
    UploadId: input.UploadId,
    IsTruncated: false,
    Parts: listed.map(([number, p]) => ({
      PartNumber: number,
      ETag: p.etag,
      Size: p.bytes.length,
      LastModified: p.modified,
      ...p.checksums,
    })),
  };
}

export const listUploads = (bucket: Bucket): Values => ({
  Bucket: bucket.name,
  IsTruncated: false,
  Uploads: [...bucket.uploads].map(([id, { key, started }]) => ({ UploadId: id, Key: key, Initiated: started })),
});
