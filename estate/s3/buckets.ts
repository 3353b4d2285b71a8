import type { Call } from '../aws/call.ts';
import { at } from '../aws/entities.ts';
import { ServiceError, type Values } from '../aws/protocol.ts';
import type { Estate, EstateService } from '../file.ts';
import { bodyOf } from './body.ts';
import { verified } from './checksums.ts';
import { type Bucket, checkWrite, headersOf, md5 } from './objects.ts';
import { checkPresigned, isPresigned } from './presigned.ts';
import { getObject, listObjects } from './read.ts';
import { abortUpload, completeUpload, createUpload, listParts, listUploads, uploadPart } from './uploads.ts';

/** S3 as far as a results store needs it: buckets in memory, path style. */
export interface Buckets {
  answer(call: Call): Values;
}

type Held = Map<string, Bucket>;
type InBucket = (bucket: Bucket, call: Call) => Values;

/** Ends with the process; a test that fills it is told, instead of the machine. */
const maximumBytes = 1024 ** 3;

export function bucketsOf(estate: Estate): Buckets {
  const buckets: Held = new Map();
  for (const [account, { global = {}, regions = {} }] of Object.entries(estate.accounts))
    for (const [region, services] of [['us-east-1', global], ...Object.entries(regions)] as const)
      for (const item of listed(services.s3)) buckets.set(String(at(item, 'Name')), bucket(item, account, region));
  return { answer: (call) => answer(buckets, call) };
}

function listed(s3: EstateService | undefined): readonly unknown[] {
  const given = s3?.ListBuckets ?? s3?.Buckets;
  const list = Array.isArray(given) ? given : at(given, 'Buckets');
  return Array.isArray(list) ? list : [];
}

const bucket = (item: unknown, account: string, region: string): Bucket => ({
  name: String(at(item, 'Name')),
  account,
  region: String(at(item, 'BucketRegion') ?? region),
  created: String(at(item, 'CreationDate') ?? '2024-01-01T00:00:00Z'),
  objects: new Map(),
  uploads: new Map(),
});

function answer(buckets: Held, call: Call): Values {
  const { operation, input, request, account, credentials } = call;
  if (isPresigned(request)) checkPresigned(request, (key) => credentials.of(key).secretAccessKey, Date.now());
  if (operation.name === 'ListBuckets') return listBuckets(buckets, account);
  const name = String(input.Bucket ?? '');
  if (operation.name === 'CreateBucket') return createBucket(buckets, call, name);
  const found = buckets.get(name);
  if (!found) throw new ServiceError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: name });
  if (found.account !== account) throw new ServiceError('AccessDenied', 403, 'Access Denied');
  if (operation.name === 'DeleteBucket') return deleteBucket(buckets, found);
  const act = operations[operation.name];
  if (!act) throw call.service.dialect.unknownOperation(operation.name);
  return act(found, call);
}

const operations: Readonly<Record<string, InBucket>> = {
  HeadBucket: ({ region }) => ({ BucketRegion: region }),
  GetBucketLocation: ({ region }) => ({ LocationConstraint: region === 'us-east-1' ? '' : region }),
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: getObject,
  ListObjects: listObjects,
  ListObjectsV2: listObjects,
  DeleteObject: (bucket, { input }) => {
    bucket.objects.delete(String(input.Key));
    return {};
  },
  DeleteObjects: deleteObjects,
  CreateMultipartUpload: createUpload,
  UploadPart: withRoom(uploadPart),
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
  ListParts: listParts,
  ListMultipartUploads: listUploads,
};

const listBuckets = (buckets: Held, account: string): Values => ({
  Buckets: [...buckets.values()]
    .filter((b) => b.account === account)
    .map((b) => ({ Name: b.name, CreationDate: b.created, BucketRegion: b.region })),
  Owner: { ID: account },
});

function createBucket(buckets: Held, { account, region }: Call, name: string): Values {
  const there = buckets.get(name);
  if (there?.account === account)
    throw new ServiceError(
      'BucketAlreadyOwnedByYou',
      409,
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: name },
    );
  if (there)
    throw new ServiceError('BucketAlreadyExists', 409, 'The requested bucket name is not available.', { BucketName: name });
  if (!/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(name))
    throw new ServiceError('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: name });
  buckets.set(name, bucket({ Name: name, CreationDate: new Date().toISOString() }, account, region));
  return { Location: `/${name}` };
}

function deleteBucket(buckets: Held, { name, objects }: Bucket): Values {
  if (objects.size > 0)
    throw new ServiceError('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', { BucketName: name });
  buckets.delete(name);
  return {};
}

function putObject(bucket: Bucket, call: Call): Values {
  const { input, request } = call;
  const key = String(input.Key);
  if (Buffer.byteLength(key) > 1024) throw new ServiceError('KeyTooLongError', 400, 'Your key is too long');
  room(bucket, request.body.length);
  const { bytes, trailers } = bodyOf(request);
  const checksums = verified({ ...input, ...trailers }, bytes);
  checkWrite(bucket, key, input);
  const etag = `"${md5(bytes).toString('hex')}"`;
  bucket.objects.set(key, { bytes, etag, modified: new Date(), headers: headersOf(input), checksums });
  return { ETag: etag, ...checksums };
}

function withRoom(act: InBucket): InBucket {
  return (bucket, call) => {
    room(bucket, call.request.body.length);
    return act(bucket, call);
  };
}

function room({ objects, uploads }: Bucket, more: number): void {
  const parts = [...uploads.values()].flatMap((u) => [...u.parts.values()]);
  const used = [...objects.values(), ...parts].reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (used + more > maximumBytes)
    throw new ServiceError('ServiceUnavailable', 503, `The simulated bucket holds ${maximumBytes} bytes at most.`);
}

function deleteObjects(bucket: Bucket, { input }: Call): Values {
  const asked = at(input, 'Delete.Objects');
  const keys = (Array.isArray(asked) ? asked : []).map((o) => String(at(o, 'Key')));
  for (const key of keys) bucket.objects.delete(key);
  return at(input, 'Delete.Quiet') === true ? {} : { Deleted: keys.map((Key) => ({ Key })) };
}
