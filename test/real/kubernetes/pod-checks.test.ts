import { afterAll, beforeAll, expect, test } from 'vitest';
import { base, settings } from '../../../shared/checks/base.ts';
import podSecurityBaseline from '../../../shared/checks/pods/pod-security-baseline.ts';
import podSecurityRestricted from '../../../shared/checks/pods/pod-security-restricted.ts';
import type { PolicyVersion } from '../../../shared/derive/pod-security/policy.ts';
import type { FactsOfTarget } from '../../../shared/facts/index.ts';
import type { PodSpec } from '../../../shared/facts/pod-spec.ts';
import { allExamples, judged } from '../../checks/estate.ts';
import { admissionOf, type Enforcing, inBatches, namespacesFor } from './admission.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { BUILD_TIME } from './go.ts';
import { rawOf } from './raw.ts';

/** Every example of a check of workloads: its pods, and those that would be made of its templates. */
const all = (await allExamples()).filter(({ check }) => check.id.startsWith('pods/'));
const specs = new Map<string, { readonly says: string; readonly spec: PodSpec }>();
for (const { check, examples } of all)
  for (const { says, facts } of examples) {
    const { controllers = base.controllers, pods = base.pods } = facts;
    const found = [
      ...(controllers.known ? controllers.items.flatMap(({ template }) => template?.spec ?? []) : []),
      ...(pods.known ? pods.items.map(({ spec }) => spec) : []),
    ];
    for (const spec of found) specs.set(JSON.stringify(spec), { says: `${check.id}: ${says}`, spec });
  }
// Ephemeral containers come into pods that run (pod-security.test.ts tries them), and an unknown source the server drops unread.
const created = [...specs.values()].filter(
  ({ spec: { containers, volumes } }) =>
    containers.every(({ list }) => list !== 'ephemeralContainers') && volumes.every(({ type }) => type !== 'unknown'),
);

const versions: readonly PolicyVersion[] = ['1.0', '1.24', '1.30', '1.33', '1.34', '1.35', 'latest'];

/** What the API server takes in no namespace: a manifest can have it, and older servers do. */
const invalid = [
  'pods/host-paths: A path with detours',
  'pods/proc-mount: An unmasked /proc',
  'pods/seccomp-profiles: A type that Kubernetes does not have',
];

let plane: ControlPlane;
let enforcing: readonly Enforcing[];
beforeAll(async () => {
  plane = await startControlPlane('1.36.3', []);
  enforcing = await namespacesFor(plane.client, versions);
}, BUILD_TIME);
afterAll(() => plane?.close());

/** What the check of a level says to a pod by itself, as `--pod-security` asks for it. */
function statusOf(spec: PodSpec, { level, version }: Enforcing): string | undefined {
  const [pod] = base.pods.items;
  if (pod === undefined) throw new Error('the base has no pod');
  const { owner: _, ...own } = pod;
  const facts: FactsOfTarget = {
    controllers: { known: true, items: [], missing: [] },
    pods: { known: true, items: [{ ...own, spec }], missing: [] },
    settings: { known: true, value: { ...settings, podSecurity: { level, version } } },
    kubernetesVersion: { known: true, value: { gitVersion: 'v1.36.3', major: '1', minor: '36' } },
  };
  return judged(level === 'baseline' ? podSecurityBaseline : podSecurityRestricted, facts).verdicts[0]?.status;
}

test('every example of the checks of pods is allowed or refused as the API server does it', async () => {
  const differ: string[] = [];
  const refused = new Map<string, string>();
  const counts = { pass: 0, fail: 0 };
  await inBatches(
    created.flatMap((one) => enforcing.map((where) => ({ ...one, where }))),
    async ({ says, spec, where }) => {
      const answer = await admissionOf(plane.client, where, rawOf(spec));
      if ('refused' in answer) {
        refused.set(says, answer.refused);
        return;
      }
      const expected = answer.allowed ? 'pass' : 'fail';
      counts[expected]++;
      const status = statusOf(spec, where);
      if (status !== expected)
        differ.push(`${says}: ${where.level} ${where.version}: ${status}, and the server: ${answer.says}`);
    },
  );
  expect(differ).toEqual([]);
  expect(counts.pass).toBeGreaterThan(500);
  expect(counts.fail).toBeGreaterThan(500);
  expect(Object.fromEntries(refused)).toEqual(Object.fromEntries(invalid.map((says) => [says, expect.any(String)])));
}, 300_000);
