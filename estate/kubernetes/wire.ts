import type { ServerResponse } from 'node:http';
import type { Answer } from './status.ts';

/** The text of an answer's body; a string (`ok` of /readyz) stands for itself. */
export const json = ({ body }: Answer) => (typeof body === 'string' ? body : JSON.stringify(body));

/** Writes a whole answer with the headers of the API server. */
export function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const text = json(answer);
  response.writeHead(answer.status, {
    'content-type': typeof answer.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    'cache-control': 'no-cache, private',
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
}
