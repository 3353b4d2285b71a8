import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { insideFolder } from '../../shared/contract/keys.ts';
import { clusterRole } from '../../shared/permissions/index.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { collectorFile, collectorText } from '../../tools/collector.ts';
import { emptyFolder, postern, root } from '../cli/console.ts';

const text = readFileSync(collectorFile, 'utf8');
/** As the runbook has it filled in. */
const filledIn = text
  .replace(/IMAGE$/m, `example.test/postern@sha256:${'0a1b'.repeat(16)}`)
  .replace('=ACCOUNT_ID', '=111122223333')
  .replace('=CLUSTER_REGION', '=eu-central-1')
  .replace('=CLUSTER_NAME', '=123')
  .replace('s3://BUCKET', 's3://evidence')
  .replace('value: BUCKET_REGION', 'value: eu-central-1');
const objects = parseAllDocuments(filledIn).map((document) => document.toJS());
const ofKind = (kind: string) => objects.find((object) => object.kind === kind);
const { containers, volumes, serviceAccountName } = ofKind('CronJob').spec.jobTemplate.spec.template.spec;
const [{ args, volumeMounts }] = containers;

describe('deploy/collector.yaml', () => {
  test('is what the facts need', () => {
    expect(text, 'it is stale: npm run docs writes it').toBe(collectorText());
  });

  test('has the ClusterRole that postern permissions prints, and gives it to its own service account', async () => {
    const printed = parseAllDocuments((await postern(['permissions', '--kubernetes'])).out).map((document) => document.toJS());
    expect(ofKind('ClusterRole')).toEqual(printed.find(({ kind }) => kind === 'ClusterRole'));
    expect(ofKind('ClusterRole')).toEqual(clusterRole());
    expect(ofKind('ClusterRoleBinding')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'postern' },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccountName, namespace: ofKind('ServiceAccount').metadata.namespace }],
    });
  });

  test('passes every check of manifests, and the strictest Pod Security Standard, once it names an image', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'c.yaml'), filledIn);
    const line = ['manifests', 'c.yaml', '--pod-security', 'restricted:latest', '--format', 'json', '--all'];
    const { code, out } = await postern(line, { cwd });
    const { verdicts } = JSON.parse(out) as { readonly verdicts: readonly { readonly status: string }[] };
    expect(verdicts.filter(({ status }) => status !== 'pass' && status !== 'not-applicable')).toEqual([]);
    expect(verdicts.filter(({ status }) => status === 'pass').length).toBeGreaterThan(20);
    expect(code).toBe(0);
  });

  test('reads what it mounts', () => {
    const mounted = (name: string) => volumeMounts.find((mount: { readonly name: string }) => mount.name === name).mountPath;
    const files = [
      ...volumes[0].projected.sources.flatMap(
        ({
          serviceAccountToken,
          configMap,
        }: {
          readonly serviceAccountToken?: { readonly path: string };
          readonly configMap?: { readonly items: readonly { readonly path: string }[] };
        }) =>
          [...(serviceAccountToken ? [serviceAccountToken] : []), ...(configMap?.items ?? [])].map(
            ({ path }) => `${mounted('api')}/${path}`,
          ),
      ),
    ];
    const { clusters, users } = parse(ofKind('ConfigMap').data.kubeconfig);
    expect([users[0].user.tokenFile, clusters[0].cluster['certificate-authority']]).toEqual(files);
    expect(args).toContain(`--kubeconfig=${mounted('settings')}/${Object.keys(ofKind('ConfigMap').data)[0]}`);
    expect(volumes[1].configMap.name).toBe(ofKind('ConfigMap').metadata.name);
  });

  test('says in args what the command line takes', async () => {
    const { code, err } = await postern(args.map((word: string) => word.replace('s3://evidence', 'facts')));
    const why = expect.stringMatching(/^postern: kubeconfig "\/etc\/postern\/kubeconfig": there is no such file/);
    expect({ code, err }).toEqual({ code: 64, err: why });
  });
});

test('the runbook says where the collector may write, as it is computed', () => {
  const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
  const place = { account: '111122223333', region: 'eu-central-1' };
  const folder = insideFolder({ ...place, cluster: clusterKey(`arn:aws:eks:${place.region}:${place.account}:cluster/shop`) });
  expect(runbook).toContain(`arn:aws:s3:::BUCKET/${folder}*`);
});
