import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { place, smallEstate } from '../stages/small.ts';
import { sampled } from '../whole.ts';
import { credentialsFor, emptyFolder, environment, postern, root, start } from './console.ts';

const scan = ['scan', '--region', place.region, '--rate', '1', '--format', 'json'];
const reportOf = (text: string) => ({ ...JSON.parse(text), run: undefined });

describe('as processes', () => {
  test('estate serve, and a scan of it, whatever else the environment holds; SIGTERM ends it at once', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'estate.json'), JSON.stringify(smallEstate()));
    const { child, said, ended, narrated } = start(['estate', 'serve', 'estate.json'], { cwd });
    await narrated('AWS_ENDPOINT_URL');
    const url = said.out.trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

    const loaded = {
      TZ: 'Asia/Kolkata',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      AWS_DEFAULT_REGION: 'ap-south-1',
      AWS_DEFAULT_OUTPUT: 'table',
      AWS_MAX_ATTEMPTS: '1',
      AWS_RETRY_MODE: 'legacy',
      POSTERN_BUCKET: 'nowhere',
      FORCE_COLOR: '1',
      COLUMNS: '20',
    };
    const scanned = await start(scan, { env: { ...credentialsFor(url), ...loaded } }).ended;
    const plain = await postern(scan, { env: credentialsFor(url), now: () => new Date() });
    expect(scanned.code).toBe(1);
    expect(reportOf(scanned.out)).toEqual(reportOf(plain.out));

    // One connection that says nothing, and one in the middle of a request.
    const sockets = [1, 2].map(() => connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    sockets[0]?.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nAction=');
    const before = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, out: `${url}\n` });
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});

test('a port that is taken is one line', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'estate.json'), JSON.stringify(smallEstate()));
  const refused = await postern(['estate', 'serve', 'estate.json', '--port', String(port)], { cwd });
  taken.close();
  expect(refused).toEqual({
    code: 64,
    out: '',
    err: `postern: cannot listen on port ${port}: EADDRINUSE; choose another with --port\n`,
  });
});

describe('surroundings that are not as they should be are one line', () => {
  const command = (line: string) => `exec "$0" "$1" ${line}`;
  /** What a shell does before it becomes the command line, and then. */
  async function inShell(script: string) {
    const child = spawn('sh', ['-c', script, process.execPath, join(root, 'cli/main.ts')], {
      cwd: emptyFolder(),
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdout.resume();
    const [code] = await once(child, 'close');
    return { code, err };
  }

  test('a working folder that was removed', async () => {
    expect(await inShell(`mkdir gone && cd gone && rmdir ../gone && ${command('checks')}`)).toEqual({
      code: 64,
      err: 'postern: the working folder does not exist any more; change to another one\n',
    });
  });

  // Linux: a device that is always full.
  test.runIf(existsSync('/dev/full')).each(sampled(['checks', '--help', '--version'], 3))(
    'a standard output that takes nothing: %s',
    async (line) => {
      expect(await inShell(`${command(line)} > /dev/full`)).toEqual({
        code: 64,
        err: 'postern: cannot write to standard output: ENOSPC; send it elsewhere\n',
      });
    },
  );

  test('a reader that went away is none of them', async () => {
    expect(await inShell(`("$0" "$1" checks; echo $? >&2) | true`)).toEqual({ code: 0, err: '0\n' });
  });

  test('a folder for temporary files that does not exist', async () => {
    const env = environment({ TMPDIR: '/nonexistent' });
    expect(await postern(scan, { env })).toEqual({
      code: 64,
      out: '',
      err: 'postern: cannot make a temporary folder in /nonexistent: ENOENT; set TMPDIR to one that exists, or give --out\n',
    });
  });
});
