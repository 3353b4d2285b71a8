import { request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { isName } from './handshake.ts';
import { codeOf, type Dialled, type ProbeTools } from './network.ts';
import { connectTo } from './tcp.ts';

/** What an API server says to a stranger: the status, and whether it took us for `system:anonymous`. Nothing of the body is kept. */
export type Answer =
  | { readonly status: number; readonly anonymous: boolean }
  | { readonly failed: 'connection' | 'certificate' | 'timeout' | 'malformed'; readonly code: string };

export interface Asked {
  readonly host: string;
  readonly path: string;
  /** The only authority that is trusted, in PEM: what somebody in between says is no evidence. */
  readonly authority: string;
}

/** A refusal of Kubernetes is a Status object of a few hundred bytes. */
const READ_BYTES = 4_096;
const HEADER_BYTES = 16 * 1024;

/**
 * One GET without any credential: no token, no cookie, no client certificate, no body; no redirect is followed, nothing is decompressed, and
 * at most 4 KiB of the answer are looked at. Never throws.
 */
export async function getAnonymously(tools: ProbeTools, at: Dialled, asked: Asked): Promise<Answer> {
  const connection = await connectTo(tools, at);
  if (connection.outcome !== 'connected') return { failed: 'connection', code: connection.code };
  const raw = connection.socket;
  const seen: Seen = { text: '' };
  const late = AbortSignal.timeout(tools.limits.answerMs);
  const ended = tools.signal === undefined ? late : AbortSignal.any([late, tools.signal]);
  try {
    const secured = connect({
      socket: raw,
      ca: asked.authority,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true, // said, because the default can be turned off by a variable of the environment
      ...(isName(asked.host) ? { servername: asked.host } : { host: asked.host }),
    });
    const over = new Promise<Answer>((resolve) =>
      ended.addEventListener('abort', () => resolve(answerIn(seen) ?? { failed: 'timeout', code: 'ETIMEDOUT' }), {
        once: true,
      }),
    );
    return await Promise.race([exchange(secured, asked, seen), over]);
  } catch (error) {
    return { failed: 'connection', code: codeOf(error) };
  } finally {
    raw.destroy();
  }
}

/** What came of an answer so far: its status is what counts, however slowly the body follows. */
interface Seen {
  status?: number;
  text: string;
}

const answerIn = ({ status, text }: Seen): Answer | undefined =>
  status === undefined ? undefined : { status, anonymous: text.includes('system:anonymous') };

function exchange(secured: TLSSocket, { host, path }: Asked, seen: Seen): Promise<Answer> {
  return new Promise((resolve) => {
    const done = (error?: unknown) => resolve(answerIn(seen) ?? failure(codeOf(error)));
    secured.on('error', done);
    const message = request({
      createConnection: () => secured,
      method: 'GET',
      path,
      headers: {
        host,
        'user-agent': 'postern',
        accept: 'application/json',
        'accept-encoding': 'identity',
        connection: 'close',
      },
      maxHeaderSize: HEADER_BYTES,
    });
    message.on('error', done);
    message.on('response', (response) => {
      seen.status = response.statusCode ?? 0;
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        seen.text = (seen.text + chunk).slice(0, READ_BYTES);
        if (seen.text.length === READ_BYTES) done();
      });
      response.on('error', done);
      response.on('close', () => done());
    });
    message.end();
  });
}

const CERTIFICATE =
  /^(CERT_|CRL_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_)/;

function failure(code: string): Answer {
  if (CERTIFICATE.test(code)) return { failed: 'certificate', code };
  return { failed: code.startsWith('HPE_') ? 'malformed' : 'connection', code };
}
