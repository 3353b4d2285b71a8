import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Io } from '../../cli/io.ts';
import { run } from '../../cli/run.ts';
import { demoDate } from '../../estate/demo/index.ts';
import { emptyFolder } from '../folders.ts';

export { emptyFolder } from '../folders.ts';

/** What a command line did, as whoever typed it sees it. */
export interface Transcript {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** The whole environment of a command: an empty home, no metadata service to ask, and what the test adds. */
export const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  HOME: emptyFolder(),
  PATH: '/usr/bin:/bin',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...more,
});

/** Credentials for an estate that is served at `url`. */
export const credentialsFor = (url: string): Record<string, string> =>
  environment({ AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' });

export interface Console {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly terminal: Io['terminal'];
  readonly signal: AbortSignal;
  readonly random: Io['random'];
  readonly now: Io['now'];
  /** What is piped in. */
  readonly stdin: string;
  readonly probing: NonNullable<Io['probing']>;
}

let runs = 0;
/**
 * Runs a command line inside this process, at the time of the demo's story; its environment is the whole one while it runs. Command
 * lines of one test file run one after another for that reason.
 */
export async function postern(argv: readonly string[], given: Partial<Console> = {}): Promise<Transcript> {
  let out = '';
  let err = '';
  const env = given.env ?? environment();
  const io: Io = {
    cwd: given.cwd ?? emptyFolder(),
    env,
    stdin: async function* () {
      yield Buffer.from(given.stdin ?? '');
    },
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal: given.terminal ?? { out: false, err: false, columns: 100 },
    now: given.now ?? (() => demoDate),
    random: given.random ?? (() => runs++),
    signal: given.signal ?? new AbortController().signal,
    ...(given.probing && { probing: given.probing }),
  };
  const outside = { ...process.env };
  replaceEnvironment(env);
  try {
    return { code: await run(argv, io), out, err };
  } finally {
    replaceEnvironment(outside);
  }
}

function replaceEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** What Node compiled of the sources is kept: stripping types costs each process more than its work. */
const compiled = join(root, '.cache/compiled');

/** Starts the command line as a process of its own. `ended` never rejects. */
export function start(argv: readonly string[], given: Partial<Pick<Console, 'cwd' | 'env'>> = {}) {
  const child = spawn(process.execPath, [join(root, 'cli/main.ts'), ...argv], {
    cwd: given.cwd ?? emptyFolder(),
    env: { NODE_COMPILE_CACHE: compiled, ...(given.env ?? environment()) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  for (const [name, stream] of [
    ['out', child.stdout],
    ['err', child.stderr],
  ] as const)
    stream.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  const ended = new Promise<Transcript>((done) =>
    child.on('close', (code, signal) => done({ code: code ?? (signal === null ? -1 : 128), ...said })),
  );
  /** Waits until it has narrated this, or has ended without. */
  const narrated = async (text: string): Promise<void> => {
    const over = ended.then(({ code, err }) => {
      throw new Error(`ended with ${code} before it said ${JSON.stringify(text)}: ${err}`);
    });
    while (!said.err.includes(text)) await Promise.race([once(child.stderr, 'data'), over]);
    over.catch(() => undefined);
  };
  return { child, said, ended, narrated };
}
