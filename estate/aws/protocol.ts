import type { Operation } from './schema.ts';

export type Values = Readonly<Record<string, unknown>>;

export interface Request {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An error that a client is to see, in the words of the service that it asked. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, such as EKS's `clusterName`. */
  readonly members: Values;
  constructor(code: string, status: number, message: string, members: Values = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The server's side of one of the protocols that AWS services speak (Smithy's `aws.protocols`). */
export interface Protocol {
  /** The name of the operation that a request asks for, whether the service has it or not. */
  operation(operations: ReadonlyMap<string, Operation>, request: Request): string | undefined;
  /** The operation's input as plain values; a ServiceError if the request does not parse. */
  input(operation: Operation, request: Request): Values;
  /** An answer from plain values: timestamps as ISO strings or seconds, blobs as base64. */
  output(operation: Operation, output: Values, requestId: string): Response;
  error(error: ServiceError, requestId: string): Response;
}

export function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
