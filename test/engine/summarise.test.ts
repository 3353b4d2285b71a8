import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverage, tallying } from '../../shared/engine/summarise.ts';
import type { Result, Status, Target, Verdict } from '../../shared/engine/verdict.ts';

const target = (rest: Partial<Target>): Target => ({ kind: 'eks', partition: 'aws', status: 'complete', missing: [], ...rest });
const verdict = (check: string, status: Status, rest: Partial<Verdict> = {}): Verdict => ({
  id: `${check}-${status}`,
  check,
  status,
  severity: 'high',
  resource: { type: 'cluster', id: 'a' },
  because: '',
  evidence: [],
  ...rest,
});
const result = (of: Partial<Target>, verdicts: readonly Verdict[], errors: Result['errors'] = []): Result => ({
  schema: 'postern/result@1',
  target: target(of),
  verdicts,
  errors,
});
const total = (checks: readonly string[], ...results: readonly Result[]) => {
  const tally = tallying(checks);
  for (const one of results) tally.add(one);
  return tally.finish();
};

test('a run of nothing covers everything that was due: nothing', () => {
  const { summary, targets, tallies } = total([]);
  expect(summary.coverage).toBe(1);
  expect(summary.targets.total).toBe(0);
  expect([targets, tallies]).toEqual([[], []]);
});

test('counts verdicts by status, failures by severity, targets by how they ended', () => {
  const { summary } = total(
    ['a', 'b'],
    result({ account: '1' }, [verdict('a', 'pass'), verdict('b', 'fail'), verdict('b', 'fail', { severity: 'low' })]),
    result({ account: '2', status: 'partial' }, [verdict('a', 'not-applicable'), verdict('b', 'unknown')]),
    result({ account: '3', status: 'gone' }, []),
  );
  expect(summary).toEqual({
    targets: { complete: 1, partial: 1, failed: 0, skipped: 0, gone: 1, total: 3 },
    verdicts: { pass: 1, fail: 2, unknown: 1, notApplicable: 1 },
    failed: { critical: 0, high: 1, medium: 0, low: 1 },
    waived: 0,
    coverage: 3 / 4,
  });
});

test('coverage counts what is unknown, never what does not apply', () => {
  expect(coverage({ pass: 0, fail: 0, unknown: 0 })).toBe(1);
  expect(coverage({ pass: 0, fail: 0, unknown: 5 })).toBe(0);
  expect(coverage({ pass: 1, fail: 2, unknown: 1 })).toBe(0.75);
});

test('a waived failure is a failure that is counted apart', () => {
  const tally = tallying(['a']);
  tally.add(result({}, [verdict('a', 'fail', { id: 'waived' }), verdict('a', 'fail', { id: 'open' })]), new Set(['waived']));
  const { summary } = tally.finish();
  expect(summary.verdicts.fail).toBe(2);
  expect(summary.failed.high).toBe(1);
  expect(summary.waived).toBe(1);
  expect(summary.coverage).toBe(1);
});

test('a waiver of something that is unknown waives nothing', () => {
  const tally = tallying(['a']);
  tally.add(result({}, [verdict('a', 'unknown', { id: 'waived' })]), new Set(['waived']));
  expect(tally.finish().summary).toMatchObject({ waived: 0, coverage: 0, verdicts: { unknown: 1 } });
});

test('targets are sorted, what holds others before what it holds, and each result knows its place', () => {
  const places: Partial<Target>[] = [
    { account: '2', kind: 'account' },
    { account: '1', region: 'b', kind: 'region' },
    { account: '1', region: 'a', cluster: { name: 'y', version: '' } },
    { account: '1', region: 'a', cluster: { name: 'x', version: '', createdAt: '2' } },
    { account: '1', region: 'a', cluster: { name: 'x', version: '', createdAt: '1' } },
    { account: '1', region: 'a', kind: 'region' },
    { account: '1', kind: 'account' },
  ];
  const { targets, positions } = total([], ...places.map((place) => result(place, [])));
  expect(positions).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect(targets).toEqual(places.toReversed().map(target));
});

test('tallies count what passed or did not apply, by target and check; what has neither is left out', () => {
  const { tallies } = total(
    ['b', 'a'],
    result({ account: '2' }, [verdict('b', 'pass'), verdict('a', 'pass'), verdict('a', 'pass')]),
    result({ account: '1' }, [verdict('a', 'not-applicable'), verdict('b', 'fail'), verdict('c', 'unknown')]),
  );
  expect(tallies).toEqual([
    { check: 'a', target: 0, pass: 0, notApplicable: 1 },
    { check: 'a', target: 1, pass: 2, notApplicable: 0 },
    { check: 'b', target: 1, pass: 1, notApplicable: 0 },
  ]);
});

test('a check that ran nowhere is told apart from one that passed', () => {
  const { byCheck } = total(['ran', 'never'], result({}, [verdict('ran', 'pass')]));
  expect(byCheck.get('ran')).toEqual({ pass: 1, fail: 0, unknown: 0, notApplicable: 0 });
  expect(byCheck.get('never')).toEqual({ pass: 0, fail: 0, unknown: 0, notApplicable: 0 });
  expect(byCheck.has('other')).toBe(false);
});

test('errors are sorted and bounded for each check, and never lost altogether', () => {
  const errors = Array.from({ length: 300 }, (_, at) => ({
    check: at % 2 === 0 ? 'b' : 'a',
    target: String(at).padStart(3, '0'),
    message: '',
  }));
  const found = total([], ...errors.map((error) => result({}, [], [error]))).errors;
  expect(found.length).toBe(200);
  expect(found[0]).toEqual({ check: 'a', target: '001', message: '' });
  expect(found.map(({ check, target: of }) => check + of)).toEqual(found.map(({ check, target: of }) => check + of).sort());
});

test('the order in which results come changes nothing', () => {
  const results = ['3', '1', '2'].flatMap((account) => [
    result({ account, region: 'b', status: 'partial' }, [verdict('a', 'fail'), verdict('b', 'pass')]),
    result({ account }, [verdict('c', 'unknown'), verdict('a', 'pass')]),
  ]);
  const { positions: _, ...expected } = total(['a', 'b', 'c'], ...results);
  fc.assert(
    fc.property(fc.shuffledSubarray(results, { minLength: results.length }), (shuffled) => {
      const { positions: __, ...totals } = total(['a', 'b', 'c'], ...shuffled);
      expect(totals).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});
