import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asCreated } from '../../../shared/derive/pod-security/as-created.ts';
import { evaluate } from '../../../shared/derive/pod-security/evaluate.ts';
import { podSecurityOf } from '../../../shared/derive/pod-security/labels.ts';
import type { Policy } from '../../../shared/derive/pod-security/policy.ts';
import type { PodSpec } from '../../../shared/facts/pod-spec.ts';
import { examples } from '../../derive/pod-security/examples.ts';
import type { RawPod } from '../../derive/pod-security/pods.ts';
import { randomEphemeralContainer, randomPod } from '../../derive/pod-security/random.ts';
import { specOf } from '../../derive/pod-security/spec.ts';
import { inWords } from './admission.ts';
import { BUILD_TIME, goProgram } from './go.ts';

const folder = fileURLToPath(new URL('./policy/', import.meta.url));
const newest = 37;

const policies: readonly Policy[] = (['baseline', 'restricted'] as const).flatMap((level) => [
  ...Array.from({ length: newest + 1 }, (_, minor): Policy => ({ level, version: `1.${minor}` })),
  { level, version: 'latest' as const },
]);

// No validation comes before it, and no defaults: pods that no server takes are compared, too, and those that a server changes are not.
test(
  'the policies of k8s.io/pod-security-admission 0.37.2 agree with us on 10,000 pods at every version to 1.37, word for word',
  async () => {
    const random = fc.sample(fc.tuple(randomPod, fc.option(randomEphemeralContainer, { freq: 3 })), {
      seed: 20_261_121,
      numRuns: 12_500,
    });
    const pods = [
      ...examples.map(({ pod }) => pod),
      ...random.map(([pod, debug]): RawPod => (debug ? { ...pod, spec: { ...pod.spec, ephemeralContainers: [debug] } } : pod)),
    ]
      .map(withTypedVolumes)
      .map((pod) => ({ pod, spec: specOf(pod) }))
      .filter(({ spec }) => asCreated(spec) === spec);
    expect(pods.length).toBeGreaterThan(10_000);
    const answers = await published(
      `${newest}`,
      pods.map(({ pod: { spec, annotations } }) => ({ metadata: { annotations }, spec })),
    );
    for (const [index, { pod, spec }] of pods.entries()) {
      const ours = policies.map((policy) => saidOf(spec, policy));
      if (JSON.stringify(ours) !== JSON.stringify(answers[index]))
        expect({ pod, said: ours }).toEqual({ pod, said: answers[index] });
    }
  },
  BUILD_TIME,
);

test(
  'it reads the labels of 5,000 namespaces as we do',
  async () => {
    const level = fc.constantFrom('privileged', 'baseline', 'restricted', 'Restricted', '', 'strict');
    const version = fc.constantFrom('latest', 'v1.0', 'v1.25', 'v1.99', '1.25', 'v1.01', 'v2.1', '', 'v1.9223372036854775808');
    const given = { requiredKeys: [] };
    const labels = fc.record(
      {
        enforce: level,
        'enforce-version': version,
        audit: level,
        'audit-version': version,
        warn: level,
        'warn-version': version,
      },
      given,
    );
    const namespaces = fc
      .sample(labels, { seed: 20_261_121, numRuns: 5_000 })
      .map((record) =>
        Object.fromEntries(Object.entries(record).map(([name, value]) => [`pod-security.kubernetes.io/${name}`, value])),
      );
    const answers = await published('labels', namespaces);
    for (const [index, labelled] of namespaces.entries()) {
      const { enforce, audit, warn, invalid } = podSecurityOf(labelled);
      const policyInWords = ({ level: of, version: at }: Policy) => `${of}:${at === 'latest' ? at : `v${at}`}`;
      const ours = [...[enforce, audit, warn].map(policyInWords), ...invalid.map(({ label }) => `metadata.labels[${label}]`)];
      expect({ labelled, said: ours }).toEqual({ labelled, said: answers[index] });
    }
  },
  BUILD_TIME,
);

function saidOf(spec: PodSpec, policy: Policy): string {
  const answer = inWords(evaluate(spec, policy, { newest: 'latest' }));
  return 'says' in answer ? answer.says : '';
}

/** The server makes an emptyDir of a volume without a type. */
const withTypedVolumes = ({ spec, ...rest }: RawPod): RawPod => {
  const volumes: unknown = spec.volumes;
  if (!Array.isArray(volumes)) return { spec, ...rest };
  return {
    spec: {
      ...spec,
      volumes: volumes.map((volume) => (Object.keys(volume).length > 1 ? volume : { ...volume, emptyDir: {} })),
    },
    ...rest,
  };
};

/** What the program answers, a line for a line. */
async function published(word: string, lines: readonly object[]): Promise<unknown[]> {
  const program = await goProgram({ name: 'policy', version: '0.37.2', sources: folder, module: folder });
  const running = spawn(program, [word], { env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(running, 'exit');
  const output = text(running.stdout);
  running.stdin.end(lines.map((line) => JSON.stringify(line)).join('\n'));
  const [[code], said] = await Promise.all([ended, output]);
  expect(code).toBe(0);
  return said
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
