import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asCreated } from '../../../shared/derive/pod-security/as-created.ts';
import { controls } from '../../../shared/derive/pod-security/controls/index.ts';
import { evaluate } from '../../../shared/derive/pod-security/evaluate.ts';
import type { PodSpec } from '../../../shared/facts/pod-spec.ts';
import { examples, forbidding } from './examples.ts';
import { randomPod } from './random.ts';
import { specOf } from './spec.ts';

const spec = randomPod.map(specOf);
const minor = fc.integer({ min: 0, max: 37 });
const violationsOf = (of: PodSpec, level: 'baseline' | 'restricted', at: number) =>
  evaluate(of, { level, version: `1.${at}` }, { newest: 'latest' }).violations.map(({ control }) => control);

test('what is allowed at the restricted level is allowed at the baseline', () => {
  fc.assert(
    fc.property(spec, minor, (of, at) => {
      if (violationsOf(of, 'restricted', at).length === 0) expect(violationsOf(of, 'baseline', at)).toEqual([]);
    }),
  );
});

test('each objection of the baseline is one of the restricted level, by itself or by what replaces it', () => {
  fc.assert(
    fc.property(spec, minor, (of, at) => {
      const restricted = violationsOf(of, 'restricted', at);
      const baseline = violationsOf(of, 'baseline', at);
      for (const id of baseline) {
        const by = controls.find((control) => 'replaces' in control && control.replaces === id)?.id;
        expect([id, restricted.includes(id) || (by !== undefined && restricted.includes(by))]).toEqual([id, true]);
      }
    }),
  );
});

/** The versions that relax something, by the control, and those that bring a control: the only ones at which an answer changes. */
const relaxing = { sysctls: [27, 29, 32, 37], seLinuxOptions: [31], procMount: [35], runAsNonRoot: [35], runAsUser: [35] };
const changing = new Set(controls.flatMap(({ versions }) => versions.map(({ from }) => from)));

test('from one version to the next an answer changes only where the table says', () => {
  fc.assert(
    fc.property(
      spec,
      fc.integer({ min: 1, max: 37 }),
      fc.constantFrom('baseline' as const, 'restricted' as const),
      (of, at, level) => {
        const [before, after] = [violationsOf(of, level, at - 1), violationsOf(of, level, at)];
        if (!changing.has(at)) expect(after).toEqual(before);
        for (const [id, versions] of Object.entries(relaxing)) {
          if (before.some((one) => one === id) && !after.some((one) => one === id)) {
            const replaced = level === 'restricted' && id === 'procMount' && at === 35;
            expect([id, versions.includes(at) || replaced]).toEqual([id, true]);
          }
        }
      },
    ),
  );
});

test('neither the order of containers nor a second one like the first changes an answer', () => {
  fc.assert(
    fc.property(spec, minor, (of, at) => {
      const named = violationsOf(of, 'restricted', at);
      expect(violationsOf({ ...of, containers: of.containers.toReversed() }, 'restricted', at)).toEqual(named);
      const twin = of.containers.map((container) => ({ ...container, list: 'ephemeralContainers' as const }));
      expect(violationsOf({ ...of, containers: [...of.containers, ...twin] }, 'restricted', at)).toEqual(named);
    }),
  );
});

test('a pod that was created is created already', () => {
  fc.assert(
    fc.property(spec, (of) => {
      expect(asCreated(asCreated(of))).toEqual(asCreated(of));
    }),
  );
});

test('the registry: ids differ, versions rise, only restricted controls replace, and only ones of the baseline', () => {
  const ids = controls.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { level, versions, ...control } of controls) {
    const from = versions.map((version) => version.from);
    expect(from).toEqual([...new Set(from)].sort((one, other) => one - other));
    const replaced = 'replaces' in control ? controls.find(({ id }) => id === control.replaces) : undefined;
    if ('replaces' in control) expect([level, replaced?.level]).toEqual(['restricted', 'baseline']);
  }
});

test('the order is that of the admission: the baseline first, ids by their bytes', () => {
  const order = controls.map(({ id, level }) => `${level} ${id}`);
  expect(order).toEqual([...order].sort());
});

const minors = Array.from({ length: 38 }, (_, at) => at);

test('examples have names of their own, and each forbids what it says somewhere', () => {
  expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
  for (const example of examples) {
    for (const id of Object.keys({ ...example.baseline, ...example.restricted })) {
      const somewhere = minors.some(
        (at) =>
          forbidding(example, 'restricted', at).some((one) => one === id) ||
          forbidding(example, 'baseline', at).some((one) => one === id),
      );
      expect([example.name, id, somewhere]).toEqual([example.name, id, true]);
    }
  }
});
