import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type KubernetesEstate, serveKubernetes } from '../../estate/kubernetes/server.ts';
import { connect, eksConnection, type KubernetesConnection } from '../../shared/clients/kubernetes/connection.ts';
import { eksToken } from '../../shared/clients/kubernetes/token.ts';
import { contextOf } from '../../shared/collect/collector.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import { Refusal } from '../../shared/collect/reason.ts';
import { isUnknown, type Reads } from '../../shared/facts/fact.ts';
import { type FactsOfTarget, facts, type Stored } from '../../shared/facts/index.ts';
import { questions } from '../../shared/facts/own-rights.ts';
import { clusterRole } from '../../shared/permissions/index.ts';
import { ACCOUNT, REGION, SMALL } from './estate.ts';
import { record } from './recorded.ts';

const questionIds = questions.map((question) => facts.ownRights.id({ ...question, allowed: false }).id);
const ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/c0`;
const names = collectedOf('cluster').filter((name) => !('aws' in (facts[name].reads as Reads)));
const object = (kind: string, apiVersion: string, name: string, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default', ...more },
});
const spec = { containers: [{ name: 'web', image: 'web:1' }] };
const template = { metadata: { labels: { app: 'web' } }, spec };
const objects = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', labels: { a: 'b' } }, status: { phase: 'Active' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' }, status: { phase: 'Active' } },
  { ...object('Deployment', 'apps/v1', 'web', { uid: 'u1' }), spec: { replicas: 2, template } },
  {
    ...object('ReplicaSet', 'apps/v1', 'web-1', {
      uid: 'u2',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true, uid: 'u1' }],
    }),
    spec: { replicas: 2, template },
  },
  {
    ...object('Pod', 'v1', 'web-1-x', {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true, uid: 'u2' }],
    }),
    spec: { ...spec, nodeName: 'n1' },
  },
  { ...object('Pod', 'v1', 'elsewhere'), metadata: { name: 'elsewhere', namespace: 'shop' }, spec },
  object('Service', 'v1', 'kubernetes'),
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } },
  ...['ServiceAccount', 'ResourceQuota', 'LimitRange', 'ConfigMap'].map((kind) => object(kind, 'v1', 'one')),
  {
    ...object('Secret', 'v1', 'token', {
      annotations: {
        'kubernetes.io/service-account.name': 'web',
        'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"token":"aHVudGVyMg=="}}',
      },
    }),
    data: { token: 'aHVudGVyMg==' },
  },
  object('NetworkPolicy', 'networking.k8s.io/v1', 'one'),
  object('HorizontalPodAutoscaler', 'autoscaling/v2', 'one', {
    ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Shop', name: 's', controller: true, uid: 'u3' }],
  }),
];

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
const lacking = (fact: unknown): readonly unknown[] =>
  typeof fact === 'object' && fact !== null && 'missing' in fact ? (fact.missing as readonly unknown[]) : [];
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
  const facts = await collect();
  const { kubernetesVersion, namespaces, controllers, pods, horizontalPodAutoscalers } = facts;
  for (const name of names) expect([name, facts[name]?.known, lacking(facts[name])]).toEqual([name, true, []]);
  expect(kubernetesVersion).toMatchObject({ known: true, value: { major: '1' } });
  expect(namespaces).toMatchObject({ known: true, missing: [] });
  expect(namespaces?.known && namespaces.items).toEqual(
    expect.arrayContaining([
      { name: 'default', phase: 'Active', labels: expect.objectContaining({ a: 'b' }) },
      { name: 'shop', phase: 'Active', labels: {} },
    ]),
  );
  const shown = { containers: [{ name: 'web', list: 'containers', image: 'web:1' }] };
  expect(controllers?.known && controllers.items).toMatchObject([
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web', uid: 'u1', replicas: 2 },
    { kind: 'ReplicaSet', name: 'web-1', owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u1' } },
  ]);
  const [deployment, replicaSet] = controllers?.known ? controllers.items : [];
  expect(deployment?.template).toMatchObject({ labels: { app: 'web' }, spec: shown });
  expect(replicaSet).not.toHaveProperty('template');
  expect(pods?.known && pods.items).toMatchObject([
    { namespace: 'default', name: 'web-1-x', node: 'n1', mirror: false, owner: { kind: 'ReplicaSet', uid: 'u2' }, spec: shown },
    { namespace: 'shop', name: 'elsewhere', podIPs: [], images: [], spec: shown },
  ]);
  expect(pods?.known && pods.items[0]?.spec).not.toHaveProperty('nodeName');
  expect(horizontalPodAutoscalers?.known && horizontalPodAutoscalers.items).toEqual([
    { namespace: 'default', name: 'one', owner: { kind: 'Shop', name: 's' } },
  ]);
});

test('exactly the requests are sent that the cluster role allows', async () => {
  const before = estate.counts(ARN);
  await collect();
  const sent = Object.entries(estate.counts(ARN)).filter(([request, count]) => count > (before[request] ?? 0));
  const granted = clusterRole(names, { secrets: true }).rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      verbs.flatMap((verb) => resources.map((one) => `${verb} ${group === '' ? one : `${one}.${group}`}`)),
    ),
  );
  const byDefault = names.flatMap((name) => (facts[name].reads as Reads).kubernetesByDefault ?? []);
  expect(sent.map(([request]) => request).sort()).toEqual([...granted, ...byDefault].sort());
});

/** Each list that a fact reads, by the resource's name with its group. */
const lists = names.flatMap((name) =>
  ((facts[name].reads as Reads).kubernetes ?? []).map(({ group, resource }) => ({ name, group, resource })),
);
const whyOf = (fact: unknown): readonly unknown[] =>
  isUnknown(fact) ? [fact] : ((fact as { readonly missing?: readonly unknown[] }).missing ?? []);

test.each(lists)(
  'a 403 on $resource is told with what to grant, by $name and no other fact',
  async ({ name, group, resource }) => {
    estate.faults.add({ kind: 'forbidden', group, resource });
    const found = await collect();
    const grant = `grant list on ${resource} (${group === '' ? 'core group' : `group ${group}`})`;
    const refused = { why: expect.stringMatching(new RegExp(`/${resource} at .*: forbidden \\(403\\)$`)), action: grant };
    for (const other of names) if (other !== name) expect([other, whyOf(found[other])]).toEqual([other, []]);
    const id = group === '' ? resource : `${resource}.${group}`;
    expect(whyOf(found[name])).toEqual([name === 'controllers' ? { id, ...refused } : { known: false, ...refused }]);
  },
);

test('the rights that the scanner has beyond reading are those of its role, and a review that is refused is unknown', async () => {
  const { ownRights } = await collect();
  expect(ownRights?.known && ownRights.items.map((item) => [facts.ownRights.id(item).id, item.allowed])).toEqual(
    questionIds.map((id) => [id, false]),
  );
  estate.faults.add({ kind: 'forbidden', resource: 'selfsubjectaccessreviews', nth: 3 });
  const again = (await collect()).ownRights;
  const refused = again?.known ? again.items.filter(({ allowed }) => allowed !== false) : [];
  expect(refused).toEqual([
    {
      ...questions[2],
      allowed: {
        known: false,
        why: expect.stringMatching(/^POST .*\/selfsubjectaccessreviews at .*: forbidden \(403\)$/),
        action: 'grant create on selfsubjectaccessreviews (group authorization.k8s.io)',
      },
    },
  ]);
});

test('of Secrets there are names and owners, whatever is written on them', async () => {
  const { secrets } = await collect();
  expect(secrets?.known && secrets.items).toEqual([
    { namespace: 'default', name: 'token', createdAt: '2026-01-01T00:00:00Z', serviceAccount: 'web', copied: true },
  ]);
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
    expect(hidden[name]).toMatchObject({
      action: expect.stringMatching(
        /^its endpoint is private: inside of its network run postern collect --kubeconfig FILE --account \d{12} --region \S+ --cluster c0 --snapshot s3:/,
      ),
    });
    expect(open[name]).toMatchObject({ known: false, action: expect.stringContaining('public endpoint') });
  }
});
