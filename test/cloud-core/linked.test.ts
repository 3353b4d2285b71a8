import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { linked } from '../../shared/cloud/api-client.ts';

const pieces = ['one ', 'two ', 'three ', 'four ', 'five ', 'six'];
const whole = pieces.join('');
const sha256 = createHash('sha256').update(whole).digest('hex');

/** What comes through a link that is served as told. */
async function through(serve: (response: ServerResponse) => Promise<void>, signal: AbortSignal, idleMs: number) {
  const server = createServer((_, response) => void serve(response).catch(() => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/object`;
  try {
    return Buffer.concat(await Array.fromAsync(linked({ url, size: whole.length, sha256 }, signal, idleMs))).toString();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a report may take longer than any part of it', async () => {
  const slowly = async (response: ServerResponse) => {
    for (const piece of pieces) {
      response.write(piece);
      await after(100);
    }
    response.end();
  };
  expect(await through(slowly, new AbortController().signal, 500)).toBe(whole);
});

test('one that stops coming is an error in one line', async () => {
  const stuck = async (response: ServerResponse) => void response.write(pieces[0]);
  await expect(through(stuck, new AbortController().signal, 100)).rejects.toMatchObject({
    name: 'CloudError',
    kind: 'unreachable',
    message: expect.stringMatching(/^no answer from 127\.0\.0\.1:\d+ \(TimeoutError\)/),
  });
});

test('a connection that breaks is one, too; what the caller breaks off is its own', async () => {
  const broken = async (response: ServerResponse) => {
    response.write(pieces[0]);
    await after(20);
    response.destroy();
  };
  await expect(through(broken, new AbortController().signal, 5_000)).rejects.toMatchObject({ kind: 'unreachable' });
  const caller = new AbortController();
  const late = async (response: ServerResponse) => {
    response.write(pieces[0]);
    caller.abort(new Error('enough'));
  };
  await expect(through(late, caller.signal, 5_000)).rejects.toThrow('enough');
});
