import { header, type Protocol, type Response, ServiceError, type Values } from './protocol.ts';
import { timestamp } from './scalar.ts';
import type { Shape } from './schema.ts';

/** Plain values → JSON as the service writes it: seconds for timestamps unless the model says otherwise. */
export function toJson(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  const { kind } = shape;
  if (kind === 'timestamp') return timestamp(value, shape.format ?? 'epoch-seconds');
  if (kind === 'blob') return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  if (kind === 'string') return typeof value === 'object' ? JSON.stringify(value) : value;
  if (kind === 'list' && shape.value) {
    const item = shape.value.shape;
    return (value as readonly unknown[]).map((v) => toJson(item, v));
  }
  if (kind === 'map' && shape.value) {
    const item = shape.value.shape;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toJson(item, v)]));
  }
  return kind === 'structure' ? structure(shape, value as Values) : value;
}

function structure(shape: Shape, values: Values): Values {
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const { httpHeader, httpLabel, httpQuery, jsonName } = member.traits;
    if (!(httpHeader || httpLabel || httpQuery) && Object.hasOwn(values, name))
      out[jsonName ?? name] = toJson(member.shape, values[name]);
  }
  return out;
}

/** A JSON body → plain values of the members that the model knows. */
export function readJson(shape: Shape, body: Buffer): Values {
  if (shape.kind === 'unit' || body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    throw new ServiceError('SerializationException', 400, 'The request body is not valid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new ServiceError('SerializationException', 400, 'The request body is not a JSON object.');
  const own = parsed as Values;
  const out: Record<string, unknown> = {};
  for (const [name, member] of shape.members) {
    const key = member.traits.jsonName ?? name;
    if (Object.hasOwn(own, key) && own[key] !== null) out[name] = own[key];
  }
  return out;
}

export const jsonError = ({ code, status, message, members }: ServiceError, requestId: string): Response => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code, 'x-amzn-requestid': requestId },
  body: JSON.stringify({ __type: code, message, ...members }),
});

/** awsJson 1.0 and 1.1 (KMS, Organizations, CloudWatch Logs): the operation stands in a header, everything else in the body. */
export const jsonRpc: Protocol = {
  operation: (_operations, request) => header(request, 'x-amz-target')?.split('.').at(-1),
  input: (operation, request) => readJson(operation.input, request.body),
  output: (operation, output, requestId) => ({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify(toJson(operation.output, output) ?? {}),
  }),
  error: jsonError,
};
