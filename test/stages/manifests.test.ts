import { expect, test } from 'vitest';
import { checks } from '../../shared/checks/index.ts';
import { settingsOf } from '../../shared/config/thresholds.ts';
import { derivations } from '../../shared/derive/index.ts';
import { verdictId } from '../../shared/engine/identity.ts';
import type { Stored } from '../../shared/facts/index.ts';
import { bounds } from '../../shared/manifests/bounds.ts';
import type { FileText } from '../../shared/manifests/files.ts';
import { manifestFacts } from '../../shared/stages/manifest-facts.ts';
import { answeredByManifests, judgeManifests } from '../../shared/stages/manifests.ts';

const pod = 'containers: [{name: c, image: example.com/a:1}]';
const object = (apiVersion: string, kind: string, rest: string, name = 'web') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n${rest}\n`;
const held = `spec: {template: {metadata: {labels: {app: web}}, spec: {${pod}}}}`;

async function* filesOf(files: Readonly<Record<string, string>>): AsyncIterable<FileText> {
  for (const [file, text] of Object.entries(files)) yield { file, text };
}

const settings = settingsOf({});
const read = (files: Readonly<Record<string, string>>, more: Partial<Stored<'settings'>> = {}) =>
  manifestFacts(filesOf(files), { settings: { ...settings, ...more }, fingerprint: () => 'f' });

async function judged(files: Readonly<Record<string, string>>, only: string, more: Partial<Stored<'settings'>> = {}) {
  const given = { settings: { ...settings, ...more }, derivations, now: new Date(0) };
  const selected = checks.filter(({ id }) => id === only);
  return judgeManifests(await read(files, more), { ...given, checks: selected });
}
const said = async (...given: Parameters<typeof judged>) =>
  (await judged(...given)).verdicts.map(
    ({ status, resource: { type, id, file, line } }) => `${status} ${type} ${id} ${file}:${line}`,
  );

test('whatever makes pods is a workload, with its file and line', async () => {
  const documents = [
    object('v1', 'Pod', `spec: {${pod}}`),
    object('v1', 'PodTemplate', `template: {spec: {${pod}}}`),
    ...['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet'].map((kind) => object('apps/v1', kind, held)),
    object('v1', 'ReplicationController', held),
    object('batch/v1', 'Job', held),
    object('batch/v1', 'CronJob', `spec: {jobTemplate: {spec: {template: {spec: {${pod}}}}}}`),
    object('extensions/v1beta1', 'Deployment', held, 'old'),
    object('argoproj.io/v1alpha1', 'Rollout', held),
    object('serving.knative.dev/v1', 'Service', held),
  ];
  const others = [
    object('v1', 'Service', 'spec: {ports: []}'),
    'apiVersion: example.com/v1\nkind: Nameless\n',
    object('example.com/v1', 'Thing', 'spec: {template: {spec: {containers: []}}}'),
    object('kyverno.io/v1', 'ClusterPolicy', `spec: {validate: {pattern: {${held}}}}`),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'spec: {template: {properties: {spec: {containers: []}}}}'),
  ];
  const { facts } = await read({ 'a.yaml': [...documents, ...others].join('---\n') });
  if (!facts.workloads?.known) throw new Error('no workloads');
  expect(facts.workloads.missing).toEqual([]);
  expect(
    facts.workloads.items.map(({ kind, namespace, name, file, line }) => `${kind}/${namespace}/${name} ${file}:${line}`),
  ).toEqual(
    documents.map((text, index) => {
      const [, kind, , name] = /kind: (\w+)(.|\n)*?name: (\w+)/.exec(text) ?? [];
      return `${kind}/default/${name} a.yaml:${1 + index * 5}`;
    }),
  );
});

test('kinds of others are judged by every template that they have, and are unknown where one cannot be read', async () => {
  const privileged = (more: string) => `{spec: {containers: [{${more}image: a, securityContext: {privileged: true}}]}}`;
  const kinds = [
    object('serving.knative.dev/v1', 'Service', `spec: {template: ${privileged('')}}`),
    object(
      'ray.io/v1',
      'RayCluster',
      `spec: {headGroupSpec: {template: {spec: {${pod}}}}, workerGroupSpecs: [{template: ${privileged('name: w, ')}}]}`,
    ),
    object('jobset.x-k8s.io/v1', 'JobSet', `spec: {jobs: [{template: {spec: {template: ${privileged('name: j, ')}}}}]}`),
    object(
      'argoproj.io/v1alpha1',
      'Workflow',
      'spec: {templates: [{container: {image: a, securityContext: {privileged: true}}}]}',
    ),
    object('tekton.dev/v1', 'Task', 'spec: {steps: [{image: a, securityContext: {privileged: true}}]}'),
    object('monitoring.coreos.com/v1', 'Prometheus', 'spec: {image: a, containers: [{name: prometheus}]}'),
    object('example.com/v1', 'Other', 'spec: {template: {spec: {containers: [{image: 3}]}}}'),
    object('example.com/v1', 'Many', `spec: {all: [${`{template: {spec: {${pod}}}},`.repeat(1_001)}]}`),
  ];
  const verdicts = await said({ 'a.yaml': kinds.join('---\n') }, 'pods/privileged-containers');
  expect(verdicts.map((one) => one.split(' ').filter((_, at) => at % 2 === 0)).sort()).toEqual([
    ['fail', 'JobSet/default/web'],
    ['fail', 'RayCluster/default/web'],
    ['fail', 'Service/default/web'],
    ['unknown', 'Many/default/web'],
    ['unknown', 'Other/default/web'],
    ['unknown', 'Task/default/web'],
    ['unknown', 'Workflow/default/web'],
  ]);
});

test('objects that are called the same are told by file, and in one file by number', async () => {
  const text = [1, 2, 3].map(() => object('v1', 'Pod', `spec: {${pod}}`, 'p')).join('---\n');
  expect(
    await said({ 'a.yaml': text, 'b.yaml': object('v1', 'Pod', `spec: {${pod}}`, 'p') }, 'pods/privileged-containers'),
  ).toEqual([
    'pass workload Pod/default/p a.yaml:1',
    'pass workload Pod/default/p b.yaml:1',
    'pass workload Pod/default/p#2 a.yaml:6',
    'pass workload Pod/default/p#3 a.yaml:11',
  ]);
});

test('a verdict is the same finding whatever line it moves to; it is of no partition', async () => {
  const one = await judged({ 'a.yaml': object('v1', 'Pod', `spec: {${pod}}`) }, 'pods/privileged-containers');
  const other = await judged({ 'a.yaml': `# moved\n\n${object('v1', 'Pod', `spec: {${pod}}`)}` }, 'pods/privileged-containers');
  expect(one.verdicts[0]?.id).toBe(other.verdicts[0]?.id);
  expect(one.verdicts[0]?.id).not.toBe(
    verdictId(
      { ...one.target, partition: 'aws' },
      'pods/privileged-containers',
      one.verdicts[0]?.resource ?? { type: '', id: '' },
    ),
  );
});

test('what cannot be read is unknown, there, and nothing else is', async () => {
  const bad = [
    object('v1', 'Pod', 'spec: {containers: [{name: 3}]}', 'bad'),
    object('apps/v1', 'Deployment', 'spec: {replicas: 1}', 'empty'),
    object('v1', 'Pod', `spec: {${pod}}`, '3'),
    'apiVersion: v1\nkind: Pod\nspec: {}\n',
    'a: [\n',
    object('v1', 'Pod', `spec: {${pod}}`, 'good'),
  ];
  expect(await said({ 'a.yaml': bad.join('---\n') }, 'pods/privileged-containers')).toEqual([
    'unknown document a.yaml:21:1 a.yaml:21',
    'unknown workload Deployment/default/empty a.yaml:6',
    'unknown workload Pod a.yaml:11',
    'unknown workload Pod#2 a.yaml:16',
    'unknown workload Pod/default/bad a.yaml:1',
    'pass workload Pod/default/good a.yaml:22',
  ]);
  const { target, verdicts } = await judged({ 'a.yaml': bad[0] ?? '' }, 'pods/privileged-containers');
  expect(target.status).toBe('partial');
  expect(verdicts[0]?.because).toBe('a.yaml:1: Pod: malformed spec.containers.0.name');
});

test('nothing to judge is no pass', async () => {
  for (const text of ['', '# nothing\n', 'replicas: 1\n']) {
    const { target, verdicts } = await judged({ 'values.yaml': text }, 'pods/privileged-containers');
    expect([target.status, ...verdicts.map(({ status }) => status)]).toEqual(['partial', 'unknown']);
  }
  const { target, verdicts } = await judged({ 'a.yaml': object('v1', 'Secret', 'data: {}') }, 'pods/privileged-containers');
  expect([target.status, ...verdicts.map(({ status }) => status)]).toEqual(['complete', 'not-applicable']);
});

test('the checks that manifests answer read nothing else of a cluster', () => {
  const answered: readonly string[] = checks.filter(answeredByManifests).map(({ id }) => id);
  expect(answered).toContain('pods/privileged-containers');
  expect(answered).toContain('pods/pod-security-restricted');
  for (const id of ['namespaces/default-in-use', 'exposure/kubelet', 'versions/support', 'account/root-access-keys'])
    expect(answered).not.toContain(id);
});

test('Pod Security is judged as it was asked for, else by labels of the namespaces among the manifests', async () => {
  const privileged = 'spec: {containers: [{name: c, securityContext: {privileged: true}}]}';
  const namespace = (level: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: default, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n`;
  const judgedAs = async (files: Readonly<Record<string, string>>, more: Partial<Stored<'settings'>> = {}) =>
    (await said(files, 'pods/pod-security-baseline', more)).map((one) => one.split(' ')[0]);
  const file = { 'a.yaml': object('v1', 'Pod', privileged) };
  expect(await judgedAs(file)).toEqual(['not-applicable']);
  expect(await judgedAs(file, { podSecurity: { level: 'baseline', version: '1.30' } })).toEqual(['fail']);
  expect(await judgedAs(file, { podSecurity: { level: 'restricted', version: 'latest' } })).toEqual(['not-applicable']);
  expect(await judgedAs({ ...file, 'n.yaml': namespace('baseline') })).toEqual(['fail']);
  expect(await judgedAs({ ...file, 'n.yaml': namespace('privileged') })).toEqual(['not-applicable']);
  expect(await judgedAs({ ...file, 'n.yaml': namespace('baseline'), 'm.yaml': namespace('privileged') })).toEqual(['unknown']);
});

test('no value of the environment gets into a fact', async () => {
  const env = 'env: [{name: PASSWORD, value: hunter2hunter2}]';
  const text = object('v1', 'Pod', `spec: {containers: [{name: c, args: [--token=hunter2hunter2], ${env}}]}`);
  const { facts } = await read({ 'a.yaml': text });
  expect(JSON.stringify(facts)).not.toContain('hunter2');
});

test('more objects than are judged are one problem, and those before it are judged', async () => {
  const text = Array.from({ length: 5 }, (_, index) => object('v1', 'Pod', `spec: {${pod}}`, `p${index}`)).join('---\n');
  const { facts, problems } = await manifestFacts(filesOf({ 'a.yaml': text }), { settings, fingerprint: () => 'f', most: 3 });
  if (!facts.workloads?.known) throw new Error('no workloads');
  expect([facts.workloads.items.length, facts.workloads.missing.map(({ id }) => id)]).toEqual([3, ['a.yaml:16']]);
  expect(problems.map(({ why }) => why)).toEqual([
    'a.yaml:16: more than 3 objects to judge; this one and what follows were not judged',
  ]);
});

test('of very many documents that cannot be read the first are told, and that there are more', async () => {
  const many = '---\na: *x\n'.repeat(bounds.unread + 50);
  const { facts, problems } = await read({ 'a.yaml': many, 'b.yaml': many });
  if (!facts.workloads?.known) throw new Error('no workloads');
  expect([facts.workloads.missing.length, problems.length]).toEqual([bounds.unread + 1, bounds.unread + 1]);
  expect(problems.at(-1)?.why).toMatch(/^a.yaml:2002: more than 1000 documents or files cannot be read/);
  const malformed = object('apps/v1', 'Deployment', 'spec: {}');
  const { facts: few } = await manifestFacts(filesOf({ 'a.yaml': `${malformed}---\n`.repeat(9) }), {
    settings,
    fingerprint: () => 'f',
    most: 3,
  });
  expect(few.workloads?.known && few.workloads.missing.map(({ id }) => id)).toEqual([
    'a.yaml:1 Deployment/default/web',
    'a.yaml:6 Deployment/default/web#2',
    'a.yaml:11 Deployment/default/web#3',
    'a.yaml:16',
  ]);
});

test('annotations of a Deployment are not those of its pods', async () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/c: unconfined';
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, annotations: {${key}}}\n${held}\n`;
  const own = object('apps/v1', 'Deployment', `spec: {template: {metadata: {annotations: {${key}}}, spec: {${pod}}}}`);
  expect(await said({ 'a.yaml': text, 'b.yaml': own }, 'pods/apparmor')).toEqual([
    'pass workload Deployment/default/web a.yaml:1',
    'fail workload Deployment/default/web b.yaml:1',
  ]);
});

test('credentials in ConfigMaps are told by place, with file and line', async () => {
  const key = 'Kx9vQ2mZ7pTr';
  const configMap = object('v1', 'ConfigMap', `data: {url: "postgres://app:${key}@db.example.com/shop"}`, 'settings');
  const { verdicts } = await judged(
    { 'a.yaml': `${configMap}---\n${configMap}---\n${object('v1', 'ConfigMap', '', 'empty')}` },
    'config-maps/credentials',
  );
  expect(verdicts.map(({ status, resource: { id, line } }) => `${status} ${id}:${line}`)).toEqual([
    'pass ConfigMap/default/empty:11',
    'fail ConfigMap/default/settings:1',
    'fail ConfigMap/default/settings#2:6',
  ]);
  expect(JSON.stringify(verdicts)).not.toContain(key);
});

test('Services are read as they are from a cluster', async () => {
  const text = object('v1', 'Service', 'spec: {ports: [{port: 22}], externalIPs: [192.0.2.1]}', 'ssh');
  const { facts } = await read({ 'a.yaml': `${text}---\n${object('v1', 'Service', 'spec: {ports: 3}', 'bad')}` });
  expect(facts.services).toMatchObject({
    items: [{ namespace: 'default', name: 'ssh', type: 'ClusterIP', externalIPs: ['192.0.2.1'], file: 'a.yaml', line: 1 }],
    missing: [{ id: 'a.yaml:6 Service/default/bad', why: 'a.yaml:6: Service: malformed spec.ports' }],
  });
});

test('what a Kustomization makes is unknown', async () => {
  for (const text of ['apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n', 'resources: [a.yaml]\n'])
    expect(await said({ 'base/kustomization.yaml': text }, 'pods/privileged-containers')).toEqual([
      'unknown document base/kustomization.yaml:1 base/kustomization.yaml:1',
    ]);
});
