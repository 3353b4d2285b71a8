import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { read } from './body.ts';
import type { Deployed } from './function.ts';

/** A call of a function, as its process gets it. */
export interface Invocation {
  requestId: string;
  /** JSON text. */
  payload: string;
}

/** What became of it: JSON text, of an error where `failed`. */
export interface Answer {
  failed: boolean;
  payload: string;
}

/** The program that runs a function: our bootstrap unless said otherwise. It is told where its Runtime API is. */
export type Runtime = (deployed: Deployed) => { command: string; args: readonly string[] };

export const bootstrap: Runtime = ({ memory }) => {
  // Stripped once here: loading the stripper costs each process more than all the rest of its beginning.
  code ??= stripTypeScriptTypes(readFileSync(new URL('./bootstrap.ts', import.meta.url), 'utf8'));
  return { command: process.execPath, args: [`--max-old-space-size=${memory}`, '--input-type=module', '--eval', code] };
};

let code: string | undefined;

/** The quota on a synchronous answer, and what Lambda says to one that is over it. */
const MOST_RESPONSE = 6_291_556;
const INIT_MS = 10_000;

/**
 * A process of a function, with a Runtime API of its own (`/2018-06-01/runtime`): a port each, so that whoever asks is known, and since
 * AWS's client takes host and port only. One call at a time; a process that dies or takes too long fails the call that it had.
 */
export class Slot {
  readonly #deployed: Deployed;
  readonly #server: Server;
  readonly #exited: Promise<void>;
  readonly #log: (text: string) => void;
  #child: ChildProcess | undefined;
  #waiting: ServerResponse | undefined;
  #call: { invocation: Invocation; delivered: boolean; answer?: Answer; settle: (answer: Answer) => void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Why the process was killed, or what it said of its beginning. */
  #fate: Answer | undefined;
  #gone!: () => void;
  dead = false;

  private constructor(deployed: Deployed, log: (text: string) => void) {
    this.#deployed = deployed;
    this.#log = log;
    this.#server = createServer((message, response) => void this.#answer(message, response));
    this.#exited = new Promise((resolve) => {
      this.#gone = resolve;
    });
  }

  /** Starts a process. @param log takes what it prints. */
  static async start(deployed: Deployed, runtime: Runtime, log: (text: string) => void): Promise<Slot> {
    const slot = new Slot(deployed, log);
    slot.#server.listen(0, '127.0.0.1');
    await once(slot.#server, 'listening');
    slot.#spawn(runtime);
    return slot;
  }

  #spawn(runtime: Runtime): void {
    const { command, args } = runtime(this.#deployed);
    const { port } = this.#server.address() as AddressInfo;
    const child = spawn(command, args, {
      cwd: this.#deployed.taskRoot,
      env: { ...this.#deployed.env, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (chunk) => this.#log(String(chunk)));
    child.stderr.on('data', (chunk) => this.#log(String(chunk)));
    child.on('error', (error) => this.#ended(`Runtime failed to start: ${error.message}`));
    child.on('exit', (code, signal) => {
      const how =
        signal === null
          ? code === 0
            ? 'without providing a reason'
            : `with error: exit status ${code}`
          : `with error: signal: ${signal}`;
      this.#ended(`Runtime exited ${how}`);
    });
    this.#timer = setTimeout(() => this.#expire(INIT_MS), INIT_MS);
  }

  /** Has the process carry out the call; never rejects. It is for one call at a time. */
  run(invocation: Invocation): Promise<Answer> {
    return new Promise((settle) => {
      this.#call = { invocation, delivered: false, settle };
      if (this.dead) this.#settle();
      else this.#deliver();
    });
  }

  /** Kills the process, as a crash would; resolves once it is gone. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  /** What the process is at. */
  get invocation(): Invocation | undefined {
    return this.#call?.invocation;
  }

  #deliver(): void {
    const { timeoutMs: timeout, arn } = this.#deployed;
    if (this.#call === undefined || this.#call.delivered || this.#waiting === undefined) return;
    this.#call.delivered = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#expire(timeout), timeout);
    const { requestId, payload } = this.#call.invocation;
    this.#waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + timeout),
      'lambda-runtime-invoked-function-arn': arn,
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    this.#waiting.end(payload);
    this.#waiting = undefined;
  }

  #expire(milliseconds: number): void {
    const seconds = (milliseconds / 1_000).toFixed(2);
    this.#fate = failure(
      'Sandbox.Timedout',
      `RequestId: ${this.#call?.invocation.requestId ?? 'none'} Error: Task timed out after ${seconds} seconds`,
    );
    this.#child?.kill('SIGKILL');
  }

  #ended(how: string): void {
    if (this.dead) return;
    this.dead = true;
    clearTimeout(this.#timer);
    this.#fate ??= failure('Runtime.ExitError', `RequestId: ${this.#call?.invocation.requestId ?? 'none'} Error: ${how}`);
    this.#server.closeAllConnections();
    this.#server.close();
    this.#settle();
    this.#gone();
  }

  /** An answer counts from when the process asks for more or is gone: then it is known to be free, or not. */
  #settle(): void {
    const call = this.#call;
    if (call === undefined) return;
    this.#call = undefined;
    clearTimeout(this.#timer);
    call.settle(call.answer ?? this.#fate ?? failure('Runtime.Unknown', 'the process asked for more without an answer'));
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id, kind] =
      /^\/2018-06-01\/runtime\/(?:invocation\/([^/]+)(?:\/(response|error))?|init\/error)$/.exec(message.url ?? '') ?? [];
    const body = message.method === 'POST' ? await read(message, MOST_RESPONSE) : '';
    if (message.method === 'GET' && id === 'next') {
      clearTimeout(this.#timer);
      if (this.#call?.delivered === true) this.#settle();
      this.#waiting = response;
      this.#deliver();
      return;
    }
    if (message.method === 'POST' && id === undefined && message.url?.endsWith('/init/error')) {
      this.#fate = { failed: true, payload: body ?? '' };
      response.writeHead(202).end();
    } else if (
      message.method === 'POST' &&
      kind !== undefined &&
      this.#call !== undefined &&
      this.#call.invocation.requestId === id
    ) {
      this.#call.answer = body === undefined ? tooLarge() : { failed: kind === 'error', payload: body };
      response.writeHead(202).end();
    } else {
      response.writeHead(404).end();
    }
  }
}

function tooLarge(): Answer {
  return failure(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MOST_RESPONSE} bytes).`,
  );
}

function failure(errorType: string, errorMessage: string): Answer {
  return { failed: true, payload: JSON.stringify({ errorType, errorMessage }) };
}
