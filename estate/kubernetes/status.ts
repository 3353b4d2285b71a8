/** An answer of the API server, before it is written to the wire. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** HTTP status → the `reason` of a Status object (k8s.io/apimachinery/pkg/apis/meta/v1, StatusReason). */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

export type FailureCode = 400 | 401 | 403 | 404 | 405 | 406 | 410 | 429 | 500 | 503;

/** A refusal as the API server words it: a `Status` object (meta/v1) with the same code. */
export function failure(
  code: FailureCode,
  message: string,
  details?: object,
  headers?: Readonly<Record<string, string>>,
): Answer {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: REASONS[code],
    ...(details && { details }),
    code,
  };
  return { status: code, body: status, ...(headers && { headers }) };
}
