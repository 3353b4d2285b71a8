import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KubernetesEstate, serveKubernetes } from '../../../estate/kubernetes/server.ts';
import { ARN, ask, oneCluster } from './ask.ts';

const pod = (name: string, namespace: string, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { nodeName: 'n1' },
});

const OBJECTS = [
  pod('b', 'shop', { app: 'web', tier: 'front' }),
  pod('a', 'shop', { app: 'web' }),
  pod('c', 'shop'),
  pod('a', 'other', { app: 'db' }),
  { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }] },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'proxies.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Proxy', plural: 'proxies' },
      scope: 'Namespaced',
      versions: [
        { name: 'v1', served: true },
        { name: 'v1beta1', served: true },
        { name: 'v1alpha1', served: false },
      ],
    },
  },
  { apiVersion: 'example.com/v1', kind: 'Proxy', metadata: { name: 'p', namespace: 'shop' } },
  { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'general' } },
];

let estate: KubernetesEstate;
beforeAll(async () => {
  estate = await oneCluster(OBJECTS);
});
afterAll(() => estate.close());

const namesAt = async (path: string) =>
  (await ask(estate, path)).body.items.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);

describe('lists', () => {
  test('are in the order of namespace and name', async () => {
    expect(await namesAt('/api/v1/pods')).toEqual(['other/a', 'shop/a', 'shop/b', 'shop/c']);
    expect(await namesAt('/api/v1/namespaces/shop/pods')).toEqual(['shop/a', 'shop/b', 'shop/c']);
    expect(await namesAt('/api/v1/namespaces/nowhere/pods')).toEqual([]);
  });

  test('page with limit and continue, and say how many remain', async () => {
    const first = (await ask(estate, '/api/v1/pods?limit=3')).body;
    expect(first).toMatchObject({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { remainingItemCount: 1, resourceVersion: expect.any(String) },
    });
    const second = (await ask(estate, `/api/v1/pods?limit=3&continue=${first.metadata.continue}`)).body;
    expect(second.items).toHaveLength(1);
    expect(second.metadata).not.toHaveProperty('continue');
    expect(second.metadata).not.toHaveProperty('remainingItemCount');
  });

  test('have items without kind where it is built in, with it where it is not', async () => {
    const [builtIn] = (await ask(estate, '/api/v1/pods')).body.items;
    expect(builtIn).not.toHaveProperty('kind');
    expect(builtIn?.metadata).toMatchObject({
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      creationTimestamp: expect.any(String),
    });
    const [custom] = (await ask(estate, '/apis/example.com/v1beta1/proxies')).body.items;
    expect(custom).toMatchObject({ kind: 'Proxy', apiVersion: 'example.com/v1beta1' });
  });

  test('of a kind without a definition are at its plural', async () => {
    expect(await namesAt('/apis/karpenter.sh/v1/nodepools')).toEqual(['/general']);
  });

  test('of namespaces have the default ones and all that are in use', async () => {
    expect(await namesAt('/api/v1/namespaces')).toEqual(
      ['default', 'kube-node-lease', 'kube-public', 'kube-system', 'other', 'shop'].map((name) => `/${name}`),
    );
  });

  test.each([
    ['labelSelector=app', ['other/a', 'shop/a', 'shop/b']],
    ['labelSelector=app%3Dweb', ['shop/a', 'shop/b']],
    ['labelSelector=app!%3Dweb', ['other/a', 'shop/c']],
    ['labelSelector=!app', ['shop/c']],
    ['labelSelector=app%20in%20(db,web),!tier', ['other/a', 'shop/a']],
    ['labelSelector=app%20notin%20(web)', ['other/a', 'shop/c']],
    ['fieldSelector=metadata.name%3Da', ['other/a', 'shop/a']],
    ['fieldSelector=metadata.namespace!%3Dshop', ['other/a']],
  ])('select with %s', async (query, names) => {
    expect(await namesAt(`/api/v1/pods?${query}`)).toEqual(names);
  });

  test.each(['limit=-1', 'limit=x', 'continue=eyJ9', 'labelSelector=%3D%3D', 'fieldSelector=spec.foo%3Dx'])(
    'refuse %s',
    async (query) => {
      expect(await ask(estate, `/api/v1/pods?${query}`)).toMatchObject({
        status: 400,
        body: { kind: 'Status', reason: 'BadRequest', code: 400 },
      });
    },
  );

  test.each([
    ['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', 200, 'PartialObjectMetadataList'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io, application/json', 200, 'PodList'],
    ['application/vnd.kubernetes.protobuf', 406, 'Status'],
  ])('as %s are %i %s', async (accept, status, kind) => {
    expect(await ask(estate, '/api/v1/pods', { headers: { authorization: 'Bearer t', accept } })).toMatchObject({
      status,
      body: { kind },
    });
  });
});

describe('other requests', () => {
  test('get one object, with its kind', async () => {
    expect((await ask(estate, '/apis/apps/v1/namespaces/default/deployments/web')).body).toMatchObject({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
    });
    expect((await ask(estate, '/api/v1/namespaces/shop')).body).toMatchObject({ kind: 'Namespace' });
    expect(await ask(estate, '/api/v1/namespaces/shop/pods/z')).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
  });

  test('discover what is served', async () => {
    expect((await ask(estate, '/api')).body).toMatchObject({ versions: ['v1'] });
    const groups = (await ask(estate, '/apis')).body.groups;
    expect(groups.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['apps', 'example.com', 'karpenter.sh', 'rbac.authorization.k8s.io']),
    );
    const { resources } = (await ask(estate, '/apis/example.com/v1')).body;
    expect(resources).toEqual([expect.objectContaining({ name: 'proxies', kind: 'Proxy', namespaced: true })]);
    expect((await ask(estate, '/apis/example.com')).body.versions).toHaveLength(2);
    expect(await ask(estate, '/apis/example.com/v1alpha1')).toMatchObject({ status: 404 });
  });

  test.each([
    ['POST', '/api/v1/namespaces/shop/pods', 405],
    ['DELETE', '/api/v1/namespaces/shop/pods/a', 405],
    ['GET', '/apis/authorization.k8s.io/v1/subjectaccessreviews', 405],
    ['GET', '/api/v1/pods?watch=true', 405],
    ['GET', '/api/v1/namespaces/shop/pods/a/log', 404],
    ['GET', '/api/v1/namespaces/shop/nodes', 404],
    ['GET', '/apis/none.example/v1/things', 404],
    ['GET', '/metrics', 404],
    ['GET', '//evil/%zz', 404],
  ])('%s %s is %i', async (method, path, status) => {
    expect(await ask(estate, path, { method })).toMatchObject({ status, body: { kind: 'Status', code: status } });
  });

  test('without a token: health alone since 1.32, the version too before', async () => {
    const headers = {};
    expect(await ask(estate, '/readyz', { headers })).toMatchObject({ status: 200, body: 'ok' });
    expect(await ask(estate, '/version', { headers })).toMatchObject({ status: 401, body: { reason: 'Unauthorized' } });
    const old = await oneCluster([], 'v1.31.4-eks-abc');
    expect((await ask(old, '/version', { headers })).body).toMatchObject({ gitVersion: 'v1.31.4-eks-abc', minor: '31' });
    expect(await ask(old, '/api/v1/pods', { headers })).toMatchObject({ status: 403 });
    await old.close();
  });

  test('are counted per cluster, verb and resource', async () => {
    const fresh = await serveKubernetes(new Map(['a', 'b'].map((arn) => [arn, { name: arn, version: '1.34', objects: [] }])));
    await ask(fresh, '/api/v1/pods', { arn: 'a' });
    await ask(fresh, '/apis/apps/v1/deployments', { arn: 'a' });
    await ask(fresh, '/version', { arn: 'a' });
    await ask(fresh, '/version', { arn: 'a' });
    expect(fresh.counts('a')).toEqual({ 'list pods': 1, 'list deployments.apps': 1, 'get /version': 2 });
    expect(fresh.counts('b')).toEqual({});
    await fresh.close();
  });
});

describe('clusters', () => {
  test('are told apart by port and authority', async () => {
    const fresh = await serveKubernetes(
      new Map(['a', 'b'].map((arn) => [arn, { name: arn, version: '1.34', objects: [pod(arn, 'x')] }])),
    );
    const authorities = ['a', 'b'].map((arn) =>
      Buffer.from(fresh.endpoints.get(arn)?.certificateAuthority ?? '', 'base64').toString(),
    );
    expect((await ask(fresh, '/api/v1/pods', { arn: 'b' })).body.items).toMatchObject([{ metadata: { name: 'b' } }]);
    await expect(ask(fresh, '/readyz', { arn: 'a', ca: authorities[1] ?? '' })).rejects.toMatchObject({
      code: expect.stringMatching(/^UNABLE_TO_|^CERT_/),
    });
    await fresh.close();
  });

  test('come by the hundred, and end with their connections', async () => {
    const arns = Array.from({ length: 100 }, (_, i) => `arn:${i}`);
    const fresh = await serveKubernetes(new Map(arns.map((arn) => [arn, { name: arn, version: '1.34', objects: [] }])));
    expect(new Set([...fresh.endpoints.values()].map(({ url }) => url)).size).toBe(100);
    fresh.faults.add({ kind: 'silent' });
    const waiting = ask(fresh, '/version', { arn: 'arn:99' });
    waiting.catch(() => {});
    while (fresh.counts('arn:99')['get /version'] === undefined) await new Promise(setImmediate);
    await fresh.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test.each([
    ['a version', [], '1.x'],
    ['an object without a kind', [{ metadata: { name: 'a' } }], '1.34'],
    ['an object without a name', [{ apiVersion: 'v1', kind: 'Pod', metadata: {} }], '1.34'],
    ['no object', [null], '1.34'],
    ['an object that occurs twice', [pod('a', 'x'), pod('a', 'x')], '1.34'],
    ['a namespace where there is none', [{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', namespace: 'x' } }], '1.34'],
    [
      'a definition without names',
      [{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'x' } }],
      '1.34',
    ],
  ])('with %s that is malformed are refused', async (_name, objects, version) => {
    await expect(oneCluster(objects, version)).rejects.toThrow();
  });
});

describe('faults', () => {
  test('concern what they select, and only the nth', async () => {
    const fresh = await oneCluster(OBJECTS);
    fresh.faults.add({ kind: 'forbidden', group: 'apps', resource: 'deployments', verb: 'list', cluster: ARN, nth: 2 });
    const statuses = [];
    for (const path of [
      '/apis/apps/v1/deployments',
      '/api/v1/pods',
      '/apis/apps/v1/deployments',
      '/apis/apps/v1/deployments',
    ]) {
      statuses.push((await ask(fresh, path)).status);
    }
    expect(statuses).toEqual([200, 200, 403, 200]);
    fresh.faults.add({ kind: 'server-error', path: '/version' });
    expect((await ask(fresh, '/version')).status).toBe(500);
    expect((await ask(fresh, '/readyz')).status).toBe(200);
    fresh.faults.clear();
    expect((await ask(fresh, '/version')).status).toBe(200);
    expect(() => fresh.faults.add({ kind: 'wrong-host', resource: 'pods' })).toThrow('select by cluster only');
    await fresh.close();
  });

  test('have the status and headers of a real server', async () => {
    const fresh = await oneCluster([]);
    fresh.faults.add({ kind: 'throttled', retryAfter: 7, path: '/version' });
    expect(await ask(fresh, '/version')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { reason: 'TooManyRequests' },
    });
    fresh.faults.add({ kind: 'expired', resource: 'pods' });
    expect(await ask(fresh, '/api/v1/pods')).toMatchObject({ status: 410, body: { reason: 'Expired' } });
    await fresh.close();
  });
});
