import { plainLine } from '../text/plain-line.ts';
import { StoreError, type StoreErrorKind } from './error.ts';

/** A call on S3 that failed, in the words that its message needs. */
export interface Attempted {
  doing: 'save' | 'read' | 'list';
  /** `s3://bucket/key` */
  where: string;
  bucket: string;
  /** The IAM action, and the resource to grant it on: `bucket` or `bucket/prefix/*`. */
  action: string;
  resource: string;
}

const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
]);
const REDIRECTED = new Set(['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']);

/**
 * An error of the S3 client as one line for users. Names of errors as in the S3 API reference ("Error responses"); a Region
 * is taken from the header `x-amz-bucket-region` or the element `Region` of AuthorizationHeaderMalformed.
 */
export function s3Error(error: unknown, call: Attempted): StoreError {
  if (error instanceof StoreError) return error;
  const { kind, why } = explain(error, call);
  return new StoreError(kind, `cannot ${call.doing} ${call.where}: ${why}`, { cause: error });
}

/** Whether S3 refused because of If-None-Match or If-Match (for If-Match also when the object is gone). */
export function isPreconditionFailed(error: unknown): boolean {
  return nameOf(error) === 'PreconditionFailed' || statusOf(error) === 412;
}

/** Whether S3 refused because another conditional write of the key was under way: 409, to be tried again. */
export function isConcurrentWrite(error: unknown): boolean {
  return nameOf(error) === 'ConditionalRequestConflict' || (statusOf(error) === 409 && nameOf(error) === 'OperationAborted');
}

/** Whether the object itself is absent, as opposed to its bucket. */
export function isNoSuchKey(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound';
}

/** An answer that S3 would not give, such as a proxy's page: `fault` says what. */
export function notS3({ doing, where }: Attempted, fault: string): StoreError {
  return new StoreError(
    'corrupt',
    `cannot ${doing} ${where}: the answer ${fault}, unlike S3's; check the endpoint and any proxy`,
  );
}

function explain(error: unknown, call: Attempted): { kind: StoreErrorKind; why: string } {
  const name = nameOf(error);
  const message = plainLine(error instanceof Error ? error.message : String(error), 300);
  const status = statusOf(error);
  if (name === 'NoSuchBucket') return { kind: 'missing', why: `there is no bucket ${call.bucket}; create it or name another` };
  if (CREDENTIALS.has(name))
    return { kind: 'credentials', why: `${name}: ${message}; check the AWS credentials and the clock` };
  if (status === 301 || REDIRECTED.has(name)) return wrongRegion(error, call);
  if (status === 403) return { kind: 'denied', why: `${name} (${message}); ${grant(message, call)}` };
  if (status === undefined)
    return { kind: 'unreachable', why: `no answer from S3 (${name}: ${message}); check the network and the endpoint` };
  if (status >= 500 || status === 429)
    return { kind: 'unreachable', why: `S3 answers ${status} ${name} (${message}); try again later` };
  return {
    kind: 'refused',
    why: `S3 answers ${status} ${name} (${message}); check the name of the bucket and its configuration`,
  };
}

function grant(message: string, { doing, action, resource, bucket }: Attempted): string {
  // With SSE-KMS it may be the key that is denied: then the message names an action of KMS.
  const key = /kms:[A-Za-z]{1,40}/.exec(message)?.[0];
  if (key) return `grant ${key} on the bucket's key`;
  const listing = doing === 'read' ? `, and s3:ListBucket on ${bucket} (without it S3 says "denied" of an absent object)` : '';
  return `grant ${action} on ${resource}${listing}`;
}

function wrongRegion(error: unknown, { bucket }: Attempted): { kind: StoreErrorKind; why: string } {
  const named = [headerOf(error, 'x-amz-bucket-region'), memberOf(error, 'Region')];
  const region = named.find((text) => typeof text === 'string' && /^[a-z0-9-]{1,32}$/.test(text)) ?? 'another Region';
  return { kind: 'wrong-region', why: `bucket ${bucket} is in ${region}; ask S3 in the Region of the bucket` };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? plainLine(error.name, 80) : 'error';
}

function statusOf(error: unknown): number | undefined {
  const metadata = memberOf(error, '$metadata');
  const status = memberOf(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}

function headerOf(error: unknown, header: string): string | undefined {
  const value = memberOf(memberOf(memberOf(error, '$response'), 'headers'), header);
  return typeof value === 'string' ? value : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
