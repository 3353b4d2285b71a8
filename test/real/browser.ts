import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { type DevTools, devTools } from './devtools.ts';

const run = promisify(execFile);
const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const packages = ['chromium', 'fonts-dejavu-core'];

/** Without a window, a profile of its own, and none of the requests that a browser makes for itself. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--remote-debugging-port=0',
];

/** A real browser. */
export interface Browser extends Pick<DevTools, 'page'> {
  close(): Promise<void>;
}

/** Starts Chromium, which is installed where it is missing and we may. @throws Error that says what is missing */
export async function startBrowser(): Promise<Browser> {
  const program = (await installed()) ?? (await install());
  const profile = await mkdtemp(join(tmpdir(), 'postern-browser-'));
  const process = spawn(program, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = async () => {
    if (process.exitCode === null && process.kill()) await once(process, 'exit');
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const connection = await devTools(await addressOf(process));
    const close = async () => {
      connection.close();
      await end();
    };
    return { page: connection.page, close };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The address for the DevTools protocol, which the browser says on standard error; what it says later is read and left. */
function addressOf(process: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    process.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      const [, address] = /^DevTools listening on (ws:\S+)$/m.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
    process.once('exit', () => reject(new Error(`the browser does not start: ${said}`)));
  });
}

async function installed(): Promise<string | undefined> {
  for (const program of programs) {
    const there = await access(program).then(
      () => true,
      () => false,
    );
    if (there) return program;
  }
  return undefined;
}

async function install(): Promise<string> {
  const why = await run('apt-get', ['update'], { timeout: 120_000 })
    .then(() => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { timeout: 400_000 }))
    .then(
      () => 'it is not where Debian puts it',
      (error: Error & { readonly stderr?: string }) => error.stderr?.trim().split('\n').at(-1) || error.message,
    );
  const program = await installed();
  if (program !== undefined) return program;
  throw new Error(`test:real needs Chromium (on Debian, as root: apt-get install ${packages.join(' ')}): ${why}`);
}
