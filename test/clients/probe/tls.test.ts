import type { SecureVersion } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { issue } from '../../../estate/kubernetes/certificate.ts';
import { probeTls } from '../../../shared/clients/probe/tls.ts';
import { authority, expired, host, loopback, stranger, tcpServer, tlsServer, toolsOf, wrongName } from './servers.ts';

const at = (port: number) => ({ address: '54.93.0.10', port });
const probe = (port: number, more: Partial<Parameters<typeof probeTls>[2]> = {}) =>
  probeTls(toolsOf(), at(port), { host, authority: authority.certificate, ...more }, (work) => work());

describe('versions', () => {
  test.each([
    [['TLSv1', 'TLSv1'], ['TLSv1']],
    [
      ['TLSv1.1', 'TLSv1.2'],
      ['TLSv1.1', 'TLSv1.2'],
    ],
    [
      ['TLSv1.2', 'TLSv1.3'],
      ['TLSv1.2', 'TLSv1.3'],
    ],
    [['TLSv1.3', 'TLSv1.3'], ['TLSv1.3']],
  ] as const)('a server of %j is found to accept %j, and to refuse the others', async ([minVersion, maxVersion], accepted) => {
    const port = await tlsServer({ minVersion, maxVersion });
    const all: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
    expect(await probe(port)).toMatchObject({
      accepted,
      refused: all.filter((one) => !(accepted as readonly string[]).includes(one)),
      unknown: [],
    });
  });

  test('one that closes without a word is not known to refuse, after a second try: something in between may have', async () => {
    let connections = 0;
    const behind = await tlsServer({ minVersion: 'TLSv1.3' });
    const port = await tcpServer((socket) => {
      connections += 1;
      socket.once('data', (hello) => {
        // The versions that a ClientHello of TLS 1.3 supports stand in an extension; older ones have none.
        if (!hello.includes(Buffer.from([0x00, 0x2b, 0x00, 0x03, 0x02, 0x03, 0x04]))) return socket.destroy();
        const through = loopback().network.dial('127.0.0.1', behind);
        through.on('error', () => undefined);
        through.write(hello);
        return socket.pipe(through).pipe(socket);
      });
    });
    const found = await probe(port);
    expect(found).toMatchObject({ accepted: ['TLSv1.3'], refused: [] });
    expect(found?.unknown.map(({ version }) => version)).toEqual(['TLSv1', 'TLSv1.1', 'TLSv1.2']);
    expect(connections).toBe(7);
  });

  test('one that begins and does not end is not known to refuse: it asks for a certificate', async () => {
    const port = await tlsServer({
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.3',
      ca: authority.certificate,
    });
    const found = await probe(port);
    expect(found?.accepted).toContain('TLSv1.3');
    expect(found?.refused).toEqual(['TLSv1']);
    expect(found?.unknown.map(({ version }) => version)).toEqual(['TLSv1.1', 'TLSv1.2']);
  });

  test('what speaks no TLS, and what says nothing, is no server of TLS', async () => {
    const plain = await tcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const silent = await tcpServer();
    const tools = toolsOf({ limits: { ...toolsOf().limits, handshakeMs: 30 } });
    const found = [plain, silent, 1].map((port) => probeTls(tools, at(port), { host }, (work) => work()));
    expect(await Promise.all(found)).toEqual([undefined, undefined, undefined]);
  });
});

describe('the certificate', () => {
  const only = { minVersion: 'TLSv1.3' } as const;

  test('is described with its chain and names', async () => {
    expect(await probe(await tlsServer(only))).toMatchObject({
      cipher: 'TLS_AES_256_GCM_SHA384',
      chain: [
        {
          subject: 'CN=kube-apiserver',
          issuer: 'CN=cluster',
          notBefore: '2020-01-01T00:00:00.000Z',
          notAfter: '2049-12-31T23:59:59.000Z',
        },
      ],
      names: `DNS:${host}`,
      matches: true,
    });
    expect(await probe(await tlsServer(only))).not.toHaveProperty('problem');
  });

  test.each([
    ['expired', expired, { matches: true, problem: 'CERT_HAS_EXPIRED' }],
    ['of another name', wrongName, { matches: false, names: 'DNS:other.example' }],
    ['of another authority', stranger, { matches: true, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
  ])('that is %s', async (_, credential, said) => {
    expect(await probe(await tlsServer(only, undefined, credential))).toMatchObject(said);
  });

  test('with hostile names is one line of bounded length', async () => {
    const long = issue(authority, { commonName: `a\u001b[31m\n${'b'.repeat(5_000)}`, hosts: Array(200).fill('x'.repeat(60)) });
    const found = await probe(await tlsServer(only, undefined, long));
    const texts = [found?.names ?? '', ...(found?.chain ?? []).flatMap(({ subject, issuer }) => [subject, issuer])];
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(1_001);
      expect(text).not.toMatch(/\p{Cc}/u);
    }
  });
});
