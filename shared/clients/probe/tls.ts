import type { X509Certificate } from 'node:crypto';
import type { SecureVersion } from 'node:tls';
import { plainLine } from '../../text/plain-line.ts';
import { type Handshake, type Hello, handshake, isName, peerOf } from './handshake.ts';
import type { Dialled, ProbeTools } from './network.ts';

const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** A certificate of the chain, the server's own first. Times are ISO 8601 in UTC. */
interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** What a server says of itself in handshakes. */
export interface TlsSummary {
  /** Versions that ended in a handshake, the lowest first. */
  readonly accepted: readonly string[];
  /** Versions that the server turned down. */
  readonly refused: readonly string[];
  /** Versions of which neither is known, each with the reason. */
  readonly unknown: readonly { readonly version: string; readonly why: string }[];
  /** The cipher that was agreed on in the highest version. */
  readonly cipher: string;
  readonly chain: readonly CertificateSummary[];
  /** The names in the server's certificate. */
  readonly names: string;
  /** Whether one of them is the name that was dialled. */
  readonly matches: boolean;
  /** Why the chain does not lead to the authority, in OpenSSL's words ("CERT_HAS_EXPIRED"). */
  readonly problem?: string;
}

/** Runs a piece of work that makes one connection, when its turn comes. */
export type Paced = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Which versions of TLS a server accepts (RFC 8446, RFC 5246, and RFC 8996, which deprecates 1.0 and 1.1), one handshake each, and the
 * certificate that it shows. Undefined where no version ended in a handshake.
 * @throws what `paced` throws
 */
export async function probeTls(
  tools: ProbeTools,
  at: Dialled,
  hello: Omit<Hello, 'version'>,
  paced: Paced,
): Promise<TlsSummary | undefined> {
  const results: [SecureVersion, Handshake['outcome'], string][] = [];
  let shown: Shown | undefined;
  for (const version of versions) {
    let result: Attempt = { outcome: 'closed' };
    // A connection that was cut says nothing of the server; a second try may.
    for (let attempt = 0; attempt < 2 && result.outcome === 'closed'; attempt++)
      result = await paced(async () => described(await handshake(tools, at, { ...hello, version }), hello.host));
    results.push([version, result.outcome, 'code' in result ? result.code : '']);
    if ('shown' in result) shown = result.shown;
  }
  if (shown === undefined) return undefined;
  const of = (...outcomes: readonly string[]) => results.filter(([, outcome]) => outcomes.includes(outcome));
  return {
    accepted: of('accepted').map(([version]) => version),
    refused: of('refused').map(([version]) => version),
    unknown: of('not-offered', 'closed', 'unfinished', 'unanswered').map(([version, outcome, code]) => ({
      version,
      why: reasons[outcome as keyof typeof reasons] + (code === '' ? '' : ` (${code})`),
    })),
    ...shown,
  };
}

const reasons = {
  'not-offered': 'this machine does not offer it',
  closed: 'the connection was closed without a word, by the server or something in between',
  unfinished: 'the handshake began and did not end',
  unanswered: 'no answer in time',
} as const;

type Shown = Pick<TlsSummary, 'cipher' | 'chain' | 'names' | 'matches' | 'problem'>;
type Attempt = Exclude<Handshake, { readonly outcome: 'accepted' }> | { readonly outcome: 'accepted'; readonly shown: Shown };

/** Takes from a connection what is told of it, and closes it. */
function described(result: Handshake, host: string): Attempt {
  if (result.outcome !== 'accepted') return result;
  const { socket } = result;
  try {
    const own = peerOf(socket);
    const problem = socket.authorized ? undefined : plainLine(String(socket.authorizationError ?? 'not verified'), 100);
    return {
      outcome: 'accepted',
      shown: {
        cipher: plainLine(socket.getCipher().standardName ?? socket.getCipher().name, 100),
        chain: chainOf(own),
        names: plainLine(own?.subjectAltName ?? '', LONGEST),
        matches: own !== undefined && (isName(host) ? own.checkHost(host) : own.checkIP(host)) !== undefined,
        ...(problem !== undefined && { problem }),
      },
    };
  } finally {
    socket.destroy();
  }
}

const LONGEST = 1_000;
const MOST_CERTIFICATES = 10;

function chainOf(own: X509Certificate | undefined): readonly CertificateSummary[] {
  const chain: CertificateSummary[] = [];
  for (let one = own; one !== undefined && chain.length < MOST_CERTIFICATES; one = one.issuerCertificate) {
    chain.push({
      subject: plainLine(one.subject ?? '', 300),
      issuer: plainLine(one.issuer ?? '', 300),
      notBefore: iso(one.validFrom),
      notAfter: iso(one.validTo),
    });
    if (one.subject === one.issuer) break;
  }
  return chain;
}

/** A certificate's time, which may be any year; what is none is said as it stands. */
function iso(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? plainLine(text, 60) : time.toISOString();
}
