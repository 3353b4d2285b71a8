import { describe, expect, test } from 'vitest';
import { controls } from '../../../shared/derive/pod-security/controls/index.ts';
import { evaluate } from '../../../shared/derive/pod-security/evaluate.ts';
import { examples, forbidding } from './examples.ts';
import { specOf } from './spec.ts';

const minors = Array.from({ length: 38 }, (_, minor) => minor);

describe.each(['baseline', 'restricted'] as const)('%s', (level) => {
  test.each(examples)('$name', (example) => {
    const spec = specOf(example.pod);
    for (const minor of minors) {
      const { allowed, violations } = evaluate(spec, { level, version: `1.${minor}` }, { newest: 'latest' });
      const named = violations.map(({ control }) => control).sort();
      expect([minor, named, allowed]).toEqual([minor, forbidding(example, level, minor), named.length === 0]);
    }
  });
});

test('nothing is forbidden at the privileged level', () => {
  for (const { pod } of examples) {
    expect(evaluate(specOf(pod), { level: 'privileged', version: 'latest' }, { newest: 'latest' }).violations).toEqual([]);
  }
});

test('every control has an example that it forbids, and one at each of its versions that differs there', () => {
  for (const { id, level, versions } of controls) {
    for (const { from } of versions) {
      const differing = examples.filter((example) => {
        const at = (minor: number) => forbidding(example, level, minor).includes(id);
        return from === 0 ? at(0) : at(from) !== at(from - 1);
      });
      expect([id, from, differing.length > 0]).toEqual([id, from, true]);
    }
  }
});

test('versions are known up to that of the server; later ones are its newest', () => {
  const rmem = specOf({ spec: { containers: [], securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem', value: '1' }] } } });
  const allowed = (version: 'latest' | `1.${number}`, newest: 'latest' | `1.${number}`) =>
    evaluate(rmem, { level: 'baseline', version }, { newest }).allowed;
  expect(allowed('latest', '1.31')).toBe(false);
  expect(allowed('1.32', '1.31')).toBe(false);
  expect(allowed('1.99', '1.31')).toBe(false);
  expect(allowed('1.31', '1.36')).toBe(false);
  expect(allowed('latest', '1.36')).toBe(true);
  expect(allowed('1.99', '1.99')).toBe(true);
  expect(allowed('latest', 'latest')).toBe(true);
});
