import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../../estate/kubernetes/certificate.ts';
import type { KubernetesEstate } from '../../../estate/kubernetes/server.ts';
import { connect, eksConnection } from '../../../shared/clients/kubernetes/connection.ts';
import { get } from '../../../shared/clients/kubernetes/get.ts';
import { eksToken } from '../../../shared/clients/kubernetes/token.ts';
import { ALPHA, BETA, CANARY, connectTo, twoClusters } from './estate.ts';

let estate: KubernetesEstate;
beforeAll(async () => {
  estate = await twoClusters();
});
afterAll(() => estate.close());

const endpointOf = (cluster: string) => estate.endpoints.get(cluster) ?? { url: '', certificateAuthority: '' };
const pemOf = (cluster: string) => Buffer.from(endpointOf(cluster).certificateAuthority, 'base64').toString();

describe('a connection', () => {
  test('with an EKS token is let in', async () => {
    const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' });
    const { url, certificateAuthority } = endpointOf(ALPHA);
    const token = eksToken({ cluster: 'alpha', region: 'eu-central-1', credentials });
    const connection = eksConnection({ endpoint: url, certificateAuthority }, token);
    expect(await get(connection, '/version')).toMatchObject({ minor: '34' });
    connection.close();
  });

  test('trusts no authority but its own, not even that of another cluster', async () => {
    const connection = connect({ server: endpointOf(ALPHA).url, certificateAuthority: pemOf(BETA) });
    await expect(get(connection, '/readyz')).rejects.toMatchObject({ kind: 'certificate' });
    const both = connect({ server: endpointOf(ALPHA).url, certificateAuthority: `a bundle\n${pemOf(BETA)}\n${pemOf(ALPHA)}` });
    await expect(get(both, '/version')).rejects.toMatchObject({ kind: 'unauthorized' }); // no token, but connected
  });

  test('verifies whatever the environment says, and uses no proxy', () => {
    const { agent } = connectTo(estate);
    expect(agent.options).toMatchObject({ rejectUnauthorized: true, minVersion: 'TLSv1.2' });
    expect(agent.options).not.toHaveProperty('proxyEnv');
  });

  test('is not made with a client certificate that is none', () => {
    const clientCertificate = { certificate: pemOf(ALPHA), key: 'no key' };
    expect(() => connect({ server: endpointOf(ALPHA).url, certificateAuthority: pemOf(ALPHA), clientCertificate })).toThrow(
      'are no pair in PEM',
    );
  });

  test('to a port where nobody listens is unreachable', async () => {
    const gone = await twoClusters();
    const connection = connectTo(gone);
    await gone.close();
    await expect(get(connection, '/version')).rejects.toMatchObject({
      kind: 'unreachable',
      action: expect.stringContaining('let the scanner reach'),
    });
  });

  test.each([
    'http://127.0.0.1',
    'https://user:hunter2@host',
    'https://host/?a=hunter2',
    'http://:hunter2@host',
    'https://host/#a',
    'file:///etc/passwd',
    'host:443',
    '',
  ])('is not made to %j', (server) => {
    const attempt = () => connect({ server, certificateAuthority: pemOf(ALPHA) });
    expect(attempt).toThrow('not an https address');
    // What stands before the host, or behind it, may be a password.
    expect(attempt).not.toThrow(/hunter2/);
  });

  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['an empty certificate', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
    ['a certificate that is none', '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----'],
    ['too many', makeAuthority('many').certificate.repeat(21)],
  ])('is not made with %s for an authority', (_name, certificateAuthority) => {
    expect(() => connect({ server: 'https://host.example', certificateAuthority })).toThrow(
      expect.objectContaining({ kind: 'certificate' }),
    );
  });

  test.each(['', 'two words', `${CANARY}\r\nx-injected: 1`, `${CANARY}ü`, CANARY.repeat(2000)])(
    'does not send the token %#',
    async (token) => {
      const error = await get(connectTo(estate, ALPHA, token), '/version').catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'unauthorized' });
      expect(String(error)).not.toContain('canary');
    },
  );
});
