import { once } from 'node:events';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterAll } from 'vitest';
import { issue, makeAuthority } from '../../../estate/kubernetes/certificate.ts';
import type { ProbeLimits, ProbeNetwork, ProbeTools } from '../../../shared/clients/probe/network.ts';

/** Servers on loopback that a probe may meet. All of them go when the test file ends. */
const opened: Server[] = [];
const sockets = new Set<Socket>();
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(opened.map((server) => new Promise((done) => server.close(done))));
});

async function listening(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(server);
  return (server.address() as { port: number }).port;
}

export const tcpServer = (meet: (socket: Socket) => void = () => undefined): Promise<number> =>
  listening(createTcpServer(meet));

export const authority = makeAuthority('cluster');
export const host = 'abc.gr7.eu-central-1.eks.amazonaws.com';
const leaf = issue(authority, { commonName: 'kube-apiserver', hosts: [host] });
export const expired = issue(authority, { commonName: 'old', hosts: [host], notAfter: new Date('2021-01-01T00:00:00Z') });
export const wrongName = issue(authority, { commonName: 'other', hosts: ['other.example'] });
export const stranger = issue(makeAuthority('somebody'), { commonName: 'kube-apiserver', hosts: [host] });

/** A TLS server of these versions; `meet` writes what it answers. */
export function tlsServer(options: TlsOptions = {}, meet: (socket: Socket) => void = () => undefined, credential = leaf) {
  const { certificate: cert, privateKey: key } = credential;
  const server = createTlsServer({ cert, key, ciphers: 'DEFAULT:@SECLEVEL=0', ...options }, (socket) => {
    socket.on('error', () => undefined);
    meet(socket);
  });
  server.on('tlsClientError', () => undefined);
  return listening(server);
}

/** A server that answers each request with this text once its head is there. */
export const answering = (text: string | ((socket: Socket, head: string) => void)) =>
  tlsServer({}, (socket) =>
    socket.once('data', (head: Buffer) => {
      if (typeof text === 'string') socket.end(text);
      else text(socket, head.toString());
    }),
  );

export const limits: ProbeLimits = { resolveMs: 300, connectMs: 300, handshakeMs: 300, answerMs: 300 };

/** A network in which every address is this machine, and ports are as they are or as `ports` says. */
export function loopback(
  ports: Readonly<Record<string, number>> = {},
  names: Readonly<Record<string, readonly string[]>> = {},
) {
  const dialled: string[] = [];
  const network: ProbeNetwork = {
    resolve: async (name) => names[name] ?? Promise.reject(new Error('no such name')),
    dial: (address, port) => {
      dialled.push(`${address} ${port}`);
      return connect({ host: '127.0.0.1', port: ports[`${address} ${port}`] ?? ports[address] ?? port });
    },
  };
  return { network, dialled };
}

export const toolsOf = (more: Partial<ProbeTools> = {}): ProbeTools => ({ network: loopback().network, limits, ...more });
