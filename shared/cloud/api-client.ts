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
      const response = await sent(url, { method, headers: { ...headers }, ...(body !== undefined && { body }) }, signal);
      const text = Buffer.concat(await Array.fromAsync(bytesOf(response, LARGEST_ANSWER))).toString();
      const answer = objectIn(text);
      if (response.ok && answer !== undefined) return answer;
      throw refusal(response.status, answer, url);
    },
  };
}

/** The bytes behind a link, held against size and SHA-256: the last chunk comes only when they are right. @throws CloudError */
export async function* linked({ url, size, sha256 }: Linked, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const response = await sent(secured(url), {}, signal);
  if (!response.ok) throw new CloudError('refused', `cannot read the report: its link answers ${response.status}; ask again`);
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of bytesOf(response, size)) {
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

async function sent(url: URL, init: RequestInit, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) });
  } catch (error) {
    if (signal.aborted) throw error;
    const { cause, name } = error as { readonly cause?: { readonly code?: unknown }; readonly name?: string };
    const why = typeof cause?.code === 'string' ? cause.code : (name ?? 'Error');
    throw new CloudError('unreachable', `no answer from ${url.host} (${why}); check the address and the network`);
  }
}

async function* bytesOf(response: Response, most: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.byteLength;
    if (read > most) throw new CloudError('refused', 'the answer is longer than it may be');
    yield chunk;
  }
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
