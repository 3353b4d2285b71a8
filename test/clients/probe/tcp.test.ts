import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { resolved } from '../../../shared/clients/probe/network.ts';
import { connectTo } from '../../../shared/clients/probe/tcp.ts';
import { loopback, tcpServer, toolsOf } from './servers.ts';

const open = await tcpServer();

/** The outcome alone; the connection is closed at once. */
async function outcomeOf(...asked: Parameters<typeof connectTo>): Promise<string> {
  const connection = await connectTo(...asked);
  if (connection.outcome === 'connected') connection.socket.destroy();
  return connection.outcome;
}

test('a server that listens is connected to, and hears nothing', async () => {
  const heard: number[] = [];
  const ended = Promise.withResolvers<void>();
  const port = await tcpServer((socket) => {
    socket.on('data', (data) => heard.push(data.length));
    socket.on('close', () => ended.resolve());
  });
  expect(await outcomeOf(toolsOf(), { address: '54.93.0.10', port })).toBe('connected');
  await ended.promise;
  expect(heard).toEqual([]);
});

test('a port where nothing listens is refused', async () => {
  expect(await outcomeOf(toolsOf(), { address: '54.93.0.10', port: 1 })).toBe('refused');
});

test('what never answers is late; what fails on this side is unreachable', async () => {
  const silent = { ...loopback().network, dial: () => new Socket() };
  const tools = toolsOf({ network: silent, limits: { ...toolsOf().limits, connectMs: 20 } });
  expect(await outcomeOf(tools, { address: '54.93.0.10', port: open })).toBe('timed-out');
  const failing = (code: string) => ({
    ...silent,
    dial: () => {
      const socket = new Socket();
      queueMicrotask(() => socket.destroy(Object.assign(new Error(code), { code })));
      return socket;
    },
  });
  const outcomes = ['EHOSTUNREACH', 'ENETUNREACH', 'EMFILE', 'ECONNRESET', 'ETIMEDOUT'].map((code) =>
    outcomeOf(toolsOf({ network: failing(code) }), { address: '54.93.0.10', port: 1 }),
  );
  expect(await Promise.all(outcomes)).toEqual(['unreachable', 'unreachable', 'unreachable', 'refused', 'timed-out']);
});

test('an interrupt ends it at once', async () => {
  const ended = new AbortController();
  const silent = { ...loopback().network, dial: () => new Socket() };
  const outcome = outcomeOf(toolsOf({ network: silent, signal: ended.signal }), { address: '54.93.0.10', port: 1 });
  ended.abort();
  expect(await outcome).toBe('unreachable');
  expect(await outcomeOf(toolsOf({ signal: AbortSignal.abort() }), { address: '54.93.0.10', port: open })).toBe('unreachable');
});

test('a name is a few addresses in order; one that does not resolve, or not in time, is none', async () => {
  const names = { many: ['5.5.5.5', '3.3.3.3', '4.4.4.4', '3.3.3.3', '1.1.1.1'] };
  const tools = toolsOf({ network: loopback({}, names).network });
  expect(await resolved(tools, 'many', 3)).toEqual(['1.1.1.1', '3.3.3.3', '4.4.4.4']);
  expect(await resolved(tools, 'none', 3)).toEqual([]);
  const never = toolsOf({ network: { ...tools.network, resolve: () => new Promise(() => undefined) } });
  expect(await resolved({ ...never, limits: { ...never.limits, resolveMs: 10 } }, 'x', 3)).toEqual([]);
});
