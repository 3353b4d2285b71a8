import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from './aws/protocol.ts';
import type { Fault } from './faults.ts';

/** A request with its body, or why it is not read. */
export async function readRequest(message: IncomingMessage, maximum: number): Promise<Request | 'too large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximum) return 'too large';
    chunks.push(chunk);
  }
  const [path = '/', ...query] = (message.url ?? '/').split('?');
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

const page = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** Sends an answer, or what a fault makes of it on its way. */
export function send(response: ServerResponse, answer: Response, fault?: Fault): void {
  const whole = Buffer.from(answer.body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const write = (body: Uint8Array, headers = answer.headers, status = answer.status): void => {
    // A HEAD's length is that of the body that it leaves out; a spoilt body comes with its own.
    const length = (body === whole ? headers['content-length'] : undefined) ?? String(body.length);
    response.writeHead(status, { ...headers, 'content-length': length }).end(body);
  };
  switch (fault?.kind) {
    case 'timeout':
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'truncated':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Math.max(whole.length, 2)) });
      response.write(half.length > 0 ? half : '<', () => response.destroy());
      break;
    case 'half-document':
      write(half);
      break;
    case 'html':
      write(Buffer.from(page), { 'content-type': 'text/html' }, 200);
      break;
    case 'rubbish':
      write(Buffer.from([0xff, 0xfe, 0x00, 0x3c, 0x7b, 0xc3, 0x28, 0x5d]), answer.headers, 200);
      break;
    case 'empty':
      write(Buffer.alloc(0), answer.headers, 200);
      break;
    case 'slow':
      setTimeout(() => write(whole), fault.delay ?? 100).unref();
      break;
    default:
      write(whole);
  }
}
