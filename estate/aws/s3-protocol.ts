import { header, type Protocol, type Request, type ServiceError, type Values } from './protocol.ts';
import { decode, type Format, rest } from './rest.ts';
import type { Operation } from './schema.ts';
import { escapeXml, writeMembers } from './xml.ts';
import { readXml } from './xml-read.ts';

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** restXml as S3 speaks it. */
const format: Format = {
  type: 'application/xml',
  read: readXml,
  write: (shape, value, member) => {
    const name = member?.traits.xmlName ?? shape.traits.xmlName ?? shape.name;
    return `${declaration}<${name} xmlns="${namespace}">${writeMembers(shape, value as Values)}</${name}>`;
  },
  error: ({ code, status, message, members }: ServiceError, requestId) => {
    const more = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
    return {
      status,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
      body: `${declaration}<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${more.join('')}<RequestId>${requestId}</RequestId></Error>`,
    };
  },
};
const inner = rest(format);

/** `/bucket/key` → its parts; the models leave the bucket to the endpoint's rules. */
function split(path: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', ...key] = path.split('/');
  return { bucket, key: key.join('/') };
}

export const s3Protocol: Protocol = {
  ...inner,
  operation: (_operations, request) => operationOf(request),
  input: (operation, request) => {
    const { bucket, key } = split(request.path);
    const values = inner.input(operation, { ...request, path: `/${key}` });
    return { ...values, ...(bucket === '' ? {} : { Bucket: decode(bucket) }) };
  },
  output: (operation: Operation, output, requestId) => {
    const { headers, ...response } = inner.output(operation, output, requestId);
    const { 'x-amzn-requestid': id = requestId, ...rest } = headers;
    // The one answer whose root is its only member (S3's trait s3UnwrappedXmlOutput).
    const location = `${declaration}<LocationConstraint xmlns="${namespace}">${escapeXml(String(output.LocationConstraint))}</LocationConstraint>`;
    const body = operation.name === 'GetBucketLocation' ? location : response.body;
    const status = output.ContentRange === undefined ? response.status : 206;
    return { status, body, headers: { ...rest, 'x-amz-request-id': id } };
  },
};

/** By method, whether there is a key, and the sub-resource in the query; clients need not send `x-id`. */
function operationOf(request: Request): string | undefined {
  const { method, path, query } = request;
  const { bucket, key } = split(path);
  const has = (name: string): boolean => query.has(name);
  const level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const sub = subResources.find(has);
  const kind = header(request, 'x-amz-copy-source') === undefined ? (sub ?? '') : 'copy';
  const known = has('list-type') && query.get('list-type') === '2' && kind === '' ? 'list-type' : kind;
  return operations[`${method} ${level} ${known}`.trim()];
}
const subResources = [
  'uploads',
  'uploadId',
  'delete',
  'location',
  'versions',
  'acl',
  'tagging',
  'policy',
  'versioning',
  'object-lock',
  'retention',
  'legal-hold',
];

const operations: Readonly<Record<string, string>> = {
  'GET service': 'ListBuckets',
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket': 'ListObjects',
  'GET bucket list-type': 'ListObjectsV2',
  'GET bucket location': 'GetBucketLocation',
  'GET bucket uploads': 'ListMultipartUploads',
  'POST bucket delete': 'DeleteObjects',
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT object uploadId': 'UploadPart',
  'GET object uploadId': 'ListParts',
  'POST object uploadId': 'CompleteMultipartUpload',
  'DELETE object uploadId': 'AbortMultipartUpload',
};
