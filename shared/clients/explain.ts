import { plainLine } from '../text/plain-line.ts';
import { AwsError, kindOfCode, noCredentials } from './errors.ts';
import { redact } from './redact.ts';
import { iamAction, type ServiceName } from './sdk.ts';

/** What was asked, for the words of an error. */
export interface Asked {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
}

/**
 * An error of the SDK, of the network or of a bound of ours → one of ours, in people's words. Never throws. What a server says is quoted
 * without anything that looks like a credential, and without the given secrets: it may repeat the request.
 */
export function explain(error: unknown, asked: Asked, secrets: Iterable<string> = []): AwsError {
  if (error instanceof AwsError) return error;
  const found = parts(error, secrets);
  return onTheWay(found, asked) ?? ofTheService(found, asked);
}

/** No answer, or one that is not the service's. */
function onTheWay(found: Parts, { service, operation, region }: Asked): AwsError | undefined {
  const { code, message, nodeCode, status, type } = found;
  const action = iamAction(service, operation);
  if (code === 'TimeoutError' && (nodeCode === undefined || nodeCode === 'ETIMEDOUT')) return late(action);
  if (code === 'AbortError') return late(action);
  if (code === 'AnswerTooLarge')
    return new AwsError(
      'malformed',
      `AnswerTooLarge: ${action}: ${message.match(/^an answer larger than \d+ bytes/)?.[0] ?? ''}`,
    );
  if (nodeCode !== undefined && nodeCode !== 'ABORT_ERR')
    return new AwsError(
      'unreachable',
      `Unreachable: ${action}: the connection failed (${nodeCode})`,
      `let the scanner reach the ${service} endpoint of ${region}`,
    );
  if (status === undefined || isReadable(found)) return undefined;
  const media = /^[\w.+-]{1,40}\/[\w.+-]{1,60}$/.test(type) ? type : 'something else';
  return new AwsError(
    'malformed',
    status < 300 && !isPage(type)
      ? `MalformedAnswer: ${action}: the answer cannot be read`
      : `MalformedAnswer: ${action}: answered ${status} with ${media}, not the ${service} protocol`,
    `see what answers for ${service} in ${region}: a proxy, or an endpoint that lacks this operation`,
  );
}

const late = (action: string): AwsError =>
  new AwsError('timeout', `Timeout: ${action}: no answer in time`, 'scan again, or from a network nearer to the Region');

/** What people and proxies write, and no service. */
const isPage = (type: string): boolean => type === 'text/html' || type === 'text/plain';

/** A refusal in the service's protocol. An error beside a status of success is one of reading the answer. */
const isReadable = ({ code, message, status, type }: Parts): boolean =>
  !isPage(type) && (status ?? 0) >= 300 && code !== 'SyntaxError' && !/Deserialization error|XML parse error/.test(message);

/** What the service itself says. */
function ofTheService({ code, message, status }: Parts, { service, operation, region }: Asked): AwsError {
  const action = iamAction(service, operation);
  const kind = status === 429 ? 'throttled' : kindOfCode(code);
  const because = (words: string) => `${code}: ${action}: ${words}`;
  switch (kind) {
    case 'denied':
      return denied(action, message);
    case 'throttled':
      return new AwsError(kind, because('throttled, retries included'), 'scan again later, or lower --rate');
    case 'expired':
      return new AwsError(kind, because('the credentials have expired'), 'renew the credentials and scan again');
    case 'not-enabled':
      return new AwsError(
        kind,
        because(`${region} does not know the account's credentials`),
        `enable ${region} for the account, or leave it out with --region`,
      );
    case 'unsupported':
      return new AwsError(kind, because('the endpoint does not know this operation'));
    case 'credentials':
      return noCredentials();
    case 'gone':
      return new AwsError(kind, because(message));
    default:
      // Such refusals quote what was signed: the request with its headers, the session token among them.
      if (/Signature/.test(code))
        return new AwsError(
          'refused',
          because('the signature of the request is not accepted'),
          'see that the clock is right and the credentials are whole, and that nothing on the way changes requests',
        );
      return new AwsError(status !== undefined && status >= 500 ? 'server' : 'refused', because(message));
  }
}

/** An explicit deny says which kind of policy it stands in (IAM "Troubleshoot access denied error messages"). */
function denied(action: string, message: string): AwsError {
  const why = `AccessDenied: ${action}`;
  const policy = message.match(/with an explicit deny in (?:a|an|the) ([a-z -]{3,40}? policy|permissions boundary)/i)?.[1];
  if (policy === undefined) return new AwsError('denied', why, `grant ${action} to the scanning role`);
  const which = message.match(/arn:[\w-]+:organizations::\d{12}:policy\/[\w\-/]{1,200}/)?.[0];
  return new AwsError(
    'denied-by-policy',
    `${why}, by an explicit deny in a ${policy}`,
    `let the ${policy}${which === undefined ? '' : ` ${which}`} allow ${action} for the scanning role: a grant alone does not help`,
  );
}

interface Parts {
  readonly code: string;
  readonly message: string;
  readonly nodeCode: string | undefined;
  readonly status: number | undefined;
  /** The media type of the answer. */
  readonly type: string;
}

/** So much of a message is looked at: what is cut off is never shown. */
const READ = 8_000;

/** What an error holds, whatever it is: all of it may be an attacker's. */
function parts(error: unknown, secrets: Iterable<string>): Parts {
  const { name, message, code, $metadata, $response } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly message?: unknown;
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: unknown };
    readonly $response?: { readonly headers?: Readonly<Record<string, unknown>>; readonly statusCode?: unknown };
  };
  const shown = (text: string, length: number) => plainLine(redact(plainLine(text, READ), secrets), length);
  const isCode = typeof name === 'string' && /^[A-Za-z][\w.]{0,80}$/.test(name) && shown(name, 100) === name;
  const word = isCode ? name.replace(/^Client\./, '') : 'Error';
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const contentType = $response?.headers?.['content-type'];
  return {
    code: word,
    message: typeof message === 'string' ? shown(message, 1000) : '',
    // Node's own codes; a service's error can have a member of that name too, which has lower-case letters.
    nodeCode: typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined,
    status: typeof status === 'number' ? status : undefined,
    type:
      typeof contentType === 'string'
        ? shown(contentType.split(';')[0] ?? '', 200)
            .trim()
            .toLowerCase()
        : '',
  };
}
