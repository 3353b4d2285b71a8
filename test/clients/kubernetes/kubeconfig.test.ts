import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue, makeAuthority } from '../../../estate/kubernetes/certificate.ts';
import type { KubernetesEstate } from '../../../estate/kubernetes/server.ts';
import { get } from '../../../shared/clients/kubernetes/get.ts';
import { kubeconfigConnection } from '../../../shared/clients/kubernetes/kubeconfig.ts';
import { ALPHA, CANARY, twoClusters } from './estate.ts';

let estate: KubernetesEstate;
let folder: string;
beforeAll(async () => {
  estate = await twoClusters();
  folder = await mkdtemp(join(tmpdir(), 'postern-kubeconfig-'));
});
afterAll(async () => {
  await estate.close();
  await rm(folder, { recursive: true });
});

let files = 0;
async function kubeconfig(user: object, cluster: object = {}): Promise<string> {
  const { url = '', certificateAuthority } = estate.endpoints.get(ALPHA) ?? {};
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'another',
    clusters: [{ name: 'c', cluster: { server: url, 'certificate-authority-data': certificateAuthority, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'alpha', context: { cluster: 'c', user: 'u' } }],
  };
  const file = join(folder, `${files++}.yaml`);
  await writeFile(file, JSON.stringify(config));
  return file;
}

const version = async (file: string) => get(await kubeconfigConnection(file, 'alpha'), '/version');
const plugin = (script: string) => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', script],
    interactiveMode: 'Never',
  },
});

describe('a context of a kubeconfig', () => {
  test('with a token', async () => {
    expect(await version(await kubeconfig({ token: CANARY }))).toMatchObject({ minor: '34' });
  });

  test('with an exec plugin', async () => {
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: CANARY } };
    expect(await version(await kubeconfig(plugin(`console.log(${JSON.stringify(JSON.stringify(credential))})`)))).toMatchObject(
      { minor: '34' },
    );
  });

  test('whose exec plugin fails says so, and nothing of its output', async () => {
    const error = await version(await kubeconfig(plugin(`console.error('${CANARY}'); process.exit(3)`))).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ kind: 'unauthorized', message: expect.stringContaining('its credentials could not be had') });
    expect(JSON.stringify(error) + String(error)).not.toContain(CANARY);
  });

  test('with a token in a file beside it, which is written anew: it wins over one in the kubeconfig', async () => {
    const seen: unknown[] = [];
    const authority = makeAuthority('test');
    const { certificate, privateKey } = issue(authority, { commonName: 'kube-apiserver', hosts: ['127.0.0.1'] });
    const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const ca = { 'certificate-authority-data': Buffer.from(authority.certificate).toString('base64') };
    const at = { ...ca, server: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const token = join(folder, 'token');
    const connection = await kubeconfigConnection(await kubeconfig({ token: 'older', tokenFile: 'token' }, at), 'alpha');
    for (const words of ['one\n', 'two']) {
      await writeFile(token, words);
      await get(connection, '/version');
    }
    expect(seen).toEqual(['Bearer one', 'Bearer two']);
    for (const words of [`${CANARY} ${CANARY}`, '', 'x'.repeat(65 * 1024)]) {
      await writeFile(token, words);
      const error = await get(connection, '/version').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'unauthorized' });
      expect(String(error)).not.toContain(CANARY);
    }
    await rm(token);
    await expect(get(connection, '/version')).rejects.toMatchObject({
      kind: 'unauthorized',
      action: expect.stringContaining('tokenFile'),
    });
    expect(seen).toHaveLength(2);
    server.closeAllConnections();
    server.close();
  });

  test('with a client certificate and files beside it', async () => {
    const authority = makeAuthority('test');
    const { certificate, privateKey } = issue(authority, { commonName: 'kube-apiserver', hosts: ['127.0.0.1'] });
    const client = issue(authority, { commonName: 'auditor', groups: ['viewers'] });
    const server = createServer(
      { cert: certificate, key: privateKey, ca: authority.certificate, requestCert: true },
      (request, response) => {
        const { subject } = (request.socket as import('node:tls').TLSSocket).getPeerCertificate();
        response.end(JSON.stringify({ subject, authorization: request.headers.authorization ?? null }));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await writeFile(join(folder, 'ca.pem'), authority.certificate);
    await writeFile(join(folder, 'client.pem'), client.certificate);
    await writeFile(join(folder, 'client.key'), client.privateKey);
    const at = {
      server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      'certificate-authority-data': undefined,
    };
    const file = await kubeconfig(
      { 'client-certificate': 'client.pem', 'client-key': 'client.key' },
      { ...at, 'certificate-authority': 'ca.pem' },
    );
    expect(await version(file)).toEqual({
      subject: expect.objectContaining({ CN: 'auditor', O: 'viewers' }),
      authorization: null,
    });
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ['skips verification', {}, { 'insecure-skip-tls-verify': true }],
    ['uses a proxy', {}, { 'proxy-url': 'http://127.0.0.1:1' }],
    ['has no authority', {}, { 'certificate-authority-data': undefined }],
    ['uses http', {}, { server: 'http://127.0.0.1:1' }],
    ['impersonates', { as: 'system:admin' }, {}],
    ['has a password', { username: 'a', password: 'b' }, {}],
    ['has a legacy provider', { 'auth-provider': { name: 'oidc', config: {} } }, {}],
  ])('that %s is refused', async (_name, user, cluster) => {
    const file = await kubeconfig({ ...(Object.keys(user).length === 0 && { token: CANARY }), ...user }, cluster);
    const error = await kubeconfigConnection(file, 'alpha').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'configuration' });
    expect(String(error)).not.toContain(CANARY);
  });

  test('that does not exist, in a file that does not, or is no kubeconfig', async () => {
    const file = await kubeconfig({ token: CANARY });
    await expect(kubeconfigConnection(file, 'other')).rejects.toMatchObject({ kind: 'configuration' });
    await expect(kubeconfigConnection(join(folder, 'none'), 'alpha')).rejects.toMatchObject({ kind: 'configuration' });
    const broken = join(folder, 'broken');
    await writeFile(broken, `users: [ ${CANARY}\n: {`);
    const error = await kubeconfigConnection(broken, 'alpha').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'configuration' });
    expect(String(error)).not.toContain(CANARY);
  });
});
