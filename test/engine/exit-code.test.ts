import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exitCode, type Outcome } from '../../shared/engine/exit-code.ts';

const clean: Outcome = {
  targets: 1,
  failed: { critical: 0, high: 0, medium: 0, low: 0 },
  unknown: 0,
  incompleteTargets: 0,
  errors: 0,
};
const failed = (severity: keyof Outcome['failed'], count = 1) => ({ failed: { ...clean.failed, [severity]: count } });

test('0 only where everything was seen and nothing fails', () => {
  expect(exitCode(clean)).toBe(0);
});

test('1 for a finding at or above the level, by default any', () => {
  for (const severity of ['critical', 'high', 'medium', 'low'] as const)
    expect(exitCode({ ...clean, ...failed(severity) })).toBe(1);
  expect(exitCode({ ...clean, ...failed('high') }, 'high')).toBe(1);
  expect(exitCode({ ...clean, ...failed('critical') }, 'high')).toBe(1);
  expect(exitCode({ ...clean, ...failed('medium') }, 'high')).toBe(0);
});

test('2 where no such finding is, but something could not be seen', () => {
  expect(exitCode({ ...clean, unknown: 1 })).toBe(2);
  expect(exitCode({ ...clean, incompleteTargets: 1 })).toBe(2);
  expect(exitCode({ ...clean, ...failed('low'), unknown: 1 }, 'critical')).toBe(2);
  expect(exitCode({ ...clean, targets: 0 })).toBe(2);
});

test('70 wins over 1, and 1 over 2', () => {
  expect(exitCode({ ...clean, ...failed('critical'), unknown: 1, errors: 1 })).toBe(70);
  expect(exitCode({ ...clean, ...failed('low'), unknown: 1, incompleteTargets: 1 })).toBe(1);
});

test('is never a count', () => {
  const counts = fc.nat(1_000);
  const outcomes = fc.record({
    targets: counts,
    failed: fc.record({ critical: counts, high: counts, medium: counts, low: counts }),
    unknown: counts,
    incompleteTargets: counts,
    errors: counts,
  });
  fc.assert(fc.property(outcomes, (outcome) => [0, 1, 2, 70].includes(exitCode(outcome))));
});
