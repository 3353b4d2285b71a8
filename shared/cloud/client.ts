import type { AwsCredentials } from '../clients/credentials.ts';
import { redact } from '../clients/redact.ts';
import { plainLine } from '../text/plain-line.ts';

/** Where a service of the deployment is asked. */
export interface CloudPlace {
  readonly region: string;
  /** Default: the ordinary AWS configuration chain. */
  readonly credentials?: () => Promise<AwsCredentials>;
  /** Default: AWS_ENDPOINT_URL and the like, as the SDK reads them; else AWS. */
  readonly endpoint?: string;
  /** How often a request is sent in all; 5 by default. */
  readonly attempts?: number;
}

/** The configuration of a client of the SDK, every wait bounded (milliseconds). */
export const clientConfig = ({ region, credentials, endpoint, attempts = 5 }: CloudPlace) => ({
  region,
  ...(credentials !== undefined && { credentials }),
  ...(endpoint !== undefined && { endpoint }),
  maxAttempts: attempts,
  userAgentAppId: 'postern',
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
});

/** What a service of the deployment was asked for, in the words that a message needs. */
export interface CloudAsked {
  /** As in "cannot …": `publish to arn:…`. */
  readonly doing: string;
  /** The IAM action that allows it. */
  readonly action: string;
}

/** A service of the deployment that did not do its part: one line for people. `kind` is what a caller may decide by. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly kind: 'denied' | 'missing' | 'refused' | 'unreachable';
  constructor(kind: CloudError['kind'], message: string, options?: { cause?: unknown }) {
    super(plainLine(message, 600), options);
    this.kind = kind;
  }
}

/** An error of the SDK as one line. Names as in each API's reference, "Errors" and "Common errors". */
export function cloudError(error: unknown, { doing, action }: CloudAsked): CloudError {
  const name = nameOf(error);
  // A signature that does not fit is answered with what was signed, the session token among it.
  const message = redact(error instanceof Error ? error.message : String(error));
  const make = (kind: CloudError['kind'], why: string) => new CloudError(kind, `cannot ${doing}: ${why}`, { cause: error });
  const status = statusOf(error);
  if (/AccessDenied|AuthorizationError|NotAuthorized/.test(name)) return make('denied', `${name}; grant ${action}`);
  if (/NotFound|DoesNotExist/.test(name)) return make('missing', `${name}: ${message}; deploy again, or correct the name`);
  if (status === undefined || status >= 500 || /Throttl/.test(name))
    return make('unreachable', `${name}: ${message}; try again later`);
  return make('refused', `${name}: ${message}`);
}

/** The error code of a service, as the SDK names its errors. */
export const nameOf = (error: unknown): string =>
  error instanceof Error && /^[A-Za-z][\w.]{0,80}$/.test(error.name) ? error.name : 'Error';

function statusOf(error: unknown): number | undefined {
  const metadata = (error as { readonly $metadata?: { readonly httpStatusCode?: unknown } } | undefined)?.$metadata;
  return typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
