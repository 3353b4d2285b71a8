import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable, Transform } from 'node:stream';
import type { AwsCredentials } from './credentials.ts';
import { isThrottled } from './errors.ts';
import type { ServiceName, Services } from './sdk.ts';

/** The bounds of what we ask of AWS. Times in milliseconds, sizes in bytes. */
export interface AwsLimits {
  /** How often a request is sent in all. */
  readonly attempts: number;
  readonly connectMs: number;
  /** From sending a request to its answer's headers, and between two pieces of the answer. */
  readonly answerMs: number;
  /** All of a call: credentials, every attempt, and the waits between them; waiting for the budget's first token apart. */
  readonly callMs: number;
  /** Open connections per endpoint. */
  readonly sockets: number;
  readonly maxBytes: number;
}

export const AWS_LIMITS: AwsLimits = {
  attempts: 6,
  connectMs: 10_000,
  answerMs: 30_000,
  callMs: 180_000,
  sockets: 64,
  maxBytes: 64 * 1024 * 1024,
};

/** Connections that all clients of one run share. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

export const createAgents = ({ sockets }: AwsLimits): Agents => ({
  httpAgent: new HttpAgent({ keepAlive: true, maxSockets: sockets }),
  httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: sockets }),
});

export function closeAgents({ httpAgent, httpsAgent }: Agents): void {
  httpAgent.destroy();
  httpsAgent.destroy();
}

/** What makes the clients of one account, Region and service different from others. */
export interface ClientParts {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** For all services; without it the SDK's own configuration says (AWS_ENDPOINT_URL, profiles), else AWS. */
  readonly endpoint?: string;
  readonly limits: AwsLimits;
  readonly agents: Agents;
  /** Asked before each attempt but the first. */
  readonly retry: (signal: AbortSignal | undefined) => Promise<void>;
  /** Told of each answer that says to slow down, attempt by attempt. */
  readonly throttled: () => void;
}

/** A client of the SDK, as far as we use it: the operation's types are those of `sdk.ts`. */
export interface Client {
  send(operation: string, input: object, signal: AbortSignal): Promise<unknown>;
}

type Next = (args: unknown) => Promise<Result>;
type Context = Readonly<Record<string, unknown>>;
interface Result {
  readonly response: { body?: unknown; readonly headers?: Readonly<Record<string, string>> };
}
interface SdkClient {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  readonly middlewareStack: {
    add(middleware: (next: Next, context: Context) => Next, options: object): void;
  };
}
interface SdkModule {
  readonly Client: new (config: object) => SdkClient;
  readonly commands: Readonly<Record<string, new (input: object) => object>>;
}

/** Makes a client: adaptive retries, bounded waits and answers, one token of the budget for each attempt. */
export async function makeClient(services: Services, service: ServiceName, parts: ClientParts): Promise<Client> {
  const { region, credentials, endpoint, limits, agents, retry, throttled } = parts;
  const load = services[service];
  if (load === undefined) throw new TypeError(`${service} is none of the services that this process speaks to`);
  // The modules have one form, but their types have nothing in common that could be written down.
  const { Client, commands } = (await load()) as unknown as SdkModule;
  const client = new Client({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
    retryMode: 'adaptive',
    maxAttempts: limits.attempts,
    userAgentAppId: 'postern',
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.answerMs,
      socketTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      logger: silent,
      ...agents,
    },
    // Without `info`: for it the SDK walks every answer, to leave out what is sensitive.
    logger: { ...silent, info: undefined },
  });
  client.middlewareStack.add(budgeted(retry, throttled), { step: 'finalizeRequest', priority: 'low', name: 'posternBudget' });
  client.middlewareStack.add(bounded(limits.maxBytes), { step: 'deserialize', priority: 'low', name: 'posternBound' });
  return {
    send: (operation, input, signal) => {
      const Command = commands[operation];
      if (Command === undefined) throw new Error(`${service} has no ${operation} among the operations that may be called`);
      return client.send(new Command(input), { abortSignal: signal });
    },
  };
}

/** Inside the retries, so that each attempt is counted; the first attempt's token was taken before the call began. */
const budgeted =
  (retry: ClientParts['retry'], throttled: () => void) =>
  (next: Next, context: Context): Next => {
    let first = true;
    return async (args) => {
      if (!first) await retry(signalOf(context));
      first = false;
      return next(args).catch((error: unknown) => {
        if (isThrottled(error)) throttled();
        throw error;
      });
    };
  };

const signalOf = (context: Context): AbortSignal | undefined =>
  (context.__smithy_context as { readonly abortSignal?: AbortSignal } | undefined)?.abortSignal;

/** The SDK reads answers whole, whatever their size: here is where they end. */
const bounded =
  (maxBytes: number) =>
  (next: Next): Next =>
  async (args) => {
    const result = await next(args);
    const { body, headers } = result.response;
    const length = Number(headers?.['content-length'] ?? Number.NaN);
    // A body is never longer than the length in its head: Node's parser sees to that.
    if (length <= maxBytes || !isStream(body)) return result;
    result.response.body = length > maxBytes ? body.destroy(tooLarge(maxBytes)) : atMost(maxBytes, body);
    return result;
  };

const isStream = (body: unknown): body is Readable => body instanceof Readable;

const tooLarge = (maxBytes: number): Error =>
  Object.assign(new Error(`an answer larger than ${maxBytes} bytes`), { name: 'AnswerTooLarge' });

/** The same bytes, or an error after so many. */
function atMost(maxBytes: number, body: Readable): Readable {
  let size = 0;
  const bounded = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      done(size > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  body.once('error', (error) => bounded.destroy(error));
  bounded.once('close', () => body.destroy());
  return body.pipe(bounded);
}

const nothing = () => undefined;
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
