import { createHash } from 'node:crypto';
import { plainLine } from '../text/plain-line.ts';
import { CloudError } from './client.ts';
import { type ApiCall, type Signer, signApiCall } from './sign.ts';

/** The deployed scanner, as its owners ask it: the HTTP API, each request signed. */
export interface RemoteApi {
  /** @throws CloudError: one line, what the API says of a refusal among it */
  ask(method: ApiCall['method'], path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>;
}

/** What is expected behind a link. */
export interface Linked {
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

const ANSWER_MS = 60_000;
const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * @param address of the API, without a path of its own or with its stage
 * @throws CloudError for an address that would be asked in the clear: requests carry the session's token
 */
export function remoteApi(address: string, signer: Signer, signal: AbortSignal): RemoteApi {
  const base = secured(address);
  return {
    ask: async (method, path, value) => {
      const url = new URL(`${base.href.replace(/\/$/, '')}${path}`);
      const body = value === undefined ? undefined : JSON.stringify(value);
      const headers = await signApiCall({ method, url, ...(body !== undefined && { body }) }, signer);
      const wait = { signal, limit: AbortSignal.timeout(ANSWER_MS) };
      const response = await sent(url, { method, headers: { ...headers }, ...(body !== undefined && { body }) }, wait);
      const text = Buffer.concat(await Array.fromAsync(bytesOf(response, LARGEST_ANSWER, url, wait))).toString();
      const answer = objectIn(text);
      if (response.ok && answer !== undefined) return answer;
      throw refusal(response.status, answer, url);
    },
  };
}

/**
 * The bytes behind a link, held against size and SHA-256: the last chunk comes only when they are right. However long they take, none of
 * them may take a minute.
 * @throws CloudError
 */
export async function* linked(link: Linked, signal: AbortSignal, idleMs = ANSWER_MS): AsyncGenerator<Uint8Array> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new DOMException('', 'TimeoutError')), idleMs);
  try {
    for await (const chunk of verified(link, { signal, limit: idle.signal })) {
      timer.refresh();
      yield chunk;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}

async function* verified({ url, size, sha256 }: Linked, wait: Wait): AsyncGenerator<Uint8Array> {
  const address = secured(url);
  const response = await sent(address, {}, wait);
  if (!response.ok) throw new CloudError('refused', `cannot read the report: its link answers ${response.status}; ask again`);
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of bytesOf(response, size, address, wait)) {
    if (held !== undefined) yield held;
    hash.update(chunk);
    read += chunk.byteLength;
    held = chunk;
  }
  if (read !== size || hash.digest('hex') !== sha256)
    throw new CloudError('refused', 'cannot read the report: what came is not what the run was sealed with; ask again');
  if (held !== undefined) yield held;
}

/** Nothing is sent in the clear, except to this machine. */
function secured(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || isLocal) || url.username !== '' || url.search.length > 8_000)
    throw new CloudError(
      'refused',
      `not the address of an API: ${JSON.stringify(address.slice(0, 120))}; it begins with https://`,
    );
  return url;
}

/** Until the caller has enough, or until it takes too long. */
interface Wait {
  readonly signal: AbortSignal;
  readonly limit: AbortSignal;
}

async function sent(url: URL, init: RequestInit, wait: Wait): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any([wait.signal, wait.limit]) });
  } catch (error) {
    throw unreachable(error, url, wait);
  }
}

async function* bytesOf(response: Response, most: number, url: URL, wait: Wait): AsyncGenerator<Uint8Array> {
  let read = 0;
  const chunks = (response.body ?? new Blob([]).stream())[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await chunks.next().catch((error: unknown) => Promise.reject(unreachable(error, url, wait)));
      if (done) return;
      read += value.byteLength;
      if (read > most) throw new CloudError('refused', 'the answer is longer than it may be');
      yield value;
    }
  } finally {
    await chunks.return?.().catch(() => undefined);
  }
}

/** What the caller broke off stays as it is. */
function unreachable(error: unknown, { host }: URL, { signal }: Wait): unknown {
  if (signal.aborted) return error;
  const { cause, name } = error as { readonly cause?: { readonly code?: unknown }; readonly name?: string };
  const why = typeof cause?.code === 'string' ? cause.code : (name ?? 'Error');
  return new CloudError('unreachable', `no answer from ${host} (${why}); check the address and the network`);
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** API Gateway itself refuses who may not call, with 403. */
function refusal(status: number, answer: Readonly<Record<string, unknown>> | undefined, { host }: URL): CloudError {
  const said = typeof answer?.message === 'string' ? plainLine(answer.message, 400) : 'the answer is not that of this API';
  if (status === 403)
    return new CloudError('denied', `${host} refuses these credentials (${said}); grant execute-api:Invoke on this API`);
  return new CloudError(status === 404 ? 'missing' : 'refused', `${host} answers ${status}: ${said}`);
}
