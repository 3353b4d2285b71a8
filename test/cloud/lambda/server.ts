import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { patient } from '../patient.ts';
import { type EventOptions, Events } from './events.ts';
import { deploy, type FunctionOptions } from './function.ts';
import { invokeApi } from './invoke-api.ts';
import { bootstrap, type Runtime } from './slot.ts';
import { type CallRecord, type Stats, Worker } from './worker.ts';

export interface LambdaOptions extends EventOptions {
  functions: Readonly<Record<string, FunctionOptions>>;
  /** Variables that all functions get: endpoints and credentials of the simulated AWS. */
  endpointEnv?: Readonly<Record<string, string>>;
  region?: string;
  account?: string;
  /** What runs a function; our own bootstrap when it is not given. */
  runtime?: Runtime;
}

/** A running Lambda. */
export interface Lambda {
  /** Of the Invoke API, for `AWS_ENDPOINT_URL_LAMBDA`: http://127.0.0.1:<port> */
  url: string;
  /** Every call that was carried out, in the order in which they ended. */
  calls: readonly CallRecord[];
  /** The ARN of a function. @throws Error when there is none of this name. */
  arn(name: string): string;
  /** @throws Error when there is none of this name. */
  stats(name: string): Stats;
  /** What the function's processes printed, up to a million characters. @throws Error when there is none of this name. */
  log(name: string): string;
  /** Kills the processes of the function that are at a call (whose payload matches): how many. @throws Error when there is none of this name. */
  kill(name: string, matches?: (payload: string) => boolean): Promise<number>;
  /** Resolves when no event is left to carry out. */
  settled(): Promise<void>;
  /** Ends all processes and the server. */
  close(): Promise<void>;
}

/**
 * Starts a server of Lambda's Invoke API on a free port of 127.0.0.1. Each concurrent call of a function has a Node process of its own,
 * which sees the variables that are given here and no others.
 */
export async function startLambda(options: LambdaOptions): Promise<Lambda> {
  const { functions, endpointEnv = {}, region = 'us-east-1', account = '123456789012', runtime = bootstrap } = options;
  const calls: CallRecord[] = [];
  const events = new Events(options);
  const workers = new Map(
    Object.entries(functions).map(([name, own]) => {
      const deployed = deploy(name, own, { region, account, endpointEnv });
      return [name, new Worker(deployed, runtime, (record) => calls.push(record))];
    }),
  );
  const server = createServer(patient, (message, response) => {
    // A caller that hangs up is no reason to end: the call goes on, as it does in Lambda.
    invokeApi(workers, events, message, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const worker = (name: string): Worker => {
    const found = workers.get(name);
    if (found === undefined) throw new Error(`there is no function ${name}`);
    return found;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    arn: (name) => worker(name).deployed.arn,
    stats: (name) => worker(name).stats,
    log: (name) => worker(name).log,
    kill: (name, matches = () => true) => worker(name).kill(matches),
    settled: () => events.settled(),
    close: async () => {
      await Promise.all([...workers.values()].map((each) => each.close()));
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
