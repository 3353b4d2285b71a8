import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { issue, makeAuthority } from '../../estate/kubernetes/certificate.ts';
import { type KubernetesEstate, serveKubernetes } from '../../estate/kubernetes/server.ts';
import { connect, eksConnection, type KubernetesConnection } from '../../shared/clients/kubernetes/connection.ts';
import { eksToken } from '../../shared/clients/kubernetes/token.ts';
import { contextOf } from '../../shared/collect/collector.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import { Refusal } from '../../shared/collect/reason.ts';
import type { Reads } from '../../shared/facts/fact.ts';
import { type FactsOfTarget, facts, type Stored } from '../../shared/facts/index.ts';
import { clusterRole } from '../../shared/permissions/index.ts';
import { ACCOUNT, REGION, SMALL } from './estate.ts';
import { record } from './recorded.ts';

const ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/c0`;
const names = collectedOf('cluster').filter((name) => !('aws' in (facts[name].reads as Reads)));
const object = (kind: string, apiVersion: string, name: string, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default', ...more },
});
const objects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { a: 'b' } }, status: { phase: 'Active' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, status: { phase: 'Active' } },
  object('Deployment', 'apps/v1', 'web'),
  object('ReplicaSet', 'apps/v1', 'web-1', {
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true, uid: '1' }],
  }),
  object('Pod', 'v1', 'web-1-x', {
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true, uid: '2' }],
  }),
  { ...object('Pod', 'v1', 'elsewhere'), metadata: { name: 'elsewhere', namespace: 'shop' } },
  object('Service', 'v1', 'kubernetes'),
];

const authority = makeAuthority('canned');
let estate: KubernetesEstate;
let cluster: Stored<'cluster'>;
const connections: KubernetesConnection[] = [];
beforeAll(async () => {
  estate = await serveKubernetes(new Map([[ARN, { name: 'c0', version: '1.33', objects }]]));
  const recording = await record({ ...SMALL, clusters: 1 });
  const { clusters } = await collectFacts(
    ['clusters'],
    recording.context((_question, answer) => answer),
  );
  cluster = clusters?.known ? (clusters.items[0] as Stored<'cluster'>) : expect.unreachable();
});
beforeEach(() => estate.faults.clear());
afterAll(async () => {
  for (const connection of connections) connection.close();
  await estate.close();
});

const token = eksToken({
  cluster: 'c0',
  region: REGION,
  credentials: async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'test' }),
});
const toEstate = (): KubernetesConnection => {
  const endpoint = estate.endpoints.get(ARN);
  if (endpoint === undefined) throw new Error('not in the estate');
  return eksConnection({ endpoint: endpoint.url, certificateAuthority: endpoint.certificateAuthority }, token);
};
function collect(open: () => KubernetesConnection = toEstate, change: Partial<Stored<'cluster'>> = {}): Promise<FactsOfTarget> {
  let connection: KubernetesConnection | undefined;
  const context = contextOf({} as never, { account: ACCOUNT, region: REGION, partition: 'aws' }, async () => {
    connection ??= open();
    connections.push(connection);
    return connection;
  });
  return collectFacts(names, context, { cluster: { known: true, value: { ...cluster, ...change } } });
}

test('what the cluster says of itself', async () => {
  const { kubernetesVersion, namespaces, defaultNamespaceObjects } = await collect();
  expect(kubernetesVersion).toMatchObject({ known: true, value: { major: '1' } });
  expect(namespaces).toMatchObject({ known: true, missing: [] });
  expect(namespaces?.known && namespaces.items).toEqual(
    expect.arrayContaining([
      { name: 'default', phase: 'Active', labels: expect.objectContaining({ a: 'b' }) },
      { name: 'shop', phase: 'Active', labels: {} },
    ]),
  );
  expect(defaultNamespaceObjects).toMatchObject({ known: true, missing: [] });
  const found = defaultNamespaceObjects?.known ? defaultNamespaceObjects.items : [];
  expect(found.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
    { kind: 'Deployment', name: 'web' },
    { kind: 'Pod', name: 'web-1-x', owner: 'ReplicaSet/web-1' },
    { kind: 'ReplicaSet', name: 'web-1', owner: 'Deployment/web' },
    { kind: 'Service', name: 'kubernetes' },
  ]);
});

test('exactly the requests are sent that the cluster role allows', async () => {
  const before = estate.counts(ARN);
  await collect();
  const sent = Object.entries(estate.counts(ARN)).filter(([request, count]) => count > (before[request] ?? 0));
  const allowed = clusterRole(names).rules.flatMap((rule) =>
    'nonResourceURLs' in rule
      ? rule.nonResourceURLs.map((path) => `get ${path}`)
      : rule.apiGroups.flatMap((group) => rule.resources.map((one) => `list ${group === '' ? one : `${one}.${group}`}`)),
  );
  expect(sent.map(([request]) => request).sort()).toEqual(allowed.sort());
});

test('a list that is refused is missing with what to grant, and the others stand', async () => {
  estate.faults.add({ kind: 'forbidden', resource: 'pods' });
  const { defaultNamespaceObjects, namespaces } = await collect();
  expect(defaultNamespaceObjects).toMatchObject({
    known: true,
    missing: [{ id: 'pods', why: expect.stringContaining('forbidden'), action: 'grant list on pods (core group)' }],
  });
  expect(namespaces).toMatchObject({ known: true, missing: [] });
});

test('an object of another namespace is missing from the list of default', async () => {
  const { certificate, privateKey } = issue(authority, { commonName: 'kube-apiserver', hosts: ['127.0.0.1'] });
  const items = [{ metadata: { name: 'web', namespace: 'kube-system' } }, { metadata: { name: 'web' } }];
  const server = createServer({ cert: certificate, key: privateKey }, (_request, response) => {
    response.end(JSON.stringify({ kind: 'PartialObjectMetadataList', items }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { defaultNamespaceObjects } = await collect(() =>
    connect({ server: address, certificateAuthority: authority.certificate }),
  );
  server.closeAllConnections();
  server.close();
  expect(defaultNamespaceObjects).toMatchObject({ known: true, items: [] });
  expect(defaultNamespaceObjects?.known && defaultNamespaceObjects.missing).toContainEqual({
    id: 'pods[0]',
    why: 'MalformedAnswer: list pods gave an object outside the namespace default',
  });
});

test('a cluster that is not to be contacted, or that has no readable certificate authority, concerns these facts alone', async () => {
  const refused = await collect(() => {
    throw new Refusal('the Kubernetes API was not read: --kubernetes off', 'scan without --kubernetes off');
  });
  for (const name of names)
    expect(refused[name]).toEqual({
      known: false,
      why: 'the Kubernetes API was not read: --kubernetes off',
      action: 'scan without --kubernetes off',
    });
  const garbled = await collect(() =>
    eksConnection({ endpoint: 'https://127.0.0.1:1', certificateAuthority: 'no base64 of PEM' }, async () => 'x'),
  );
  for (const name of names)
    expect(garbled[name]).toMatchObject({ known: false, why: expect.stringContaining('certificate authority') });
});

test('a private endpoint that cannot be reached says from where it can', async () => {
  const nowhere = () => {
    const { certificateAuthority } = estate.endpoints.get(ARN) ?? { certificateAuthority: '' };
    return connect({
      server: 'https://127.0.0.1:1',
      certificateAuthority: Buffer.from(certificateAuthority, 'base64').toString(),
    });
  };
  const hidden = await collect(nowhere, { endpointPublicAccess: false });
  const open = await collect(nowhere, { endpointPublicAccess: true });
  for (const name of names) {
    expect(hidden[name]).toMatchObject({ action: 'run postern collect inside the network of c0: its endpoint is private' });
    expect(open[name]).toMatchObject({ known: false, action: expect.stringContaining('public endpoint') });
  }
});
