import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue, makeAuthority } from '../../../estate/kubernetes/certificate.ts';
import { connect, type KubernetesConnection } from '../../../shared/clients/kubernetes/connection.ts';
import { KubernetesError } from '../../../shared/clients/kubernetes/errors.ts';
import { type ListOptions, list } from '../../../shared/clients/kubernetes/list.ts';
import { grantFor } from '../../../shared/clients/kubernetes/resource.ts';

let server: Server;
let connection: KubernetesConnection;
let answer: { status: number; headers?: Record<string, string>; body: string };

/** A server that says what a test wants it to say. */
beforeAll(async () => {
  const authority = makeAuthority('canned');
  const { certificate, privateKey } = issue(authority, { commonName: 'kube-apiserver', hosts: ['127.0.0.1'] });
  server = createServer({ cert: certificate, key: privateKey }, (_request, response) => {
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  connection = connect({ server: `https://127.0.0.1:${port}/k8s/clusters/c-1/`, certificateAuthority: authority.certificate });
});
afterAll(() => {
  connection.close();
  server.closeAllConnections();
  server.close();
});

const listed = (body: unknown, status = 200, headers = {}, view: ListOptions['view'] = 'whole') => {
  answer = { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
  return list(connection, { group: '', version: 'v1', resource: 'pods', kind: 'Pod' }, (item) => item, { view });
};

describe('an answer to a list', () => {
  test.each([
    ['no items', { kind: 'PodList', items: [] }],
    ['no further page', { kind: 'PodList', metadata: { continue: null }, items: [] }],
  ])('with %s is empty', async (_name, body) => {
    expect(await listed(body)).toEqual([]);
  });

  test('of metadata without items is null, as Go writes a nil slice', async () => {
    expect(await listed({ kind: 'PartialObjectMetadataList', items: null }, 200, {}, 'metadata')).toEqual([]);
    await expect(listed({ kind: 'SecretList', items: null }, 200, {}, 'metadata')).rejects.toMatchObject({ kind: 'malformed' });
  });

  test.each([
    ['no member items', { kind: 'PodList', metadata: {} }],
    ['items that are none', { kind: 'PodList', items: { a: 1 } }],
    ['an item that is none', { kind: 'PodList', items: [{}, null] }],
    ['an item that is a list', { kind: 'PodList', items: [[]] }],
    ['items that are null', { kind: 'PodList', metadata: {}, items: null }],
    ['another kind', { kind: 'ConfigMapList', items: [] }],
    ['metadata alone, unasked', { kind: 'PartialObjectMetadataList', items: [] }],
    ['an item of another kind', { kind: 'PodList', items: [{ kind: 'Secret' }] }],
    ['items that remain, and no token', { kind: 'PodList', metadata: { continue: '', remainingItemCount: 500 }, items: [] }],
    ['no kind', { items: [] }],
    ['the kind of something else', { kind: 'Table', items: [] }],
    ['a refusal under status 200', { kind: 'Status', status: 'Failure', code: 403, items: [] }],
    ['a token that is a number', { kind: 'PodList', metadata: { continue: 7 }, items: [] }],
    ['a token without end', { kind: 'PodList', metadata: { continue: 'x'.repeat(10_000) }, items: [] }],
    ['nothing', ''],
    ['null', 'null'],
    ['a list of JSON', '[]'],
  ])('with %s is malformed, never an empty list', async (_name, body) => {
    await expect(listed(body)).rejects.toMatchObject({ kind: 'malformed' });
  });

  test.each([201, 202, 204, 206, 304, 400, 418, 500, 502, 504])('with status %i is an error', async (status) => {
    await expect(listed({ kind: 'PodList', items: [] }, status)).rejects.toMatchObject({ status });
  });

  test.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x'])('compressed as %s is refused', async (encoding) => {
    await expect(listed({ kind: 'PodList', items: [] }, 200, { 'content-encoding': encoding })).rejects.toMatchObject({
      kind: 'malformed',
    });
  });

  test('of any JSON ends in a list or in our error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom(200, 200, 403, 500), async (body, status) => {
        await listed({ kind: 'PodList', items: [body] }, status).catch((error: unknown) =>
          expect(error).toBeInstanceOf(KubernetesError),
        );
      }),
      { numRuns: 50 },
    );
  });
});

test.each([
  ['/api/v1/pods?limit=500', 'list on pods (core group)'],
  ['/api/v1/namespaces', 'list on namespaces (core group)'],
  ['/api/v1/namespaces/kube-system', 'get on namespaces (core group)'],
  ['/apis/apps/v1/namespaces/shop/deployments', 'list on deployments (group apps)'],
  ['/apis/apps/v1/namespaces/shop/deployments/web', 'get on deployments (group apps)'],
  ['/version', 'get on the path /version'],
])('what to grant for %s', (path, grant) => {
  expect(grantFor(path)).toBe(grant);
});
