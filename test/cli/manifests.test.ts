import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { expectGolden } from '../golden/golden.ts';
import { parseXml } from '../report/xml.ts';
import { emptyFolder, postern, root } from './console.ts';

/** A chart's manifests: one as it should be, one that no node should run, a template, and what is none of Kubernetes'. */
const files = {
  'chart/web.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: baseline } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: &hardened
      hostUsers: false
      securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: web
          image: registry.example.com/web:1.4.2
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
---
apiVersion: v1
kind: List
items:
  - apiVersion: batch/v1
    kind: CronJob
    metadata: { name: backup, namespace: shop }
    spec:
      jobTemplate:
        spec:
          template:
            spec:
              hostNetwork: yes
              containers:
                - name: backup
                  image: registry.example.com/backup:2
                  securityContext: { privileged: on }
`,
  'chart/values.yaml': 'replicas: 2\n',
  'chart/templates/job.yaml': 'apiVersion: batch/v1\nkind: Job\n{{- if .Values.on }}\nmetadata: {name: x}\n{{- end }}\n',
};

function chart(): string {
  const cwd = emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

const cwd = chart();
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(join(root, 'docs/report.schema.json'), 'utf8')));
const run = (line: string, stdin?: string) => postern(line.split(' '), { cwd, ...(stdin === undefined ? {} : { stdin }) });
const only = '--check pods/privileged-containers --check pods/pod-security-*';

test('a folder, on a terminal', async () => {
  const line = `manifests chart ${only} --format terminal --pod-security restricted:1.34`;
  // The run's id is printed: whatever ran before in this worker, it is this one.
  const { code, out, err } = await postern(line.split(' '), { cwd, random: () => 0xffff });
  expect(code).toBe(1);
  expect(err).toBe(
    'chart/templates/job.yaml:3:1: Implicit keys need to be on a single line; this looks like a template of Helm: render it first (helm template CHART | postern manifests -)\n' +
      'passed over, being no objects of Kubernetes: chart/values.yaml:1\n',
  );
  expectGolden('cli/manifests.txt', out);
});

test('JSON: one verdict for each object and check, with file and line', async () => {
  const { code, out } = await run(`manifests chart/web.yaml ${only} --format json --all --pod-security restricted:v1.31`);
  expect(code).toBe(1);
  const report = JSON.parse(out);
  expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
  expect(report.targets).toEqual([{ kind: 'files', status: 'complete', missing: [] }]);
  const said = report.verdicts.map(
    ({ check, status, resource }: { check: string; status: string; resource: { id: string; file: string; line: number } }) =>
      `${check} ${status} ${resource.id} ${resource.file}:${resource.line}`,
  );
  expect(said.filter((one: string) => !one.includes('baseline'))).toEqual([
    'pods/pod-security-restricted fail CronJob/shop/backup chart/web.yaml:25',
    'pods/pod-security-restricted pass Deployment/shop/web chart/web.yaml:5',
    'pods/privileged-containers fail CronJob/shop/backup chart/web.yaml:25',
    'pods/privileged-containers pass Deployment/shop/web chart/web.yaml:5',
  ]);
  const [restricted] = report.verdicts.filter(({ status }: { status: string }) => status === 'fail');
  expect(restricted.because).toContain('restricted, version v1.31');
});

test('standard input, as helm template writes it', async () => {
  const { code, out, err } = await run(`manifests - ${only} --format json`, files['chart/web.yaml']);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(new Set(JSON.parse(out).verdicts.map(({ resource }: { resource: { file: string } }) => resource.file))).toEqual(
    new Set(['-']),
  );
});

test('SARIF and JUnit, on standard output and in the run', async () => {
  const sarif = await run(`manifests chart/web.yaml ${only} --format sarif`);
  const [location] = JSON.parse(sarif.out).runs[0].results[0].locations;
  expect(location.physicalLocation).toEqual({ artifactLocation: { uri: 'chart/web.yaml' }, region: { startLine: 25 } });
  const junit = await run(`manifests chart/web.yaml ${only} --format junit`);
  expect(parseXml(junit.out).children.map(({ attributes }) => attributes.name)).toEqual(['files']);
  const { code, out, err } = await run(`manifests chart/web.yaml ${only} --format sarif --format junit --out reports`);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  const [id = ''] = readdirSync(join(cwd, 'reports/runs'));
  expect(err).toBe(`report: reports/runs/${id}/report.json\n`);
  expect(readdirSync(join(cwd, 'reports/runs', id)).sort()).toEqual([
    'manifest.json',
    'report.json',
    'report.sarif',
    'report.xml',
    'results',
  ]);
  expect(readFileSync(join(cwd, 'reports/runs', id, 'report.xml'), 'utf8').length).toBe(junit.out.length);
  const replayed = await postern(['check', '--snapshot', 'reports'], { cwd });
  expect(replayed).toMatchObject({ code: 64, err: expect.stringContaining('reports holds no sealed run') });
});

test('no namespace makes a finding smaller, unless a settings file says so', async () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system}\nspec: {containers: [{name: c, securityContext: {privileged: true}}]}\n';
  const severities = async (flags: string) =>
    JSON.parse((await run(`manifests - --check pods/privileged-containers --format json${flags}`, pod)).out).verdicts.map(
      ({ severity }: { severity: string }) => severity,
    );
  expect(await severities('')).toEqual(['high']);
  writeFileSync(join(cwd, 'platform.yaml'), 'platformNamespaces: [kube-system]\n');
  expect(await severities(' --config platform.yaml')).toEqual(['low']);
});

describe('exit codes', () => {
  const good = files['chart/web.yaml'].split('---\n')[1] ?? '';
  test.each([
    ['compliant', good, only, 0],
    ['a finding', files['chart/web.yaml'], '--check pods/privileged-containers', 1],
    ['a finding below what is to fail', files['chart/web.yaml'], '--check pods/pod-security-* --fail-on high', 0],
    ['something unread', `${good}---\na: [\n`, only, 2],
    ['a finding and something unread', `${files['chart/web.yaml']}---\na: [\n`, only, 1],
    ['a Kustomization', `${good}---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n`, only, 2],
    ['nothing of Kubernetes', 'replicas: 1\n', only, 2],
    ['nothing at all', '', only, 2],
  ])('%s', async (_, stdin, flags, code) => {
    expect((await run(`manifests - ${flags} --format json`, stdin)).code).toBe(code);
  });

  test.each([
    ['manifests', /missing required argument 'path'/],
    ['manifests gone', /^postern: cannot read gone: there is no such file or folder$/],
    ['manifests chart --pod-security hardened', /It is a level, baseline or restricted/],
    ['manifests chart --pod-security restricted:1.x', /It is a level, baseline or restricted/],
    [
      'manifests chart --check exposure/kubelet',
      /exposure\/kubelet judges what runs, which manifests do not show; postern scan does$/,
    ],
    ['manifests chart --check pods/nothing', /no check matches "pods\/nothing"/],
    ['manifests chart --format pdf', /there is no format "pdf"/],
  ])('%s', async (line, why) => {
    const { code, out, err } = await run(line);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err.trimEnd()).toMatch(why);
  });
});

test('hostile manifests are bounded: one error each, and the others are judged', async () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...[...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(10)}]`),
  ];
  const hostile = [
    bomb.join('\n'),
    'a: !!js/function "function(){}"',
    '['.repeat(500),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: "\\e[2J\\u202e"}\nspec: {containers: [{name: c}]}',
    '__proto__: {polluted: true}\napiVersion: v1\nkind: Pod\nmetadata: {name: a, __proto__: {b: c}}\nspec: {containers: [{name: c}]}',
  ];
  const { code, out, err } = await run(
    'manifests - --check pods/privileged-containers --all --format terminal',
    hostile.join('\n---\n'),
  );
  expect(code).toBe(2);
  expect(err.split('\n').length).toBe(4);
  expect(out + err).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
  expect(out).toContain('2 passed · 3 unknown');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
