import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checks } from '../../shared/checks/index.ts';
import type { Control } from '../../shared/frameworks/framework.ts';
import { frameworks } from '../../shared/frameworks/index.ts';

it('the list is the folder', () => {
  const files = readdirSync(new URL('../../shared/frameworks/', import.meta.url));
  const ids = frameworks.map(({ id }) => `${id}.ts`);
  expect(files.filter((file) => !['framework.ts', 'index.ts'].includes(file)).sort()).toEqual(ids.sort());
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(frameworks.map((framework) => [framework.id, framework] as const))('%s', (_, { controls }) => {
  const all: readonly Control[] = Object.values(controls);

  it('says of each control what decides it', () => {
    for (const control of all) {
      expect(control.title).not.toMatch(/\.$|^$/);
      const said =
        'checks' in control
          ? [control.manual, control.planned]
          : ['manual' in control ? control.manual : undefined, 'planned' in control ? control.planned : undefined];
      const reasons = said.filter((reason) => reason !== undefined);
      expect(reasons.length).toBeLessThanOrEqual(1);
      if (!('checks' in control)) expect(reasons).toHaveLength(1);
      for (const reason of reasons) expect(reason).toMatch(/\.$/);
    }
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
  });

  it('names checks that exist, each once in a control', () => {
    const ids: readonly string[] = checks.map(({ id }) => id);
    for (const control of all)
      if ('checks' in control) {
        expect(control.checks.length).toBeGreaterThan(0);
        expect(new Set(control.checks).size).toBe(control.checks.length);
        for (const id of control.checks) expect(ids).toContain(id);
      }
  });
});

it('CIS Amazon EKS Benchmark 2.0.0 has every control, in order', () => {
  const numbered = (section: string, count: number) => Array.from({ length: count }, (_, index) => `${section}.${index + 1}`);
  const [cis] = frameworks;
  expect(Object.keys(cis?.controls ?? {})).toEqual([
    ...numbered('2.1', 1),
    ...numbered('3.1', 4),
    ...numbered('3.2', 8),
    ...numbered('4.1', 12),
    ...numbered('4.2', 5),
    ...numbered('4.3', 2),
    ...numbered('4.4', 2),
    ...numbered('4.5', 2),
    ...numbered('5.1', 4),
    ...numbered('5.2', 1),
    ...numbered('5.3', 1),
    ...numbered('5.4', 4),
    ...numbered('5.5', 1),
  ]);
});
