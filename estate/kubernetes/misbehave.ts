import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { FaultRule, RequestFaultKind } from './faults.ts';
import { type Answer, type FailureCode, failure } from './status.ts';
import { json, send } from './wire.ts';

const REFUSALS: Partial<Record<RequestFaultKind, readonly [FailureCode, string]>> = {
  unauthorized: [401, 'Unauthorized'],
  forbidden: [403, 'forbidden: User "postern" cannot do this at the cluster scope'],
  'not-found': [404, 'the server could not find the requested resource'],
  expired: [410, 'The provided continue parameter is too old to display a consistent list result.'],
  'server-error': [500, 'Internal error occurred: etcdserver: request timed out'],
  unavailable: [503, 'the server is currently unable to handle the request'],
};

const DEFAULT_DELAY = 50;
const DEPTH = 100_000;
const HEADER_BYTES = 1024 * 1024;
const BOMB_BYTES = 4 * 1024 * 1024;

/** A wait that keeps no process alive. */
const pause = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds).unref());

/** Answers one request with a fault; `truth` is what the answer would have been. */
export async function misbehave(
  rule: FaultRule & { readonly kind: RequestFaultKind },
  request: IncomingMessage,
  response: ServerResponse,
  truth: Answer,
): Promise<void> {
  const refusal = REFUSALS[rule.kind];
  if (refusal) return send(response, failure(...refusal));
  const delay = rule.delay ?? DEFAULT_DELAY;
  switch (rule.kind) {
    case 'throttled':
      return send(response, failure(429, 'too many requests', undefined, { 'retry-after': String(rule.retryAfter ?? 1) }));
    case 'redirect':
      return send(response, { status: 302, headers: { location: 'https://169.254.169.254/latest/meta-data/iam/' }, body: {} });
    case 'huge-headers':
      return send(response, { ...truth, headers: { 'x-padding': 'x'.repeat(HEADER_BYTES) } });
    case 'echo':
      return echo(request, response);
    case 'reset':
      return void response.destroy();
    case 'silent':
      return;
    case 'slow':
      await pause(delay);
      return send(response, truth);
    case 'trickle':
      return trickle(response, json(truth), delay);
    case 'endless-body':
      return endless(response);
    case 'compression-bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      return void response.end(gzipSync(Buffer.alloc(BOMB_BYTES, ' ')));
    case 'cut-body':
      return cut(response, json(truth));
    default:
      response.writeHead(200, { 'content-type': rule.kind === 'not-json' ? 'text/html' : 'application/json' });
      response.end(spoilt(rule.kind, truth));
  }
}

/** The true body, spoilt. */
function spoilt(kind: RequestFaultKind, truth: Answer): string {
  const text = json(truth);
  const body = truth.body as { readonly metadata?: object };
  switch (kind) {
    case 'not-json':
      return '<!doctype html><title>Sign in</title>';
    case 'malformed-json':
      return text.slice(0, -2);
    case 'deep-nesting':
      return `{"kind":"PodList","apiVersion":"v1","metadata":{},"items":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`;
    case 'polluting-keys': {
      const poison =
        '"__proto__":{"polluted":true},"\\u005f_proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},';
      return text.replaceAll('"metadata":{"', `"metadata":{${poison}"`).replace('{', `{${poison}`);
    }
    case 'no-items':
      return '{"kind":"Service","apiVersion":"v1","metadata":{"name":"not-a-list"}}';
    default:
      return JSON.stringify({ ...body, metadata: { ...body.metadata, continue: 'c2FtZQ' } });
  }
}

/** A server that repeats what it was sent, so that a careless client writes its token into a message. */
function echo({ headers }: IncomingMessage, response: ServerResponse): void {
  const secret = headers.authorization ?? '';
  send(response, {
    ...failure(403, `forbidden: ${secret}`, { name: secret, kind: secret }, { 'x-echo': secret, warning: `299 - "${secret}"` }),
  });
}

function cut(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

async function trickle(response: ServerResponse, text: string, delay: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const character of text) {
    if (response.destroyed) return;
    response.write(character);
    await pause(delay);
  }
  response.end();
}

/** White space without end after a good beginning, as fast as the client takes it. */
function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[');
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pour);
  pour();
}
