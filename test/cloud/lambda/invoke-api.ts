import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { read } from './body.ts';
import type { Events } from './events.ts';
import type { Worker } from './worker.ts';

/** Bytes of a payload (Lambda quotas): 6 MB of a call that is waited for, 1 MB of an event. */
const MOST = { RequestResponse: 6_291_456, Event: 1_048_576 };

/** A function by name, by ARN, or by account and name; with or without a qualifier, of which there is one. */
const NAME = /^(?:(?:arn:[a-z-]+:lambda:[a-z0-9-]+:)?\d{12}:function:)?([A-Za-z0-9_-]{1,64})(?::\$LATEST)?$/;

type Refusal = [status: number, type: string, message: string];

/** Answers Lambda's Invoke (API reference, "Invoke"): POST /2015-03-31/functions/<function>/invocations. Nothing else is known. */
export async function invokeApi(
  workers: ReadonlyMap<string, Worker>,
  events: Events,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const send = (status: number, headers: Record<string, string>, body: string): void => {
    response.writeHead(status, { 'x-amzn-requestid': requestId, ...headers }).end(body);
  };
  const refuse = ([status, type, text]: Refusal): void => {
    const body = { Type: status >= 500 ? 'Service' : 'User', message: text, Message: text };
    send(status, { 'content-type': 'application/json', 'x-amzn-errortype': type }, JSON.stringify(body));
  };
  const type = message.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'Event')
    return refuse([400, 'InvalidParameterValueException', `invocation type ${String(type)} is not known here`]);
  const body = await read(message, MOST[type]);
  const worker = find(workers, message);
  if (!(worker instanceof Object && 'invoke' in worker)) return refuse(worker);
  if (body === undefined) {
    return refuse([
      413,
      'RequestTooLargeException',
      `Request must be smaller than ${MOST[type]} bytes for the InvokeFunction operation`,
    ]);
  }
  const payload = body === '' ? '{}' : body;
  const why = notJson(payload);
  if (why !== undefined)
    return refuse([400, 'InvalidRequestContentException', `Could not parse request body into json: ${why}`]);
  if (type === 'Event') {
    events.add(worker, { requestId, payload });
    return send(202, {}, '');
  }
  if (worker.throttles()) return refuse([429, 'TooManyRequestsException', 'Rate Exceeded.']);
  const answer = await worker.invoke({ requestId, payload }, type);
  const error = answer.failed ? { 'x-amz-function-error': 'Unhandled' } : {};
  send(200, { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST', ...error }, answer.payload);
}

function find(workers: ReadonlyMap<string, Worker>, message: IncomingMessage): Worker | Refusal {
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://lambda');
  const [, asked] = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(pathname) ?? [];
  if (asked === undefined || message.method !== 'POST') return [404, 'UnknownOperationException', 'only Invoke is known here'];
  const text = decode(asked);
  const worker = workers.get(NAME.exec(text)?.[1] ?? '');
  const qualifier = searchParams.get('Qualifier') ?? '$LATEST';
  const rightArn = !text.startsWith('arn:') || text.replace(/:\$LATEST$/, '') === worker?.deployed.arn;
  if (worker !== undefined && qualifier === '$LATEST' && rightArn) return worker;
  return [404, 'ResourceNotFoundException', `Function not found: ${text}`];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function notJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
