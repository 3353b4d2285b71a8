import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Severity } from '../../shared/checks/check.ts';
import type { Status, Verdict } from '../../shared/engine/verdict.ts';
import { compare, lower, worstOfEach } from '../../shared/engine/worst.ts';

const verdict = (id: string, rest: Partial<Verdict> = {}): Verdict => ({
  id,
  check: 'a/b',
  status: 'fail',
  severity: 'high',
  resource: { type: 't', id },
  because: '',
  evidence: [],
  ...rest,
});
const statuses: readonly Status[] = ['not-applicable', 'pass', 'unknown', 'fail'];
const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

it('compares by code unit', () => {
  expect([compare('a', 'b'), compare('b', 'a'), compare('a', 'a'), compare('Z', 'a'), compare('é', 'z')]).toEqual([
    -1, 1, 0, -1, 1,
  ]);
});

it('lower is the lower of two severities', () => {
  for (const [index, one] of severities.entries())
    for (const [other, two] of severities.entries()) expect(lower(one, two)).toBe(severities[Math.min(index, other)]);
});

it('keeps the worse status, then the higher severity, then the first text', () => {
  for (const [index, status] of statuses.entries())
    for (const worse of statuses.slice(index + 1))
      for (const pair of [
        [status, worse],
        [worse, status],
      ] as const)
        expect(worstOfEach(pair.map((one) => verdict('x', { status: one })))).toMatchObject([{ status: worse }]);
  for (const [index, severity] of severities.entries())
    for (const higher of severities.slice(index + 1))
      for (const pair of [
        [severity, higher],
        [higher, severity],
      ] as const)
        expect(worstOfEach(pair.map((one) => verdict('x', { severity: one })))).toMatchObject([{ severity: higher }]);
  expect(
    worstOfEach([verdict('x', { status: 'pass', severity: 'critical' }), verdict('x', { severity: 'low' })]),
  ).toMatchObject([{ status: 'fail' }]);
  expect(worstOfEach([verdict('x', { because: 'b' }), verdict('x', { because: 'a' })])).toMatchObject([{ because: 'a' }]);
});

it('sorts by check, type, id and file; no file comes first', () => {
  const ordered = [
    verdict('1', { check: 'a/a', resource: { type: 'z', id: 'z', file: 'z' } }),
    verdict('2', { check: 'a/b', resource: { type: 'a', id: 'z' } }),
    verdict('3', { check: 'a/b', resource: { type: 'b', id: 'a' } }),
    verdict('4', { check: 'a/b', resource: { type: 'b', id: 'b' } }),
    verdict('5', { check: 'a/b', resource: { type: 'b', id: 'b', file: 'a' } }),
    verdict('6', { check: 'a/b', resource: { type: 'b', id: 'b', file: 'b' } }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (given) => {
      expect(worstOfEach(given)).toEqual(ordered);
    }),
  );
});
