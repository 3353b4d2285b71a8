import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { findInside, insideOf } from '../../../shared/stages/inside.ts';
import { folderStore } from '../../../shared/store/folder.ts';
import { collectorFile } from '../../../tools/collector.ts';
import { emptyFolder, postern } from '../../cli/console.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

const [account, region, name] = ['111122223333', 'eu-central-1', 'shop'];
const cwd = emptyFolder();
const objects = parseAllDocuments(
  readFileSync(collectorFile, 'utf8')
    .replace('image: IMAGE', `image: example.test/postern@sha256:${'0a1b'.repeat(16)}`)
    .replace('=ACCOUNT_ID', `=${account}`)
    .replace('=CLUSTER_REGION', `=${region}`)
    .replace('=CLUSTER_NAME', `=${name}`),
).map((document) => document.toJS());
const ofKind = (kind: string) => objects.find((object) => object.kind === kind);
const namespace = '/api/v1/namespaces/postern';
const paths: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ResourceQuota: `${namespace}/resourcequotas`,
  NetworkPolicy: '/apis/networking.k8s.io/v1/namespaces/postern/networkpolicies',
  ServiceAccount: `${namespace}/serviceaccounts`,
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  ConfigMap: `${namespace}/configmaps`,
  CronJob: '/apis/batch/v1/namespaces/postern/cronjobs',
};

describe.each(['1.36.3', '1.31.0'] as const)('Kubernetes %s', (version) => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane(version);
  }, 600_000);
  afterAll(() => plane?.close());

  test('a real API server takes every object of it as it is, without a warning, and its pod in a restricted namespace', async () => {
    for (const object of objects) {
      const { status, warnings, body } = await plane.client.ask('POST', `${paths[object.kind]}?fieldValidation=Strict`, object);
      expect({ kind: object.kind, status, warnings, body }).toEqual({
        kind: object.kind,
        status: 201,
        warnings: [],
        body: expect.anything(),
      });
    }
    const { spec } = ofKind('CronJob').spec.jobTemplate.spec.template;
    const pod = { metadata: { name: 'once' }, spec };
    const ask = () => plane.client.ask('POST', `${namespace}/pods?dryRun=All`, pod);
    // Until the controller has counted what there is, the quota admits nothing.
    await expect.poll(async () => (await ask()).status, { timeout: 20_000, interval: 200 }).toBe(201);
    const { body } = await ask();
    const made = body as { readonly spec: { readonly volumes: readonly { readonly name: string }[] } };
    expect(made.spec.volumes.map((volume) => volume.name)).toEqual(['api', 'settings']);
  });

  test('what its pod has is enough: the whole cluster is read, and a scan finds it', async () => {
    const request = { spec: { expirationSeconds: 3600 } };
    const answer = await plane.client.must('POST', `${namespace}/serviceaccounts/postern-collector/token`, request);
    writeFileSync(join(cwd, 'token'), (answer as { readonly status: { readonly token: string } }).status.token);
    writeFileSync(join(cwd, 'ca.crt'), plane.certificateAuthority);
    const kubeconfig = parse(ofKind('ConfigMap').data.kubeconfig);
    kubeconfig.clusters[0].cluster = { server: plane.server, 'certificate-authority': 'ca.crt' };
    kubeconfig.users[0].user = { tokenFile: 'token' };
    writeFileSync(join(cwd, 'kubeconfig'), stringify(kubeconfig));
    const words: Readonly<Record<string, string>> = {
      '--kubeconfig=/etc/postern/kubeconfig': '--kubeconfig=kubeconfig',
      '--snapshot=s3://BUCKET': '--snapshot=runs',
    };
    const { args } = ofKind('CronJob').spec.jobTemplate.spec.template.spec.containers[0];
    const now = new Date();
    const typed = args.map((word: string) => words[word] ?? word);
    expect(await postern(typed, { cwd, now: () => now })).toMatchObject({ code: 0 });
    const authority = new X509Certificate(plane.certificateAuthority).fingerprint256.replaceAll(':', '').toLowerCase();
    const found = await findInside(
      insideOf(folderStore(join(cwd, 'runs')), () => now),
      {
        account,
        region,
        cluster: { name, arn: `arn:aws:eks:${region}:${account}:cluster/${name}`, version: version.slice(0, 4) },
        authorities: [authority],
      },
    );
    const facts = found !== undefined && 'facts' in found ? found.facts : {};
    expect(Object.values(facts).filter((fact) => !fact.known || ('missing' in fact && fact.missing.length > 0))).toEqual([]);
    expect(facts.namespaces).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: 'postern' })]) });
  });

  test('so is it for a whole scan, which judges everything and has no right too many', async () => {
    const words = ['scan', '--kubeconfig=kubeconfig', '--all', '--format=json'];
    const { code, out } = await postern(words, { cwd });
    const { run, targets, verdicts } = JSON.parse(out);
    expect({ code, errors: run.errors, targets }).toMatchObject({ code: 1, errors: [], targets: [{ status: 'complete' }] });
    const of = (check: string) => verdicts.filter((verdict: { check: string }) => verdict.check === check);
    expect(of('scanner/rights')).toMatchObject([{ status: 'pass' }]);
    expect(of('pods/root-user')).toMatchObject([{ status: 'pass', resource: { id: 'CronJob/postern/postern-collector' } }]);
    const unknown = verdicts.filter((verdict: { status: string }) => verdict.status === 'unknown');
    expect(unknown.map(({ check, because }: { check: string; because: string }) => `${check}: ${because}`)).toEqual([]);
  });
});
