import { expect, test } from 'vitest';
import { getAnonymously } from '../../../shared/clients/probe/http.ts';
import { answering, authority, host, loopback, stranger, tcpServer, tlsServer, toolsOf } from './servers.ts';

const asked = { host, path: '/api', authority: authority.certificate };
const get = async (port: number | Promise<number>, tools = toolsOf()) =>
  getAnonymously(tools, { address: '54.93.0.10', port: await port }, asked);
const forbidden = '{"kind":"Status","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"/api\\""}';

test.each([
  ['200 OK', 'ok', { status: 200, anonymous: false }],
  ['401 Unauthorized', '{}', { status: 401, anonymous: false }],
  ['403 Forbidden', forbidden, { status: 403, anonymous: true }],
  ['403 Forbidden', 'a proxy says no', { status: 403, anonymous: false }],
])('%s is read', async (status, body, answer) => {
  expect(await get(answering(`HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\n\r\n${body}`))).toEqual(answer);
});

test('one GET is sent, with no credential, cookie or body', async () => {
  let sent = '';
  const port = await answering((socket, head) => {
    sent = head;
    socket.end('HTTP/1.1 200 OK\r\n\r\n');
  });
  await get(port);
  expect(sent.split('\r\n')).toEqual([
    'GET /api HTTP/1.1',
    `host: ${host}`,
    'user-agent: postern',
    'accept: application/json',
    'accept-encoding: identity',
    'connection: close',
    '',
    '',
  ]);
});

test('a redirect is not followed, whatever it points at', async () => {
  const { network, dialled } = loopback();
  const port = await answering('HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\n\r\n');
  expect(await get(port, toolsOf({ network }))).toEqual({ status: 302, anonymous: false });
  expect(dialled).toHaveLength(1);
});

test('an endless body, and one that trickles, end; the status counts', async () => {
  const endless = answering((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const more = () => {
      while (!socket.destroyed && socket.write('x'.repeat(65_536)));
    };
    socket.on('drain', more);
    more();
  });
  const slow = answering((socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx'));
  const tools = toolsOf({ limits: { ...toolsOf().limits, answerMs: 60 } });
  expect(await get(endless)).toEqual({ status: 200, anonymous: false });
  expect(await get(slow, tools)).toEqual({ status: 200, anonymous: false });
});

test('no answer, no HTTP, headers without end, no TLS, another authority and nobody there are failures, each by its name', async () => {
  const tools = toolsOf({ limits: { ...toolsOf().limits, answerMs: 60 } });
  expect(
    await get(
      answering(() => undefined),
      tools,
    ),
  ).toEqual({ failed: 'timeout', code: 'ETIMEDOUT' });
  expect(await get(tcpServer(), tools)).toEqual({ failed: 'timeout', code: 'ETIMEDOUT' });
  expect(await get(answering('SSH-2.0-OpenSSH\r\n'))).toMatchObject({ failed: 'malformed' });
  expect(await get(answering(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`))).toMatchObject({ failed: 'malformed' });
  expect(await get(tcpServer((socket) => socket.end('no')))).toMatchObject({ failed: 'connection' });
  expect(await get(tlsServer({}, undefined, stranger))).toMatchObject({ failed: 'certificate' });
  expect(await get(1)).toEqual({ failed: 'connection', code: 'ECONNREFUSED' });
});
