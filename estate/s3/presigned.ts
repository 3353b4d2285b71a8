import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { header, type Request, ServiceError } from '../aws/protocol.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
/** Seven days: the longest that a URL may hold. */
const longest = 604_800;

export const isPresigned = ({ query }: Request): boolean => query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm');

/**
 * Checks a presigned URL (Signature Version 4, "Authenticating requests: using query parameters").
 * @param secretOf the secret that belongs to an access key
 * @param now milliseconds since 1970
 * @throws ServiceError as S3 refuses an expired, tampered or badly formed one
 */
export function checkPresigned(request: Request, secretOf: (accessKeyId: string) => string, now: number): void {
  const { query } = request;
  const [credential, stamp, seconds, signed, signature] = ['Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'].map(
    (name) => query.get(`X-Amz-${name}`) ?? '',
  ) as [string, string, string, string, string];
  const scope = credential.split('/').slice(-4);
  const accessKeyId = credential.split('/').slice(0, -4).join('/');
  const start = momentOf(stamp);
  const validity = Number(seconds);
  if (
    query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' ||
    scope.length < 4 ||
    Number.isNaN(start) ||
    !signed.split(';').includes('host')
  )
    throw malformed(
      'X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-SignedHeaders and X-Amz-Signature must be well-formed',
    );
  if (!(validity >= 1 && validity <= longest)) throw malformed('X-Amz-Expires must be between 1 and 604800 seconds');
  if (now > start + validity * 1000 || now < start - 15 * 60_000)
    throw new ServiceError('AccessDenied', 403, now < start ? 'Request is not valid yet' : 'Request has expired', {
      'X-Amz-Expires': seconds,
    });
  const text = ['AWS4-HMAC-SHA256', stamp, scope.join('/'), sha256(canonical(request, signed))].join('\n');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretOf(accessKeyId)}`);
  const expected = hmac(key, text);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new ServiceError(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
}

const malformed = (why: string): ServiceError => new ServiceError('AuthorizationQueryParametersError', 400, why);

/** `20260102T030405Z` → milliseconds since 1970, or NaN. */
const momentOf = (stamp: string): number =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z').replace(/^\d{8}T.*/, ''));

function canonical(request: Request, signed: string): string {
  const query = [...request.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, av], [b, bv]) => (a < b ? -1 : a > b ? 1 : av < bv ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  const names = signed.split(';');
  const headers = names.map((name) => `${name}:${(header(request, name) ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  const payload = request.query.get('X-Amz-Content-Sha256') ?? header(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  return [request.method, request.path.split('/').map(reencode).join('/'), query, headers, signed, payload].join('\n');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function reencode(segment: string): string {
  try {
    return encode(decodeURIComponent(segment));
  } catch {
    throw new ServiceError('InvalidURI', 400, "Couldn't parse the specified URI.");
  }
}
