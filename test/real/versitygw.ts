import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { answering, freePort } from './loopback.ts';

const VERSION = 'v1.8.0';
const run = promisify(execFile);
const CACHE = fileURLToPath(new URL(`../../.cache/versitygw-${VERSION}`, import.meta.url));

/** Who may ask: the root user, who may do everything, and one to whom nothing was granted. */
const USERS = {
  root: { accessKeyId: 'root', secretAccessKey: 'root-secret' },
  guest: { accessKeyId: 'guest', secretAccessKey: 'guest-secret' },
};

/** A running S3 server (versitygw on a folder of its own, Region us-east-1). */
export interface Versitygw {
  readonly endpoint: string;
  /** Of the root user. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** A client of the SDK. */
  client(user: keyof typeof USERS, region?: string): S3Client;
  close(): Promise<void>;
}

/** Installs versitygw when it is not in `.cache/`, and starts it on a free port of 127.0.0.1. @throws Error that says what is missing. */
export async function startVersitygw(): Promise<Versitygw> {
  const program = await install();
  const folder = await mkdtemp(join(tmpdir(), 'postern-versitygw-'));
  for (const name of ['data', 'versions', 'users']) await mkdir(join(folder, name));
  const [port, adminPort] = [await freePort(), await freePort()];
  const listen = ['--port', `127.0.0.1:${port}`, '--admin-port', `127.0.0.1:${adminPort}`, '--region', 'us-east-1', '--quiet'];
  const storage = [
    '--iam-dir',
    join(folder, 'users'),
    'posix',
    '--versioning-dir',
    join(folder, 'versions'),
    join(folder, 'data'),
  ];
  const { accessKeyId, secretAccessKey } = USERS.root;
  const server = spawn(program, [...listen, ...storage], {
    env: { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const clients: S3Client[] = [];
  const close = async () => {
    for (const client of clients) client.destroy();
    if (server.exitCode === null && server.kill()) await once(server, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(endpoint, () => server.exitCode === null);
    await addGuest(program, `http://127.0.0.1:${adminPort}`);
  } catch (error) {
    await close();
    throw new Error(`versitygw does not answer: ${said}`, { cause: error });
  }
  const client = (user: keyof typeof USERS, region = 'us-east-1') => {
    const made = new S3Client({ endpoint, region, credentials: USERS[user], forcePathStyle: true });
    clients.push(made);
    return made;
  };
  return { endpoint, credentials: USERS.root, client, close };
}

async function install(): Promise<string> {
  const program = join(CACHE, process.platform === 'win32' ? 'versitygw.exe' : 'versitygw');
  if (
    await access(program).then(
      () => true,
      () => false,
    )
  )
    return program;
  const building = `${CACHE}.${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    const source = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;
    await run('go', ['install', source], { env: { ...process.env, GOBIN: building }, timeout: 570_000 });
    await rename(building, CACHE).catch(() => rm(building, { recursive: true }));
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `test:real needs versitygw ${VERSION}, built with Go 1.24 or later and access to a Go module proxy: ${why}`,
      { cause: error },
    );
  }
  return program;
}

async function addGuest(program: string, adminEndpoint: string): Promise<void> {
  const { root, guest } = USERS;
  const asRoot = [
    'admin',
    '--access',
    root.accessKeyId,
    '--secret',
    root.secretAccessKey,
    '--region',
    'us-east-1',
    '--endpoint-url',
    adminEndpoint,
  ];
  const create = ['create-user', '--access', guest.accessKeyId, '--secret', guest.secretAccessKey, '--role', 'user'];
  await run(program, [...asRoot, ...create], { timeout: 30_000 });
}
