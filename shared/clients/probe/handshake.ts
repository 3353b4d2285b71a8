import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { codeOf, type Dialled, type ProbeTools } from './network.ts';
import { connectTo } from './tcp.ts';

/** How a handshake is begun. */
export interface Hello {
  /** The name that is dialled: sent as the server's name, unless it is an address. */
  readonly host: string;
  /** The only version that is offered; without it, whatever Node offers. */
  readonly version?: SecureVersion;
  /** The authority in PEM; without it, those that Node trusts. */
  readonly authority?: string | undefined;
}

/** What came of a handshake. Only `accepted` and `refused` say something of the server. */
export type Handshake =
  | { readonly outcome: 'accepted'; readonly socket: TLSSocket }
  /** The alert `protocol_version` and nothing else, or an answer in another version. */
  | { readonly outcome: 'refused' }
  /** The connection was closed before the server said anything. */
  | { readonly outcome: 'closed' }
  /** It began and did not end: the server asked for a certificate, or took none of the ciphers. */
  | { readonly outcome: 'unfinished'; readonly code: string }
  /** Nothing was sent: this machine's own OpenSSL does not offer the version. */
  | { readonly outcome: 'not-offered' }
  /** No connection, or no answer in time. */
  | { readonly outcome: 'unanswered'; readonly code: string };

/** A TLS alert is a record of five bytes and two of its own (RFC 8446 sections 5.1 and 6). */
const ALERT_BYTES = 7;

/** How this side says that the answer is in another version than the one it offered, or is no TLS at all. */
const OTHER_VERSION =
  /^ERR_SSL_(UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|WRONG_SSL_VERSION|VERSION_TOO_(LOW|HIGH)|PACKET_LENGTH_TOO_LONG)$/;

/**
 * One TLS handshake at an address that was dialled, with whatever certificate: what is not to be trusted is to be described. OpenSSL's
 * security level is lowered to 0 for it, since level 1 refuses TLS 1.0 and 1.1 by itself. Nothing is sent over the connection. Never throws.
 */
export async function handshake(tools: ProbeTools, at: Dialled, hello: Hello): Promise<Handshake> {
  const connection = await connectTo(tools, at);
  if (connection.outcome !== 'connected') return { outcome: 'unanswered', code: connection.code };
  const raw = connection.socket;
  const secured = secure(raw, hello);
  if (secured === undefined) {
    raw.destroy();
    return { outcome: 'not-offered' };
  }
  return ended(tools, raw, secured);
}

/** Undefined where this side has no such version or cipher. */
function secure(socket: Socket, { host, version, authority }: Hello): TLSSocket | undefined {
  try {
    return connect({
      socket,
      ...(isName(host) && { servername: host }),
      ...(version !== undefined && { minVersion: version, maxVersion: version }),
      ...(authority !== undefined && { ca: authority }),
      ciphers: 'ALL:@SECLEVEL=0',
      rejectUnauthorized: false,
      // Whether the name fits is looked at for itself (certificate.ts), so that one problem does not hide the other.
      checkServerIdentity: () => undefined,
    });
  } catch {
    return undefined;
  }
}

/** RFC 6066 section 3: an address is no server name. */
export const isName = (host: string): boolean => !/^[\d.]+$|:/.test(host);

function ended({ limits, signal }: ProbeTools, raw: Socket, secured: TLSSocket): Promise<Handshake> {
  return new Promise((resolve) => {
    const done = (result: Handshake): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (result.outcome !== 'accepted') {
        secured.destroy();
        raw.destroy();
      }
      secured.on('error', () => undefined);
      resolve(result);
    };
    const stop = () => done({ outcome: 'unanswered', code: 'ABORT_ERR' });
    const timer = setTimeout(() => done({ outcome: 'unanswered', code: 'ETIMEDOUT' }), limits.handshakeMs);
    signal?.addEventListener('abort', stop, { once: true });
    secured.once('secureConnect', () => done({ outcome: 'accepted', socket: secured }));
    secured.once('error', (error) => done(failure(codeOf(error), raw)));
    secured.once('close', () => done(failure('ECONNRESET', raw)));
  });
}

function failure(code: string, { bytesRead, bytesWritten }: Socket): Handshake {
  if (bytesWritten === 0) return { outcome: 'not-offered' };
  if (bytesRead === 0) return { outcome: 'closed' };
  if (OTHER_VERSION.test(code)) return { outcome: 'refused' };
  return code.includes('ALERT_PROTOCOL_VERSION') && bytesRead <= ALERT_BYTES
    ? { outcome: 'refused' }
    : { outcome: 'unfinished', code };
}

/** The certificate that the server sent first, with those that follow from it. */
export const peerOf = (socket: TLSSocket): X509Certificate | undefined => socket.getPeerX509Certificate();
