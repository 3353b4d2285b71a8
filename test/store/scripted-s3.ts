import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';

/** One answer to the next request; `end` as the body, or nothing sent at all. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Close the connection after the body, however long it was announced to be. */
  cut?: true;
  /** Close the connection instead of answering, after the request was read. */
  drop?: true;
}

/** What was asked: `PUT /bucket/key` with headers and body. */
export interface Asked {
  request: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An S3 error answer as S3 writes it. */
export function s3Refusal(status: number, code: string, message = 'a message', extra = ''): Answer {
  return { status, body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message>${extra}</Error>` };
}

/** A server on 127.0.0.1 that gives the answers in turn: for what no whole simulation can be made to do at will. */
export async function scriptedS3(script: (Answer | ((asked: Asked) => Answer))[]) {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const got = {
      request: `${request.method} ${request.url}`,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('latin1'),
    };
    asked.push(got);
    const next = script.shift() ?? { status: 500, body: 'the script has ended' };
    const { status = 200, headers = {}, body = '', cut, drop } = typeof next === 'function' ? next(got) : next;
    if (drop) request.socket.destroy();
    else response.writeHead(status, headers).end(body, () => cut && request.socket.destroySoon());
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    forcePathStyle: true,
    maxAttempts: 2,
  });
  const close = async () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { client, asked, close };
}
