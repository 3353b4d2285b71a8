import { plainLine } from '../../text/plain-line.ts';
/** Why an API server gave no evidence; what the caller may decide by. */
export type KubernetesErrorKind =
  | 'forbidden' // 403: the caller is known, the right is missing
  | 'unauthorized' // 401, or no credentials to sign with
  | 'unreachable' // no connection, or one that ended too soon
  | 'timeout' // no answer in time, or stopped by the caller
  | 'certificate' // not a certificate of the given authority, or the authority itself does not parse
  | 'redirect' // sent elsewhere: never followed
  | 'too-large' // over a bound of ours
  | 'malformed' // not what the API answers
  | 'throttled' // 429 for longer than we wait
  | 'not-found' // 404: not served, or gone
  | 'configuration' // a kubeconfig or an address that cannot be used
  | 'server'; // any other answer that is not a success

/** Where a request went: shown as host and path, never with its query. */
export interface Where {
  readonly server: URL;
  readonly path: string;
  /** GET, but for reviews. */
  readonly method?: 'GET' | 'POST';
}

/**
 * One line: what, and where. It never holds the bearer token, the query, or any text of the server, which may repeat the token: only
 * status codes and Node's own error codes. There is no `cause` for the same reason.
 */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly kind: KubernetesErrorKind;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** What to grant or change, where that would help. */
  readonly action: string | undefined;

  constructor(kind: KubernetesErrorKind, message: string, about: { readonly status?: number; readonly action?: string } = {}) {
    super(plainLine(message, 500));
    this.kind = kind;
    this.status = about.status;
    this.action = about.action === undefined ? undefined : plainLine(about.action, 500);
  }
}

/** `GET <path> at <host>`: how a message begins. */
export const request = ({ server, path, method = 'GET' }: Where) => `${method} ${path.split('?')[0]} at ${server.host}`;

/** The same of every request to one server: what stood in the way, without what was asked. */
export const anyRequest = (message: string): string => message.replace(/^(?:GET|POST) \S+ at (?=\S+: )/, '');

// OpenSSL's verification results as Node names them, and its own check of the host name.
const CERTIFICATE =
  /^(CERT_|CRL_|ERR_TLS_CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_)/;

/** An error of Node's network stack → ours; of the original only its code is kept. */
export function transportError(where: Where, error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  const code = codeOf(error);
  if (code === 'ABORT_ERR') return timeoutError(where, 'stopped before it had ended');
  if (CERTIFICATE.test(code)) {
    return new KubernetesError(
      'certificate',
      `${request(where)}: its certificate is not of the cluster's authority (${code})`,
      {
        action: `see what answers at ${where.server.host}: it is not the cluster, or something stands in between`,
      },
    );
  }
  if (code.startsWith('HPE_')) return new KubernetesError('malformed', `${request(where)}: not an HTTP answer (${code})`);
  return new KubernetesError('unreachable', `${request(where)}: the connection failed (${code})`, {
    action: reachAction(where),
  });
}

/** No answer in time; `what` says of which bound. */
export const timeoutError = (where: Where, what: string) =>
  new KubernetesError('timeout', `${request(where)}: ${what}`, { action: reachAction(where) });

const reachAction = ({ server }: Where) =>
  `let the scanner reach ${server.host}: from an address that the public endpoint allows, or from inside the VPC`;

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'no code';
}
