import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Handlers of all kinds, as a bundle of one module. */
const BUNDLE = `
import { setTimeout as sleep } from 'node:timers/promises';
console.log('began');
let served = 0;
export const echo = async (event, context) => ({ event, served: ++served, name: context.functionName, arn: context.invokedFunctionArn, memory: context.memoryLimitInMB, remaining: context.getRemainingTimeInMillis() });
export const environment = () => process.env;
export const any = (event, context) => all[event.do](event, context);
export const nothing = async () => undefined;
export const fails = async (event) => { class AccessDenied extends Error { name = 'AccessDenied'; } throw new AccessDenied('no ' + event.what); };
export const throwsText = () => { throw 'plain'; };
export const exits = async ({ code }) => process.exit(code);
export const exitsOnce = async ({ mark }) => { const { existsSync, writeFileSync } = await import('node:fs'); if (existsSync(mark)) return 'second'; writeFileSync(mark, ''); process.exit(7); };
export const hangs = async (event) => { console.log('hangs ' + event.id); await new Promise(() => setInterval(() => undefined, 1000)); };
export const spins = () => { for (;;); };
export const large = async ({ bytes }) => 'x'.repeat(bytes - 2);
export const rejects = async () => { Promise.reject(new TypeError('nobody awaits this')); await sleep(5_000); };
export const cycle = async () => { const a = {}; a.a = a; return a; };
export const meets = async ({ port }) => (await fetch('http://127.0.0.1:' + port)).text();
const all = { echo, nothing, fails, throwsText, cycle, large, rejects };
`;

/** A folder with these handlers in `index.mjs`, one in TypeScript, and bundles that do not load; `remove` it in the end. */
export function bundles(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'postern-lambda-'));
  writeFileSync(join(folder, 'index.mjs'), BUNDLE);
  writeFileSync(join(folder, 'broken.mjs'), 'export const handler = (');
  writeFileSync(join(folder, 'throws.mjs'), "throw new RangeError('at import');");
  writeFileSync(
    join(folder, 'own.ts'),
    "export const handler = async (event: { name: string }): Promise<string> => 'hello ' + event.name;",
  );
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a call over HTTP gave. */
export interface Result {
  status: number;
  /** x-amz-function-error */
  error: string | null;
  body: unknown;
}

/** Calls a function; an event that is a string is sent as it is. */
export async function invoke(
  lambda: { url: string },
  name: string,
  event: unknown = {},
  type = 'RequestResponse',
  query = '',
): Promise<Result> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const url = `${lambda.url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`;
  const response = await fetch(url, { method: 'POST', body, headers: { 'x-amz-invocation-type': type } });
  const text = await response.text();
  return {
    status: response.status,
    error: response.headers.get('x-amz-function-error'),
    body: text === '' ? '' : JSON.parse(text),
  };
}
