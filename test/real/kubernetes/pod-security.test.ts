import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asCreated } from '../../../shared/derive/pod-security/as-created.ts';
import type { PolicyVersion } from '../../../shared/derive/pod-security/policy.ts';
import { examples } from '../../derive/pod-security/examples.ts';
import { pod, type RawPod } from '../../derive/pod-security/pods.ts';
import { randomEphemeralContainer, randomPod, valid } from '../../derive/pod-security/random.ts';
import { specOf } from '../../derive/pod-security/spec.ts';
import { type Answer, admissionOf, answerOf, type Enforcing, inBatches, namespacesFor, ourAnswer } from './admission.ts';
import { type ControlPlane, type KubernetesVersion, startControlPlane } from './control-plane.ts';
import { BUILD_TIME } from './go.ts';

/** Both sides of every version at which a control changes, and what no server knows. */
const minors = [0, 7, 8, 18, 19, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 99];
const versions: readonly PolicyVersion[] = [...minors.map((minor) => `1.${minor}` as const), 'latest'];

const servers: readonly {
  readonly version: KubernetesVersion;
  readonly newest: PolicyVersion;
  readonly flags: readonly string[];
}[] = [
  { version: '1.36.3', newest: '1.36', flags: [] },
  // Without these gates such a server drops `hostUsers` and `procMount` before anybody judges them.
  { version: '1.31.0', newest: '1.31', flags: ['--feature-gates=UserNamespacesSupport=true,ProcMountType=true'] },
];

/** Seed of the random pods: the same ones every time. */
const seed = 20_261_121;

describe.each(servers)('the admission of Kubernetes $version', ({ version, newest, flags }) => {
  let plane: ControlPlane;
  let enforcing: readonly Enforcing[];
  beforeAll(async () => {
    plane = await startControlPlane(version, flags);
    enforcing = await namespacesFor(plane.client, versions);
  }, BUILD_TIME);
  afterAll(() => plane?.close());

  /** Asks the server and ourselves; where its validation refuses the pod, why. */
  const compare = async (raw: RawPod, where: Enforcing): Promise<string | undefined> => {
    const answer = await admissionOf(plane.client, where, raw);
    if ('refused' in answer) return answer.refused;
    expectSame(raw, where, answer);
    return undefined;
  };
  const expectSame = (raw: RawPod, where: Enforcing, answer: Answer): void => {
    const ours = ourAnswer(where, raw, newest);
    const [theirWords, ourWords] = version === '1.31.0' ? [answer, ours].map(withoutAppArmorNames) : [answer, ours];
    if (!isDeepStrictEqual(theirWords, ourWords)) expect({ raw, where, answer: ours }).toEqual({ raw, where, answer });
  };

  test('agrees with us on every example, word for word', async () => {
    const ofPods = examples.filter(({ pod: { spec } }) => spec.ephemeralContainers === undefined);
    const refused = new Map<string, string>();
    await inBatches(
      ofPods.flatMap((example) => enforcing.map((where) => ({ example, where }))),
      async ({ example, where }) => {
        const why = await compare(example.pod, where);
        if (why !== undefined) refused.set(example.name, why);
      },
    );
    const expected = ofPods.filter((example) => example.refused !== undefined).map(({ name }) => name);
    expect([...refused.keys()].sort()).toEqual(expected.sort());
  }, 300_000);

  test('agrees with us on 2,000 random pods, word for word', async () => {
    const random = fc.sample(randomPod.map(valid), { seed, numRuns: 2_600 });
    let judged = 0;
    const refused = new Set<string>();
    await inBatches([...random.entries()], async ([index, raw]) => {
      // Each pod at three of the versions and levels, so that all of these see all kinds of pods.
      const asked = [0, 1, 2]
        .map((turn) => enforcing[(index * 3 + turn * 17) % enforcing.length])
        .filter((where) => where !== undefined);
      for (const [turn, where] of asked.entries()) {
        const why = await compare(raw, where);
        if (why === undefined && turn === 0) judged++;
        if (why === undefined) continue;
        refused.add(why);
        break;
      }
    });
    expect([...refused].filter((why) => !why.includes('hostPort: Duplicate value'))).toEqual([]);
    expect(judged).toBeGreaterThanOrEqual(2_000);
  }, 300_000);

  test('agrees with us on ephemeral containers of a pod that runs', async () => {
    const running = pod();
    for (const { namespace } of enforcing) {
      await plane.client.must('POST', `/api/v1/namespaces/${namespace}/pods`, {
        metadata: { name: 'web' },
        spec: running.spec,
      });
    }
    const added = [
      ...examples.flatMap(({ pod: { spec } }) => (Array.isArray(spec.ephemeralContainers) ? spec.ephemeralContainers : [])),
      ...fc.sample(randomEphemeralContainer, { seed, numRuns: 300 }),
    ];
    let judged = 0;
    await inBatches([...added.entries()], async ([index, raw]) => {
      const where = enforcing[(index * 7) % enforcing.length];
      if (where === undefined) return;
      const ephemeralContainers = [raw];
      const path = `/api/v1/namespaces/${where.namespace}/pods/web/ephemeralcontainers?dryRun=All`;
      const answer = answerOf(
        await plane.client.ask('PATCH', path, { spec: { ephemeralContainers } }, 'application/strategic-merge-patch+json'),
      );
      if ('refused' in answer) return;
      judged++;
      expectSame({ spec: { ...running.spec, ephemeralContainers } }, where, answer);
    });
    expect(judged).toBeGreaterThan(200);
  }, 120_000);

  test('warns of templates as we say, but for what it sets in pods only', async () => {
    const where = enforcing.find(({ level, version: policy }) => level === 'restricted' && policy === 'latest');
    if (where === undefined) throw new Error('no namespace');
    const templates = examples.filter(({ pod: raw, refused }) => refused === undefined && isAsCreated(raw));
    expect(templates.length).toBeGreaterThan(80);
    for (const { name, pod: raw } of templates) {
      const warnings = await warningsFor(plane, where, raw);
      const said = ourAnswer(where, raw, newest);
      const expected = 'says' in said && !said.allowed ? [`would violate PodSecurity "restricted:latest": ${said.says}`] : [];
      expect({ name, warnings }).toEqual({ name, warnings: expected });
    }
  }, 120_000);
});

const isAsCreated = (raw: RawPod): boolean => {
  const spec = specOf(raw);
  return asCreated(spec) === spec && raw.spec.ephemeralContainers === undefined;
};

/** Servers of those days write each AppArmor field into an annotation, too, before they judge, and then name both. */
const withoutAppArmorNames = (answer: Answer): Answer =>
  'refused' in answer ? answer : { ...answer, says: answer.says.replace(/(forbidden AppArmor profile)s? \([^)]*\)/, '$1') };

async function warningsFor(
  { client }: ControlPlane,
  { namespace }: Enforcing,
  { spec, annotations }: RawPod,
): Promise<string[]> {
  const labels = { app: 'web' };
  const template = { metadata: { labels, ...(annotations && { annotations }) }, spec };
  const deployment = { metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template } };
  const { warnings } = await client.ask('POST', `/apis/apps/v1/namespaces/${namespace}/deployments?dryRun=All`, deployment);
  return warnings.filter((warning) => warning.startsWith('would violate'));
}
