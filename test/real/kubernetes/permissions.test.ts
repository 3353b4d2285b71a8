import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { base, cluster } from '../../../shared/checks/base.ts';
import { connect, type KubernetesConnection } from '../../../shared/clients/kubernetes/connection.ts';
import { contextOf } from '../../../shared/collect/collector.ts';
import { collectFacts } from '../../../shared/collect/index.ts';
import { derivations } from '../../../shared/derive/index.ts';
import { bench } from '../../../shared/engine/facts.ts';
import type { Reads } from '../../../shared/facts/fact.ts';
import { type CollectedName, type FactsOfTarget, facts } from '../../../shared/facts/index.ts';
import { clusterRole, clusterRoleBinding } from '../../../shared/permissions/index.ts';
import { fromCluster } from '../../collect/kubernetes-estate.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const scanner = '/api/v1/namespaces/kube-system/serviceaccounts';
const usual = fromCluster.filter((name) => (facts[name].reads as Reads).onRequest === undefined);

let plane: ControlPlane;
let connection: KubernetesConnection;
beforeAll(async () => {
  plane = await startControlPlane('1.36.3');
  const { client } = plane;
  await client.must('POST', `${rbac}/clusterroles`, clusterRole());
  // A service account has no group of our choosing: it stands for whom the access entry puts into the group.
  const subjects = [{ kind: 'ServiceAccount', name: 'scanner', namespace: 'kube-system' }];
  await client.must('POST', `${rbac}/clusterrolebindings`, { ...clusterRoleBinding, subjects });
  await client.must('POST', scanner, { metadata: { name: 'scanner' } });
  const request = await client.must('POST', `${scanner}/scanner/token`, { spec: { expirationSeconds: 3600 } });
  const { token } = (request as { readonly status: { readonly token: string } }).status;
  connection = connect({
    server: plane.server,
    certificateAuthority: plane.certificateAuthority,
    bearerToken: async () => token,
  });
  for (const [path, object] of objects) await client.must('POST', path, object);
  await client.must('POST', `${rbac}/clusterrolebindings`, clusterRoleBindingOfGroup);
  await settled();
}, 600_000);
afterAll(async () => {
  connection?.close();
  await plane?.close();
});

/** The binding as it is printed: the server takes it. */
const clusterRoleBindingOfGroup = { ...clusterRoleBinding, metadata: { name: 'printed' } };

const labels = { app: 'web' };
const template = {
  metadata: { labels },
  spec: {
    containers: [
      { name: 'web', image: 'web:1', env: [{ name: 'DB_PASSWORD', value: 'hunter2' }], ports: [{ containerPort: 8080 }] },
    ],
  },
};
const job = { ...template, spec: { ...template.spec, restartPolicy: 'Never' } };
const selector = { matchLabels: labels };
const metadata = (name: string) => ({ name });
const objects: readonly (readonly [string, object])[] = [
  ['/apis/apps/v1/namespaces/default/deployments', { metadata: metadata('web'), spec: { replicas: 2, selector, template } }],
  ['/apis/apps/v1/namespaces/default/daemonsets', { metadata: metadata('agent'), spec: { selector, template } }],
  [
    '/apis/apps/v1/namespaces/default/statefulsets',
    {
      metadata: metadata('db'),
      spec: {
        serviceName: 'db',
        selector,
        template,
        volumeClaimTemplates: [
          {
            metadata: metadata('data'),
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    },
  ],
  ['/apis/batch/v1/namespaces/default/jobs', { metadata: metadata('once'), spec: { template: job } }],
  [
    '/apis/batch/v1/namespaces/default/cronjobs',
    { metadata: metadata('often'), spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: job } } } },
  ],
  [
    '/api/v1/namespaces/default/replicationcontrollers',
    { metadata: metadata('old'), spec: { replicas: 1, selector: labels, template } },
  ],
  ['/api/v1/namespaces/default/pods', { ...job, metadata: metadata('bare') }],
  ['/api/v1/namespaces/default/services', { metadata: metadata('web'), spec: { selector: labels, ports: [{ port: 80 }] } }],
  ['/api/v1/namespaces/default/configmaps', { metadata: metadata('settings'), data: { password: 'hunter2' } }],
  ['/api/v1/namespaces/default/resourcequotas', { metadata: metadata('quota'), spec: { hard: { services: '5' } } }],
  [
    '/api/v1/namespaces/default/limitranges',
    { metadata: metadata('limits'), spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '5Gi' } }] } },
  ],
  ['/api/v1/nodes', { metadata: metadata('n1'), spec: { providerID: 'aws:///a/i-1' } }],
  ['/apis/networking.k8s.io/v1/namespaces/default/networkpolicies', { metadata: metadata('none'), spec: { podSelector: {} } }],
  [
    '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
    {
      metadata: metadata('web'),
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    },
  ],
  ['/api/v1/namespaces/default/secrets', { metadata: metadata('db'), stringData: { password: 'hunter2' } }],
];

const collect = (names: readonly CollectedName[]): Promise<FactsOfTarget> => {
  const context = contextOf(
    {} as never,
    { account: '111122223333', region: 'eu-central-1', partition: 'aws' },
    async () => connection,
  );
  return collectFacts(names, context, { cluster: { known: true, value: cluster } });
};

/** Until the controllers have made their pods: the server is asked, at most for half a minute. */
async function settled(): Promise<void> {
  const made = ['web', 'db', 'once', 'old'];
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const { items } = (await plane.client.must('GET', '/api/v1/namespaces/default/pods')) as {
      readonly items: readonly { readonly metadata: { readonly name: string } }[];
    };
    if (made.every((name) => items.some((pod) => pod.metadata.name.startsWith(`${name}-`)))) return;
  }
  throw new Error('the controllers made no pods');
}

describe('the printed ClusterRole', () => {
  test('is enough: everything is read, whole, and keeps to its schema; nothing of a value is there', async () => {
    const found = await collect(usual);
    for (const name of usual) {
      const fact = found[name];
      expect([name, fact?.known, fact && 'missing' in fact ? fact.missing : []]).toEqual([name, true, []]);
      expect([name, v.safeParse(facts[name].stored, fact).issues]).toEqual([name, undefined]);
    }
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(found.ownRights?.known && found.ownRights.items.filter(({ allowed }) => allowed !== false)).toEqual([]);
    const workloads = bench({ ...base, ...found }, derivations, ['workloads'], (_, error) => {
      throw error;
    }).get('workloads') as Extract<FactsOfTarget['workloads'], { readonly known: true }>;
    expect(
      workloads.items.map(({ kind, name, pods, specs }) => [`${kind}/${name}`, pods, specs.map(({ of }) => of)]).sort(),
    ).toEqual([
      ['CronJob/often', 0, ['template']],
      ['DaemonSet/agent', expect.any(Number), ['template']],
      ['Deployment/web', 2, ['template']],
      ['Job/once', 1, ['template']],
      ['Pod/bare', 1, [{ pods: ['bare'], count: 1 }]],
      ['ReplicationController/old', 1, ['template']],
      ['StatefulSet/db', 1, ['template']],
    ]);
  });

  const resources = clusterRole().rules.flatMap(({ apiGroups, resources }) =>
    apiGroups.flatMap((group) => resources.map((resource) => ({ group, resource }))),
  );
  test.each(resources)('without $resource exactly what reads it is unknown', async ({ group, resource }) => {
    const rules = clusterRole().rules.map((rule) =>
      rule.apiGroups[0] === group ? { ...rule, resources: rule.resources.filter((one) => one !== resource) } : rule,
    );
    const without = { ...clusterRole(), rules: rules.filter((rule) => rule.resources.length > 0) };
    await plane.client.must('PUT', `${rbac}/clusterroles/postern`, without);
    try {
      const reader = usual.filter((name) =>
        ((facts[name].reads as Reads).kubernetes ?? []).some((read) => read.group === group && read.resource === resource),
      );
      expect(reader).toHaveLength(1);
      // The authoriser learns of a role a moment after it was stored.
      for (const end = Date.now() + 10_000; ; ) {
        const found = await collect(usual);
        const lacking = usual.filter(
          (name) => found[name]?.known === false || JSON.stringify(found[name]).includes('forbidden (403)'),
        );
        if (lacking.length === 0 && Date.now() < end) continue;
        expect(lacking).toEqual(reader);
        break;
      }
    } finally {
      await plane.client.must('PUT', `${rbac}/clusterroles/postern`, clusterRole());
    }
  });

  test('has no right to Secrets; the one that is asked for has, and reads no value', async () => {
    const refused = await collect(['secrets']);
    expect(refused.secrets).toMatchObject({ known: false, action: 'grant list on secrets (core group)' });
    await plane.client.must('PUT', `${rbac}/clusterroles/postern`, clusterRole(undefined, { secrets: true }));
    for (const end = Date.now() + 10_000; ; ) {
      const { secrets } = await collect(['secrets']);
      if (!secrets?.known && Date.now() < end) continue;
      expect(secrets?.known && secrets.items.map(({ name }) => name)).toContain('db');
      expect(JSON.stringify(secrets)).not.toContain('aHVudGVyMg');
      break;
    }
    const { ownRights } = await collect(['ownRights']);
    const allowed = ownRights?.known ? ownRights.items.filter((right) => right.allowed === true) : [];
    expect(allowed.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['list secrets']);
  });
});
