import { Agent, request } from 'node:https';

interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Texts of its Warning headers (RFC 9111, section 5.5; the API server writes `299 - "text"`). */
  readonly warnings: readonly string[];
}

export interface ApiClient {
  /** A request with a JSON body; of another type where `contentType` says so. Its answer, whatever the status. */
  ask(method: string, path: string, body?: unknown, contentType?: string): Promise<ApiAnswer>;
  /** As `ask`. @throws Error that quotes the answer, if its status is not one of success */
  must(method: string, path: string, body?: unknown, contentType?: string): Promise<unknown>;
  close(): void;
}

/** A client of an API server, for tests: at most 16 connections, which stay open. */
export function apiClient(
  server: string,
  identity: { readonly ca: string; readonly cert: string; readonly key: string },
): ApiClient {
  const agent = new Agent({ ...identity, keepAlive: true, maxSockets: 16 });
  const ask: ApiClient['ask'] = (method, path, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(text), accept: 'application/json' };
      const asking = request(`${server}${path}`, { agent, method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const said = Buffer.concat(chunks).toString();
          const isJson = `${answer.headers['content-type']}`.startsWith('application/json');
          resolve({
            status: answer.statusCode ?? 0,
            body: isJson ? JSON.parse(said) : said,
            warnings: warningsIn(answer.rawHeaders),
          });
        });
      });
      asking.on('error', reject);
      asking.end(text);
    });
  const must: ApiClient['must'] = async (method, path, body, contentType) => {
    const answer = await ask(method, path, body, contentType);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return { ask, must, close: () => agent.destroy() };
}

/** In a quoted string of HTTP a backslash stands before each quote and backslash. */
const warningsIn = (rawHeaders: readonly string[]): string[] =>
  rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1 || name.toLowerCase() !== 'warning') return [];
    const quoted = /^299 \S+ "(.*)"$/s.exec(rawHeaders[index + 1] ?? '')?.[1];
    return quoted === undefined ? [] : [quoted.replace(/\\(.)/gs, '$1')];
  });
