import type { Values } from './aws/protocol.ts';
import type { Calls } from './counts.ts';

/** What a session of a role was asked for with (STS AssumeRole). The estate enforces none of it. */
export interface Assumed {
  readonly roleArn: string;
  readonly externalId?: string;
  /** The session policy, as it was sent. */
  readonly policy?: string;
  /** The access key that asked. */
  readonly by: string;
}

/** One request that reached an operation: who asked for what, and what was answered. */
export interface EstateCall extends Calls {
  /** Empty for a request that was not signed. */
  readonly accessKeyId: string;
  /** The caller's ARN. */
  readonly caller: string;
  /** If the caller is a session of a role that was assumed here. */
  readonly assumed?: Assumed;
  /** What the operation was asked with: no bytes, long texts and lists cut. */
  readonly input: Values;
  /** For a presigned URL: milliseconds since it was signed. */
  readonly presignedFor?: number;
  readonly status: number;
  /** The code of the error that was answered. */
  readonly error?: string;
}

interface Asked extends Calls {
  readonly accessKeyId: string;
  readonly caller: { readonly arn: string; readonly assumed?: Assumed };
  readonly query: URLSearchParams;
}

/** Tells whoever wants to know of one request, once it is known what is answered. */
export const teller =
  (onCall: ((call: EstateCall) => void) | undefined, { caller, query, ...asked }: Asked) =>
  (status: number, input: Values, error?: string): void => {
    const age = presignedFor(query, Date.now());
    onCall?.({
      ...asked,
      caller: caller.arn,
      ...(caller.assumed && { assumed: caller.assumed }),
      input: bounded(input),
      ...(age !== undefined && { presignedFor: age }),
      status,
      ...(error !== undefined && { error }),
    });
  };

/** More than the longest of what names something: a session policy of 2,048 characters, a key of 1,024 bytes. */
const longestText = 4_096;
const mostItems = 1_000;

/** An input without what could be large. */
function bounded(input: Values): Values {
  return Object.fromEntries(Object.entries(input).flatMap(([name, value]) => (isBytes(value) ? [] : [[name, cut(value, 4)]])));
}

const isBytes = (value: unknown): boolean => ArrayBuffer.isView(value);

function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, longestText);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => cut(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cut(inner, depth - 1)]));
}

/** How long ago a URL was presigned (Signature Version 4, "X-Amz-Date"), if it was. */
function presignedFor(query: URLSearchParams, now: number): number | undefined {
  const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  return query.has('X-Amz-Signature') && s !== undefined ? now - Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}Z`) : undefined;
}
