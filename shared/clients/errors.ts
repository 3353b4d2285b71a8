import { iamAction, type ServiceName } from './sdk.ts';

/** Why AWS gave no evidence; what the caller may decide by. */
export type AwsErrorKind =
  | 'denied' // a permission is missing
  | 'denied-by-policy' // a policy denies it explicitly: no grant to the role would help
  | 'throttled' // for longer than we retry
  | 'timeout' // no answer in time, or stopped by the caller
  | 'expired' // the credentials are no longer good
  | 'not-enabled' // the Region does not know the account's credentials: it is not enabled there
  | 'gone' // what was asked for does not exist (any more)
  | 'unreachable' // no connection, or one that ended too soon
  | 'malformed' // not what the service answers
  | 'unsupported' // the service does not know the operation
  | 'credentials' // there are none
  | 'server' // the service failed
  | 'refused'; // any other refusal

/** One line of what could not be read and why, for people; `why` begins with the service's error code. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly kind: AwsErrorKind;
  readonly why: string;
  readonly action: string | undefined;
  constructor(kind: AwsErrorKind, why: string, action?: string) {
    super(why);
    this.kind = kind;
    this.why = oneLine(why, 400);
    this.action = action === undefined ? undefined : oneLine(action, 400);
  }
}

/** What was asked, for the words of an error. */
export interface Asked {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
}

type Rule = readonly [kind: AwsErrorKind, code: RegExp];

/** Codes of the services, each as its API reference ("Common errors") has it; the first that matches says the kind. */
const rules: readonly Rule[] = [
  [
    'throttled',
    /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|SlowDown|EC2Throttled|BandwidthLimit|PriorRequest)/,
  ],
  ['denied', /^(AccessDenied|UnauthorizedOperation|Unauthorized|NotAuthorized|AuthorizationError|UnauthorizedAccess)/],
  ['expired', /^(ExpiredToken|RequestExpired|TokenRefreshRequired)/],
  ['not-enabled', /^(UnrecognizedClient|InvalidClientTokenId|AuthFailure|OptInRequired|RegionDisabled|SubscriptionRequired)/],
  ['unsupported', /^(InvalidAction|UnknownOperation|UnsupportedOperation|NotImplemented|MissingAction)/],
  ['gone', /.(NotFound(Exception)?|Malformed\.NotFound)$|^NoSuch/],
  ['credentials', /^(CredentialsProviderError|TokenProviderError)$/],
];

/** Whether a reason says that the thing was there when it was listed, and is no longer. */
export const isGone = ({ why }: { readonly why: string }): boolean => kindOfCode(firstWord(why)) === 'gone';
/** Whether a reason says that the Region is not enabled for the account. */
export const isNotEnabled = ({ why }: { readonly why: string }): boolean => kindOfCode(firstWord(why)) === 'not-enabled';
/** Whether a reason says that a policy above the role denies it, so that no grant to the role would help. */
export const isDeniedByPolicy = ({ why }: { readonly why: string }): boolean => why.includes(', by an explicit deny in a ');

const firstWord = (why: string): string => why.match(/^([\w.]+):/)?.[1] ?? '';
const kindOfCode = (code: string): AwsErrorKind | undefined => rules.find(([, pattern]) => pattern.test(code))?.[0];

/** An error of the SDK, of the network or of a bound of ours → one of ours, in people's words. Never throws. */
export function explain(error: unknown, asked: Asked): AwsError {
  if (error instanceof AwsError) return error;
  const found = parts(error);
  return onTheWay(found, asked) ?? ofTheService(found, asked);
}

/** No answer, or one that is not the service's. */
function onTheWay(
  { code, message, nodeCode, status, type }: Parts,
  { service, operation, region }: Asked,
): AwsError | undefined {
  const action = iamAction(service, operation);
  if (type === 'text/html' || type === 'text/plain')
    return new AwsError(
      'malformed',
      `MalformedAnswer: ${action}: answered ${status ?? ''} with ${type}, not the ${service} protocol`,
      `see what answers for ${service} in ${region}: a proxy, or an endpoint that lacks this operation`,
    );
  if (code === 'AnswerTooLarge') return new AwsError('malformed', `AnswerTooLarge: ${action}: ${message}`);
  if (nodeCode !== undefined && nodeCode !== 'ABORT_ERR')
    return new AwsError(
      'unreachable',
      `Unreachable: ${action}: the connection failed (${nodeCode})`,
      `let the scanner reach the ${service} endpoint of ${region}`,
    );
  if (code === 'TimeoutError' || code === 'AbortError')
    return new AwsError(
      'timeout',
      `Timeout: ${action}: no answer in time`,
      'scan again, or from a network nearer to the Region',
    );
  if (status === undefined || status >= 300) return undefined;
  // The service says that all is well, and yet there is an error: what it says cannot be read.
  return new AwsError(
    'malformed',
    `MalformedAnswer: ${action}: the answer cannot be read`,
    'scan again; if it stays, see what answers',
  );
}

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
      return new AwsError(status !== undefined && status >= 500 ? 'server' : 'refused', because(message));
  }
}

/** The one line of a caller without credentials. */
export const noCredentials = (): AwsError =>
  new AwsError(
    'credentials',
    'no AWS credentials were found',
    'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached',
  );

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

/** What an error holds, whatever it is: all of it may be an attacker's. */
function parts(error: unknown): Parts {
  const { name, message, code, $metadata, $response } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly message?: unknown;
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: unknown };
    readonly $response?: { readonly headers?: Readonly<Record<string, unknown>>; readonly statusCode?: unknown };
  };
  const word = typeof name === 'string' && /^[A-Za-z][\w.]{0,80}$/.test(name) ? name.replace(/^Client\./, '') : 'Error';
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const contentType = $response?.headers?.['content-type'];
  return {
    code: word,
    message: typeof message === 'string' ? oneLine(message, 200) : '',
    // Node's own codes; a service's error can have a member of that name too, which has lower-case letters.
    nodeCode: typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : undefined,
    status: typeof status === 'number' ? status : undefined,
    type: typeof contentType === 'string' ? (contentType.split(';')[0] ?? '').trim().toLowerCase() : '',
  };
}

/** Printable, without control or formatting characters, of bounded length. */
function oneLine(text: string, length: number): string {
  const line = text
    .slice(0, length * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
