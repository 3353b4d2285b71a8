import { jsonError, readJson, toJson } from './json.ts';
import { header, type Protocol, type Request, type Response, ServiceError, type Values } from './protocol.ts';
import { fromText, toText } from './scalar.ts';
import type { Member, Operation, Shape } from './schema.ts';

/** What differs between restJson1 and restXml: the document. */
export interface Format {
  readonly type: string;
  read(shape: Shape, body: Buffer, member?: Member): unknown;
  write(shape: Shape, value: unknown, member?: Member): string;
  error: Protocol['error'];
}

export const jsonFormat: Format = {
  type: 'application/json',
  read: readJson,
  write: (shape, value) => JSON.stringify(toJson(shape, value) ?? {}),
  error: jsonError,
};

/** restJson1 (EKS) and restXml (S3): method and path choose the operation; members are labels, query, headers, payload or body. */
export const rest = (format: Format): Protocol => ({
  operation: (operations, request) => route(operations, request)?.name,
  input: (operation, request) => readMembers(operation, request, format),
  output: (operation, output, requestId) => writeMembers(operation, output, format, requestId),
  error: format.error,
});

interface Template {
  readonly operation: Operation;
  readonly method: string;
  readonly path: RegExp;
  readonly query: readonly (readonly [string, string])[];
  readonly labels: readonly string[];
  readonly length: number;
}
const templates = new WeakMap<ReadonlyMap<string, Operation>, readonly Template[]>();

/** Most specific first: more fixed query parameters, then a longer fixed path. */
function templatesOf(operations: ReadonlyMap<string, Operation>): readonly Template[] {
  const known = templates.get(operations);
  if (known) return known;
  const made = [...operations.values()].flatMap((operation) => templateOf(operation) ?? []);
  made.sort((a, b) => b.query.length - a.query.length || b.length - a.length);
  templates.set(operations, made);
  return made;
}

/** The template of one operation, made once. */
function templateOf(operation: Operation): Template | undefined {
  const known = byOperation.get(operation);
  if (known || !operation.http) return known;
  const made = template(operation, operation.http);
  byOperation.set(operation, made);
  return made;
}
const byOperation = new WeakMap<Operation, Template>();

function template(operation: Operation, [method, pattern]: readonly [string, string, number]): Template {
  const [path = '', query = ''] = pattern.split('?');
  const labels: string[] = [];
  const source = path.replace(/[.*]/g, '\\$&').replace(/\{(\w+)(\+?)\}/g, (_match, name: string, greedy: string) => {
    labels.push(name);
    return greedy ? '(.+)' : '([^/]+)';
  });
  const fixed = [...new URLSearchParams(query)];
  return {
    operation,
    method,
    path: new RegExp(`^${source}/?$`),
    query: fixed,
    labels,
    length: path.replace(/\{[^}]*\}/g, '').length,
  };
}

const matches = (t: Template, { method, path, query }: Request): boolean =>
  t.method === method && t.path.test(path) && t.query.every(([key, value]) => query.get(key) === value);

const route = (operations: ReadonlyMap<string, Operation>, request: Request): Operation | undefined =>
  templatesOf(operations).find((t) => matches(t, request))?.operation;

function readMembers(operation: Operation, request: Request, format: Format): Values {
  const { input } = operation;
  const { path, labels } = templateOf(operation) ?? { path: /^/, labels: [] as readonly string[] };
  const found = request.path.match(path);
  const label = (name: string): string | undefined => decode(found?.[labels.indexOf(name) + 1]);
  const members = [...input.members.values()];
  const hasBody = request.body.length > 0 && members.some(isDocument);
  const values: Record<string, unknown> = hasBody ? { ...(format.read(input, request.body) as Values) } : {};
  for (const member of members) {
    const value = readMember(member, request, format, label);
    if (value !== undefined) values[member.name] = value;
  }
  return values;
}

function readMember(member: Member, request: Request, format: Format, label: (name: string) => string | undefined): unknown {
  const { name, shape } = member;
  const { httpLabel, httpQuery, httpHeader, httpPrefixHeaders, httpPayload } = member.traits;
  if (httpPayload)
    return shape.kind === 'blob'
      ? request.body
      : request.body.length > 0
        ? format.read(shape, request.body, member)
        : undefined;
  if (httpPrefixHeaders) return prefixed(request, httpPrefixHeaders);
  if (httpQuery && shape.kind === 'list') return request.query.has(httpQuery) ? request.query.getAll(httpQuery) : undefined;
  const text = httpLabel
    ? label(name)
    : httpQuery
      ? request.query.get(httpQuery)
      : httpHeader
        ? header(request, httpHeader.toLowerCase())
        : undefined;
  return typeof text === 'string' ? fromText(shape, text) : undefined;
}

const isDocument = ({ traits }: Member): boolean =>
  !(
    traits.httpLabel ||
    traits.httpQuery ||
    traits.httpQueryParams ||
    traits.httpHeader ||
    traits.httpPrefixHeaders ||
    traits.httpPayload
  );

export function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    throw new ServiceError('InvalidURI', 400, "Couldn't parse the specified URI.");
  }
}

const prefixed = (request: Request, prefix: string): Values =>
  Object.fromEntries(
    Object.keys(request.headers)
      .filter((name) => name.startsWith(prefix.toLowerCase()))
      .map((name) => [name.slice(prefix.length), header(request, name)]),
  );

function writeMembers(operation: Operation, output: Values, format: Format, requestId: string): Response {
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId };
  let payload: string | Uint8Array | undefined;
  let documented = false;
  for (const member of operation.output.members.values()) {
    documented ||= isDocument(member);
    const value = output[member.name];
    const { httpHeader, httpPrefixHeaders, httpPayload } = member.traits;
    if (value === undefined || value === null) continue;
    if (httpHeader) headers[httpHeader.toLowerCase()] = toText(member, value, 'http-date');
    else if (httpPrefixHeaders)
      for (const [k, v] of Object.entries(value)) headers[`${httpPrefixHeaders}${k}`.toLowerCase()] = String(v);
    else if (httpPayload)
      payload = member.shape.kind === 'blob' ? (value as Uint8Array) : format.write(member.shape, value, member);
  }
  headers['content-type'] ??= format.type;
  return {
    status: operation.http?.[2] ?? 200,
    headers,
    body: payload ?? (documented ? format.write(operation.output, output) : ''),
  };
}
