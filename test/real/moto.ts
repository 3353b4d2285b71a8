import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { answering, freePort } from './loopback.ts';
import { pythonWith } from './python.ts';

const VERSION = '5.2.5';

/** A running moto: an AWS that we did not write, empty but for what AWS itself makes in each account. */
export interface Moto {
  readonly url: string;
  close(): Promise<void>;
}

/** Installs moto into `.cache/` when it is not there, and starts it on a free port of 127.0.0.1. @throws Error that says what is missing. */
export async function startMoto(): Promise<Moto> {
  const python = await pythonWith('moto', VERSION, '[server]');
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
