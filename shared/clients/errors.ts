import { plainLine } from '../text/plain-line.ts';
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
    super(plainLine(why, 400));
    this.kind = kind;
    this.why = plainLine(why, 400);
    this.action = action === undefined ? undefined : plainLine(action, 400);
  }
}

/**
 * Whether an error is a mistake of ours, and nothing that AWS or the network did: those come with an answer or a code. It is to be
 * passed on as it is, so that the run is known to have failed by our fault.
 */
export const isDefect = (error: unknown): boolean =>
  (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) &&
  !('$response' in error) &&
  !('$metadata' in error) &&
  !('code' in error);

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
  ['gone', /.NotFound(Exception)?$|^NotFoundException$|^NoSuch/],
  ['credentials', /^(CredentialsProviderError|TokenProviderError)$/],
];

/** Whether a reason says that the thing was there when it was listed, and is no longer. */
export const isGone = ({ why }: { readonly why: string }): boolean => kindOfCode(firstWord(why)) === 'gone';
/** Whether a reason says that the Region is not enabled for the account. */
export const isNotEnabled = ({ why }: { readonly why: string }): boolean => kindOfCode(firstWord(why)) === 'not-enabled';
/** Whether a reason says that a policy above the role denies it, so that no grant to the role would help. */
export const isDeniedByPolicy = ({ why }: { readonly why: string }): boolean => why.includes(', by an explicit deny in a ');

const firstWord = (why: string): string => why.match(/^([\w.]+):/)?.[1] ?? '';
/** Whether an error of the SDK is an answer that says to slow down. */
export const isThrottled = (error: unknown): boolean => {
  const { name, $metadata } = (error ?? {}) as {
    readonly name?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: unknown };
  };
  const code = typeof name === 'string' ? name.replace(/^Client\./, '') : '';
  return $metadata?.httpStatusCode === 429 || kindOfCode(code) === 'throttled';
};
/** The kind that an error code of a service means. */
export const kindOfCode = (code: string): AwsErrorKind | undefined => rules.find(([, pattern]) => pattern.test(code))?.[0];

/** The one line of a caller without credentials; `because` is the name of an error other than that there are none. */
export const noCredentials = (because?: string): AwsError =>
  new AwsError(
    'credentials',
    because === undefined || because === 'CredentialsProviderError'
      ? 'no AWS credentials were found'
      : `the AWS credentials could not be had (${because})`,
    'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached',
  );
