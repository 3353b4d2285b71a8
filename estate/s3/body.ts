import { createHash } from 'node:crypto';
import { header, type Request, ServiceError } from '../aws/protocol.ts';
import { memberOfHeader } from './checksums.ts';

export interface Body {
  readonly bytes: Buffer;
  /** Checksums that came after the body, by the member of the input that they are. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** The bytes of an object in a request, out of their frames if they came in some, and as their hash says. */
export function bodyOf(request: Request): Body {
  const hash = header(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  const framed = hash.startsWith('STREAMING-') || (header(request, 'content-encoding') ?? '').includes('aws-chunked');
  if (framed) return unframed(request);
  if (/^[\da-f]{64}$/.test(hash) && createHash('sha256').update(request.body).digest('hex') !== hash)
    throw new ServiceError(
      'XAmzContentSHA256Mismatch',
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  return { bytes: request.body, trailers: {} };
}

const incomplete = (): ServiceError =>
  new ServiceError('IncompleteBody', 400, 'The request body terminated unexpectedly or its frames are malformed.');

/**
 * aws-chunked (Signature Version 4, "Transferring a payload in multiple chunks", with or without trailing headers):
 * `<length in hex>[;chunk-signature=…]`, line end, bytes, line end, until a length of 0; then trailing headers.
 */
function unframed(request: Request): Body {
  const { body } = request;
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const length = /^([\da-f]{1,8})(?:;|$)/i.exec(body.toString('latin1', at, end < 0 ? at : end))?.[1];
    if (length === undefined) throw incomplete();
    const size = Number.parseInt(length, 16);
    at = end + 2;
    if (size === 0) break;
    if (at + size + 2 > body.length || body.toString('latin1', at + size, at + size + 2) !== '\r\n') throw incomplete();
    chunks.push(body.subarray(at, at + size));
    at += size + 2;
  }
  const bytes = Buffer.concat(chunks);
  const announced = header(request, 'x-amz-decoded-content-length');
  if (announced !== undefined && Number(announced) !== bytes.length) throw incomplete();
  return { bytes, trailers: trailersOf(request, body.toString('latin1', at)) };
}

/** Only those that the head of the request announced; one that is announced must come. */
function trailersOf(request: Request, text: string): Readonly<Record<string, string>> {
  const lines = text.split('\r\n').map((line) => line.split(':'));
  const announced = (header(request, 'x-amz-trailer') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const found: Record<string, string> = {};
  for (const name of announced) {
    const member = memberOfHeader(name);
    if (member === undefined) continue;
    const line = lines.find(([key]) => key?.trim().toLowerCase() === name);
    if (!line)
      throw new ServiceError('MalformedTrailerError', 400, 'The request contained trailing data that was not well-formed.');
    found[member] = line.slice(1).join(':').trim();
  }
  return found;
}
