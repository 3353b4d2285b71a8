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
  body?: string,
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
    sent.end(body);
  });
}

/** The shape of an error as Lambda reports it. */
function report(error: unknown): object {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

async function load(): Promise<Handler> {
  const entry = env._HANDLER ?? '';
  const [module, name] = [entry.slice(0, entry.lastIndexOf('.')), entry.slice(entry.lastIndexOf('.') + 1)];
  const path = ['.js', '.mjs', '.cjs', '.ts'].map((end) => join(env.LAMBDA_TASK_ROOT ?? '', module + end)).find(existsSync);
  if (path === undefined) throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const handler: unknown = (await import(pathToFileURL(path).href))[name];
  if (typeof handler === 'function') return handler as Handler;
  throw failure('Runtime.HandlerNotFound', `${entry} is undefined or not exported`);
}

async function next(): Promise<Call> {
  const { headers, text } = await ask('GET', '/invocation/next');
  const header = (name: string): string => String(headers[`lambda-runtime-${name}`]);
  // Where the SDK's tracing looks for it.
  env._X_AMZN_TRACE_ID = header('trace-id');
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
  for (;;) {
    const call = await next();
    const path = `/invocation/${call.id}`;
    try {
      const answer = await handler(call.event, contextOf(call));
      await ask('POST', `${path}/response`, stringify(answer));
    } catch (error) {
      await ask('POST', `${path}/error`, JSON.stringify(report(error)));
    }
  }
}

function stringify(answer: unknown): string {
  try {
    return JSON.stringify(answer) ?? 'null';
  } catch {
    throw failure('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

try {
  const handler = await load();
  // The server is gone: so are we.
  await serve(handler).catch(() => process.exit(0));
} catch (error) {
  const syntax = error instanceof SyntaxError ? failure('Runtime.UserCodeSyntaxError', String(error)) : error;
  await ask('POST', '/init/error', JSON.stringify(report(syntax)));
  process.exit(1);
}
