/**
 * The runtime of a function in `npm test`: what AWS's own client (aws-lambda-ric) does in `npm run test:real`, in short.
 * Runs in a process of its own: `node bootstrap.ts`. It asks the Runtime API for the next call, calls the handler, and answers
 * (developer guide, "Using the Lambda runtime API for custom runtimes").
 */
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: object) => unknown;

interface Call {
  id: string;
  arn: string;
  deadline: number;
  event: unknown;
}

const { env } = process;
const runtime = `http://${env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ headers: NodeJS.Dict<string | string[]>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${runtime}${path}`,
      { method, headers: { 'lambda-runtime-function-error-type': 'Unhandled' } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The shape of an error as Lambda reports it. */
function report(error: unknown, type?: string): object {
  if (!(error instanceof Error)) return { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
  return { errorType: type ?? error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function load(): Promise<Handler> {
  const entry = env._HANDLER ?? '';
  const [module, name] = [entry.slice(0, entry.lastIndexOf('.')), entry.slice(entry.lastIndexOf('.') + 1)];
  const path = ['.js', '.mjs', '.cjs', '.ts'].map((end) => join(env.LAMBDA_TASK_ROOT ?? '', module + end)).find(existsSync);
  if (path === undefined)
    throw Object.assign(new Error(`Cannot find module '${module}'`), { type: 'Runtime.ImportModuleError' });
  const handler: unknown = (await import(pathToFileURL(path).href))[name];
  if (typeof handler === 'function') return handler as Handler;
  throw Object.assign(new Error(`${entry} is undefined or not exported`), { type: 'Runtime.HandlerNotFound' });
}

async function next(): Promise<Call> {
  const { headers, text } = await ask('GET', '/invocation/next');
  const header = (name: string): string => String(headers[`lambda-runtime-${name}`]);
  return {
    id: header('aws-request-id'),
    arn: header('invoked-function-arn'),
    deadline: Number(header('deadline-ms')),
    event: JSON.parse(text),
  };
}

function contextOf({ id, arn, deadline }: Call): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: id,
    invokedFunctionArn: arn,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function serve(handler: Handler): Promise<never> {
  let current: Call | undefined;
  const crash = async (error: unknown, type: string | undefined, code: number): Promise<void> => {
    if (current !== undefined) await ask('POST', `/invocation/${current.id}/error`, report(error, type));
    process.exit(code);
  };
  process.on('unhandledRejection', (error) => void crash(error, 'Runtime.UnhandledPromiseRejection', 128));
  process.on('uncaughtException', (error) => void crash(error, undefined, 129));
  for (;;) {
    current = await next();
    try {
      const answer = await handler(current.event, contextOf(current));
      await ask('POST', `/invocation/${current.id}/response`, answer ?? null);
    } catch (error) {
      await ask('POST', `/invocation/${current.id}/error`, report(error));
    }
  }
}

try {
  const handler = await load();
  // The server is gone: so are we.
  await serve(handler).catch(() => process.exit(0));
} catch (error) {
  const known = error instanceof Error && 'type' in error ? String(error.type) : undefined;
  await ask(
    'POST',
    '/init/error',
    report(error, known ?? (error instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : undefined)),
  );
  process.exit(1);
}
