import { EventError } from '../contract/events.ts';

/** A request of the HTTP API, as far as it is looked at: the path in segments of plain characters, each parameter once. */
export interface ApiRequest {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  /** Empty without one. */
  readonly body: string;
}

/** What a function gives an HTTP API to send (API Gateway, payload format 2.0). */
export interface ApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that is refused: one sentence, fit for a stranger. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}) {
    super(sentence);
    this.status = status;
    this.headers = headers;
  }
}

const MOST_BODY_BYTES = 64 * 1024;
const LONGEST_PATH = 300;
const LONGEST_QUERY = 1_000;
const SEGMENT = /^[A-Za-z0-9._-]{1,120}$/;

/**
 * Reads the event of an HTTP API (payload format 2.0): `rawPath`, `rawQueryString`, `body`, `isBase64Encoded`, `requestContext`.
 * Names of ours need no escapes in a path: one that has any is that of nothing, whether it is decoded on its way or not.
 * @throws ApiError
 */
function parseApiEvent(event: unknown): ApiRequest {
  const { rawPath, rawQueryString, body, isBase64Encoded, requestContext } = object(event);
  const { http, stage } = object(requestContext);
  const { method } = object(http);
  return {
    method: typeof method === 'string' ? method : '',
    segments: segmentsOf(typeof rawPath === 'string' ? rawPath : '', stage),
    query: queryOf(typeof rawQueryString === 'string' ? rawQueryString : ''),
    body: bodyOf(typeof body === 'string' ? body : '', isBase64Encoded === true),
  };
}

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function segmentsOf(path: string, stage: unknown): readonly string[] {
  const [first, ...rest] = path.slice(0, LONGEST_PATH + 1).split('/');
  // A stage that is not the default one stands in the path.
  const segments = typeof stage === 'string' && stage !== '$default' && rest[0] === stage ? rest.slice(1) : rest;
  const isPlain = (segment: string) => SEGMENT.test(segment) && segment !== '.' && segment !== '..';
  if (path.length > LONGEST_PATH || first !== '' || !segments.every(isPlain)) throw notFound();
  return segments;
}

function queryOf(text: string): ReadonlyMap<string, string> {
  if (text.length > LONGEST_QUERY) throw new ApiError(414, 'The parameters are too long.');
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (query.has(name)) throw new ApiError(400, 'A parameter is given twice.');
    query.set(name, value);
  }
  return query;
}

function bodyOf(text: string, isBase64: boolean): string {
  const bytes = text.length > 2 * MOST_BODY_BYTES ? undefined : Buffer.from(text, isBase64 ? 'base64' : 'utf8');
  if (bytes === undefined || bytes.length > MOST_BODY_BYTES) throw new ApiError(413, 'The body is larger than 64 KB.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ApiError(400, 'The body is not UTF-8.');
  }
}

export const notFound = (): ApiError => new ApiError(404, 'There is nothing at this address.');

/** The method that an address takes. @throws ApiError 405 */
export function only(method: string, { method: asked }: ApiRequest): void {
  if (asked !== method) throw new ApiError(405, `This address takes ${method} only.`, { allow: method });
}

/** The parameters, if there are no others. @throws ApiError 400 */
export function parameters<const Name extends string>({ query }: ApiRequest, ...names: readonly Name[]) {
  for (const name of query.keys())
    if (!names.some((one) => one === name))
      throw new ApiError(
        400,
        names.length === 0 ? 'This address takes no parameters.' : `The parameters are ${names.join(', ')}.`,
      );
  return Object.fromEntries(names.map((name) => [name, query.get(name)])) as Readonly<Record<Name, string | undefined>>;
}

const headers = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/** An answer in JSON. */
export const json = (statusCode: number, value: unknown, more: Readonly<Record<string, string>> = {}): ApiResponse => ({
  statusCode,
  headers: { ...headers, ...more },
  body: `${JSON.stringify(value)}\n`,
});

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;

/** Answers whatever happens: a refusal in its sentence; what failed on our side is logged, and the caller learns that it did. */
export async function answer(
  event: unknown,
  handle: (request: ApiRequest) => Promise<ApiResponse>,
  log: (error: unknown) => void,
): Promise<ApiResponse> {
  try {
    return await handle(parseApiEvent(event));
  } catch (error) {
    if (error instanceof ApiError) return json(error.status, { message: error.message }, error.headers);
    if (error instanceof EventError) return json(400, { message: sentence(error.message) });
    log(error);
    return json(500, { message: 'Postern could not answer; its own log says why.' });
  }
}
