import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answering, freePort } from './loopback.ts';

const VERSION = '5.2.5';
const run = promisify(execFile);
const CACHE = fileURLToPath(new URL(`../../.cache/moto-${VERSION}`, import.meta.url));

/** A running moto: an AWS that we did not write, empty but for what AWS itself makes in each account. */
export interface Moto {
  readonly url: string;
  close(): Promise<void>;
}

/** Installs moto into `.cache/` when it is not there, and starts it on a free port of 127.0.0.1. @throws Error that says what is missing. */
export async function startMoto(): Promise<Moto> {
  const python = await install();
  const port = await freePort();
  const main = 'from moto.server import main; main()';
  const server = spawn(python, ['-c', main, '-H', '127.0.0.1', '-p', String(port)], {
    // The images that Amazon offers: 1,177 of them, which take seconds and nobody here asks for.
    env: { MOTO_EC2_LOAD_DEFAULT_AMIS: 'false', PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const close = async () => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(`${url}/moto-api/`, () => server.exitCode === null, 1_200);
  } catch (error) {
    await close();
    throw new Error(`moto does not answer: ${said}`, { cause: error });
  }
  return { url, close };
}

/** The interpreter of a virtual environment that holds moto. It is made beside its place and moved there whole. */
async function install(): Promise<string> {
  const inside = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  const python = join(CACHE, inside);
  const there = await access(python).then(
    () => true,
    () => false,
  );
  if (there) return python;
  const building = `${CACHE}.${process.pid}`;
  try {
    await step('Python 3.10 or later with its venv module', 'python3', ['-m', 'venv', building]);
    const packages = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `moto[server]==${VERSION}`];
    await step(`moto ${VERSION} from a Python package index`, join(building, inside), packages);
    await rename(building, CACHE).catch(() => rm(building, { recursive: true }));
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    throw error;
  }
  return python;
}

async function step(needed: string, program: string, words: readonly string[]): Promise<void> {
  try {
    await run(program, words, { timeout: 570_000 });
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    throw new Error(`test:real needs ${needed}: ${stderr.trim().split('\n').at(-1) || message}`, { cause: error });
  }
}
