import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesConnection } from './connection.ts';
import { KubernetesError, request, timeoutError, type Where } from './errors.ts';
import { type Exchange, exchange } from './exchange.ts';
import { JsonError, parseJson } from './json.ts';
import { GET_LIMITS, type GetLimits } from './limits.ts';
import { grantFor } from './resource.ts';

export interface GetOptions {
  /** Media types; `application/json` by default. */
  readonly accept?: string;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<GetLimits>;
  /** How a Retry-After is waited for; the clock by default. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/**
 * GETs a path of the API (its query included) and parses the JSON of the answer, within the limits. A throttled request (429, or 503
 * with Retry-After) is sent again as long as the server's wait is within bounds. Whatever is not a 200 with JSON throws KubernetesError.
 */
export function get(connection: KubernetesConnection, path: string, options: GetOptions = {}): Promise<unknown> {
  return send(connection, { path }, options);
}

/** The same for a review: what it holds is answered and not stored, so that it can be sent again like a GET. */
export function review(
  connection: KubernetesConnection,
  path: string,
  body: object,
  options: GetOptions = {},
): Promise<unknown> {
  return send(connection, { path, body: JSON.stringify(body) }, options);
}

async function send(
  connection: KubernetesConnection,
  asked: { readonly path: string; readonly body?: string },
  options: GetOptions,
): Promise<unknown> {
  const { path, body } = asked;
  const limits = { ...GET_LIMITS, ...connection.limits, ...options.limits };
  const where: Where = { server: connection.server, path, ...(body !== undefined && { method: 'POST' }) };
  if (!/^\/[\x21-\x7e]*$/.test(path))
    throw new KubernetesError('malformed', `${JSON.stringify(path)}: not a path of the Kubernetes API`);
  return within(limits.totalMs, where, options.signal, async (signal) => {
    const token = await connection.bearerToken?.(signal);
    const headers = {
      accept: options.accept ?? 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}` }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const wait = options.wait ?? ((milliseconds, until) => sleep(milliseconds, undefined, { signal: until }));
    for (let attempt = 1; ; attempt++) {
      const answer = await exchange(connection, asked, headers, limits, signal);
      if (answer.status === (body === undefined ? 200 : 201)) return parsed(answer.body, limits, where);
      const pause = attempt < limits.attempts ? pauseOf(answer) : undefined;
      if (pause === undefined || pause > limits.maxRetryAfterMs) throw statusError(answer, where);
      await wait(pause, signal);
    }
  });
}

/** Runs work that must end within a time or when the caller stops; also where the work itself does not listen to the signal. */
async function within<T>(
  milliseconds: number,
  where: Where,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  const signal = outer === undefined ? deadline.signal : AbortSignal.any([outer, deadline.signal]);
  const ended = () =>
    timeoutError(where, deadline.signal.aborted ? `not done within ${milliseconds} ms` : 'stopped before it had ended');
  let stop = () => {};
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(ended());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    if (signal.aborted) throw ended();
    return await Promise.race([work(signal), stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function parsed(body: Uint8Array, limits: GetLimits, where: Where): unknown {
  try {
    return parseJson(body, limits);
  } catch (error) {
    throw new KubernetesError(
      'malformed',
      `${request(where)}: ${error instanceof JsonError ? error.message : 'cannot be parsed'}`,
    );
  }
}

/** Milliseconds to wait before the request is sent again, as the server says (whole seconds); undefined where it is no use. */
function pauseOf({ status, retryAfter }: Exchange): number | undefined {
  const seconds = retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (status === 429) return (seconds ?? 1) * 1000;
  return status === 503 && seconds !== undefined ? seconds * 1000 : undefined;
}

function statusError({ status }: Exchange, where: Where): KubernetesError {
  const at = request(where);
  const { path, method } = where;
  if (status >= 300 && status < 400)
    return new KubernetesError('redirect', `${at}: answered with a redirect (${status}), which is not followed`, { status });
  switch (status) {
    case 401:
      return new KubernetesError('unauthorized', `${at}: the cluster does not know the caller (401)`, {
        status,
        action: 'give the scanner an EKS access entry (or a line in aws-auth) with its read-only group',
      });
    case 403:
      return new KubernetesError('forbidden', `${at}: forbidden (403)`, {
        status,
        action: `grant ${method === 'POST' ? grantFor(path).replace(/^list/, 'create') : grantFor(path)}`,
      });
    case 404:
      return new KubernetesError('not-found', `${at}: not found (404)`, { status });
    case 429:
      return new KubernetesError('throttled', `${at}: throttled (429)`, {
        status,
        action: 'scan again later, or lower the rate',
      });
    default:
      return new KubernetesError('server', `${at}: answered with status ${status}`, { status });
  }
}
