import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checks } from '../../shared/checks/index.ts';
import { settingsOf } from '../../shared/config/thresholds.ts';
import { derivations } from '../../shared/derive/index.ts';
import { evaluate } from '../../shared/derive/pod-security/evaluate.ts';
import type { FileText } from '../../shared/manifests/files.ts';
import { manifestFacts } from '../../shared/stages/manifest-facts.ts';
import { judgeManifests } from '../../shared/stages/manifests.ts';
import { examples } from '../derive/pod-security/examples.ts';
import type { RawPod } from '../derive/pod-security/pods.ts';
import { randomPod, valid } from '../derive/pod-security/random.ts';
import { specOf } from '../derive/pod-security/spec.ts';
import { tries } from '../whole.ts';

const versions = ['1.7', '1.18', '1.24', '1.30', '1.34', 'latest'] as const;
const levels = ['baseline', 'restricted'] as const;

/** The same pod in three clothes: as YAML, as JSON, and as the template of a Deployment. */
function written(raw: RawPod, index: number): string {
  const { annotations = {}, spec } = raw;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { annotations, name: `p${index}` }, spec };
  const template = { metadata: { annotations }, spec };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `d${index}` }, spec: { template } };
  return [
    stringify(pod),
    JSON.stringify({ ...pod, metadata: { ...pod.metadata, name: `j${index}` } }),
    stringify(deployment),
  ].join('\n---\n');
}

async function* only(text: string): AsyncIterable<FileText> {
  yield { file: 'a.yaml', text };
}

/** What `--pod-security` says to each pod, and what the admission would. */
async function expectSame(pods: readonly RawPod[], level: (typeof levels)[number], version: string): Promise<void> {
  const settings = { ...settingsOf({}), podSecurity: { level, version } };
  const read = await manifestFacts(only(pods.map(written).join('\n---\n')), { settings, fingerprint: () => '' });
  const selected = checks.filter(({ id }) => id === `pods/pod-security-${level}`);
  const { verdicts } = judgeManifests(read, { checks: selected, derivations, settings, now: new Date(0) });
  expect(verdicts.length).toBe(3 * pods.length);
  const said = new Map(verdicts.map(({ resource, status, because }) => [resource.id, { status, because }]));
  for (const [index, raw] of pods.entries()) {
    const { allowed, violations } = evaluate(specOf(raw), { level, version: version as 'latest' }, { newest: 'latest' });
    for (const id of [`Pod/default/p${index}`, `Pod/default/j${index}`, `Deployment/default/d${index}`]) {
      const one = said.get(id);
      expect(one?.status, `${id}: ${one?.because} ${JSON.stringify(raw)}`).toBe(allowed ? 'pass' : 'fail');
      for (const { control } of violations) expect(one?.because).toContain(control);
    }
  }
}

test('every example gets from manifests the answer that the admission gives', async () => {
  const pods = examples.map(({ pod }) => pod);
  for (const [index, version] of versions.entries())
    for (const level of levels)
      await expectSame(
        pods.filter((_, at) => (at + index) % tries(15, 1) === 0),
        level,
        version,
      );
});

test('and so do random pods', async () => {
  const pods = fc.sample(randomPod.map(valid), { seed: 6, numRuns: tries(15, 2_000) });
  for (const level of levels) await expectSame(pods, level, '1.34');
});
