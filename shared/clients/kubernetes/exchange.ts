import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { KubernetesConnection } from './connection.ts';
import { KubernetesError, request, timeoutError, transportError, type Where } from './errors.ts';
import type { GetLimits } from './limits.ts';

/** An answer as it came over the wire. The body is empty where it is no success: only its status is of use to us. */
export interface Exchange {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array;
}

const MAX_HEADER_BYTES = 32 * 1024;
const MAX_REFUSAL_BYTES = 64 * 1024;
/** Most answers are a page or less of small objects; one that is larger doubles it. */
const FIRST_BUFFER = 8 * 1024;

/**
 * Sends one GET, or the POST of a review with its body, and reads its answer within the limits: no redirect is followed, nothing is decompressed (what does not come as
 * `identity` is refused), and the connection is closed when a bound is passed. Throws KubernetesError.
 */
export async function exchange(
  connection: KubernetesConnection,
  { path, body }: { readonly path: string; readonly body?: string },
  headers: Readonly<Record<string, string>>,
  limits: GetLimits,
  signal: AbortSignal,
): Promise<Exchange> {
  const where: Where = { server: connection.server, path, ...(body !== undefined && { method: 'POST' }) };
  const response = await open(connection, where, { headers, body }, limits, signal);
  const status = response.statusCode ?? 0;
  const retryAfter = response.headers['retry-after'];
  if (status !== (body === undefined ? 200 : 201)) {
    await collect(response, MAX_REFUSAL_BYTES, limits.idleMs, where).catch(() => response.destroy());
    return { status, retryAfter, body: new Uint8Array() };
  }
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    response.destroy();
    throw new KubernetesError('malformed', `${request(where)}: the body is compressed, which was not asked for`);
  }
  return { status, retryAfter, body: await collect(response, limits.maxBytes, limits.idleMs, where) };
}

/** Connects, sends, and waits for the headers. */
function open(
  connection: KubernetesConnection,
  where: Where,
  sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string | undefined },
  limits: GetLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { server, agent } = connection;
    const { headersMs } = limits;
    const prefix = server.pathname.replace(/\/+$/, '');
    const host = server.hostname.replace(/^\[(.*)\]$/, '$1');
    const message = httpsRequest({
      agent,
      host,
      port: server.port === '' ? 443 : Number(server.port),
      method: where.method ?? 'GET',
      path: `${prefix}${where.path}`,
      headers: { host: server.host, 'user-agent': 'postern', 'accept-encoding': 'identity', ...sent.headers },
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    });
    const timer = setTimeout(() => message.destroy(timeoutError(where, `no answer within ${headersMs} ms`)), headersMs);
    message.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      // A connection from before that was closed meanwhile says nothing of the server; each is tried once, the last try is a new one.
      if (message.reusedSocket && error.code === 'ECONNRESET') resolve(open(connection, where, sent, limits, signal));
      else reject(transportError(where, error));
    });
    message.on('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    message.end(sent.body);
  });
}

/** Reads a body of at most `limit` bytes into one buffer: a list of chunks would cost a hundred bytes for each that holds one. */
async function collect(response: IncomingMessage, limit: number, idleMs: number, where: Where): Promise<Uint8Array> {
  const tooLarge = () => new KubernetesError('too-large', `${request(where)}: the answer is larger than ${limit} bytes`);
  const idle = setTimeout(
    () => response.destroy(timeoutError(where, `nothing more of the answer within ${idleMs} ms`)),
    idleMs,
  );
  let buffer = Buffer.allocUnsafe(Math.min(FIRST_BUFFER, limit));
  let size = 0;
  try {
    if (Number(response.headers['content-length'] ?? 0) > limit) throw tooLarge();
    for await (const chunk of response as AsyncIterable<Buffer>) {
      idle.refresh();
      if (size + chunk.length > limit) throw tooLarge();
      if (size + chunk.length > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.min(limit, Math.max(buffer.length * 2, size + chunk.length)));
        buffer.copy(larger, 0, 0, size);
        buffer = larger;
      }
      size += chunk.copy(buffer, size);
    }
    return buffer.subarray(0, size);
  } catch (error) {
    response.destroy();
    throw transportError(where, error);
  } finally {
    clearTimeout(idle);
  }
}
