import type { RequestListener } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Authority, issue, makeAuthority } from './certificate.ts';
import type { ConnectionFaultKind } from './faults.ts';

const ADDRESS = '127.0.0.1';
const EXPIRED = new Date('2021-01-01T00:00:00Z');

type Certificate = Exclude<ConnectionFaultKind, 'no-handshake' | 'plain-http'> | 'genuine';

/** A TLS endpoint of its own: port, certificate authority. */
export interface Listener {
  readonly url: string;
  readonly certificateAuthority: string;
  close(): Promise<void>;
}

/**
 * Listens on a free port of 127.0.0.1. Thousands are possible: until the first connection there is only a socket and an authority,
 * then a TLS server is made, one per kind of certificate that it is asked to show. `faultOf` is asked at each connection.
 */
export async function listen(
  name: string,
  faultOf: () => ConnectionFaultKind | undefined,
  onRequest: RequestListener,
): Promise<Listener> {
  const authority = makeAuthority(`kubernetes ${name}`);
  const servers = new Map<Certificate, SecureServer>();
  const sockets = new Set<Socket>();
  const serverFor = (kind: Certificate) => {
    const server = servers.get(kind) ?? secureServer(authority, kind, onRequest);
    servers.set(kind, server);
    return server;
  };
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const kind = faultOf() ?? 'genuine';
    if (kind === 'plain-http') socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    else if (kind !== 'no-handshake') serverFor(kind).emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => listener.once('error', reject).listen(0, ADDRESS, resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    url: `https://${ADDRESS}:${port}`,
    certificateAuthority: Buffer.from(authority.certificate).toString('base64'),
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const server of servers.values()) server.close(); // ends its timer for idle connections
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function secureServer(authority: Authority, kind: Certificate, onRequest: RequestListener): SecureServer {
  // The impostor bears the same name, so that only the signature tells them apart.
  const signer = kind === 'wrong-authority' ? makeAuthority(authority.name) : authority;
  const hosts = kind === 'wrong-host' ? ['other.example'] : [ADDRESS, 'kubernetes.default.svc'];
  const { certificate, privateKey } = issue(signer, {
    commonName: 'kube-apiserver',
    hosts,
    ...(kind === 'expired-certificate' && { notAfter: EXPIRED }),
  });
  const server = createSecureServer(
    { cert: certificate, key: privateKey, minVersion: 'TLSv1.2', keepAliveTimeout: 60_000 },
    onRequest,
  );
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}
