import { expect, test } from 'vitest';
import { digest } from '../../shared/report/digest.ts';
import { gaps } from '../../shared/report/gaps.ts';
import type { ReportVerdict } from '../../shared/report/report.ts';
import { sampleReport, stream } from './sample.ts';

const report = sampleReport();
const [template] = report.verdicts;
const verdict = (rest: Partial<ReportVerdict>): ReportVerdict => ({ ...(template as ReportVerdict), ...rest });
const limits = { perGroup: 10, perKind: 10, evidence: 2 };
const of = (verdicts: readonly ReportVerdict[], more: Partial<typeof limits> = {}) =>
  digest(report, stream(verdicts), { ...limits, ...more });

test('counts all and keeps the most severe', async () => {
  const many = (['low', 'critical', 'high'] as const).flatMap((severity) =>
    Array.from({ length: 6 }, (_, target) => verdict({ status: 'fail', severity, check: severity, target })),
  );
  const { groups } = await of(many);
  expect(groups.map(({ severity, count, targets, listed }) => [severity, count, targets, listed.length])).toEqual([
    ['critical', 6, 6, 6],
    ['high', 6, 6, 4],
    ['low', 6, 6, 0],
  ]);
});

test('of equal severity the fullest gives way, so that a noisy check does not hide a quiet one', async () => {
  const noisy = Array.from({ length: 30 }, (_, target) =>
    verdict({ status: 'fail', severity: 'high', check: 'noisy', target }),
  );
  const quiet = Array.from({ length: 3 }, (_, target) => verdict({ status: 'fail', severity: 'high', check: 'quiet', target }));
  const { groups } = await of([...noisy, ...quiet], { perGroup: 100 });
  expect(groups.map(({ check, count, listed }) => [check, count, listed.length])).toEqual([
    ['noisy', 30, 7],
    ['quiet', 3, 3],
  ]);
});

test('unknowns and waived failures have room of their own, passes take none', async () => {
  const waiver = { reason: '', owner: '', until: '' };
  const fails = Array.from({ length: 20 }, () => verdict({ status: 'fail', severity: 'critical' }));
  const { groups, byTarget } = await of([
    ...fails,
    verdict({ status: 'unknown', severity: 'low' }),
    verdict({ status: 'fail', severity: 'low', waiver }),
    verdict({ status: 'pass' }),
    verdict({ status: 'not-applicable' }),
  ]);
  expect(groups.map(({ kind, count, listed }) => [kind, count, listed.length])).toEqual([
    ['fail', 20, 10],
    ['unknown', 1, 1],
    ['waived', 1, 1],
  ]);
  expect(byTarget[template?.target ?? 0]).toMatchObject({ critical: 20, low: 0, unknown: 1, waived: 1 });
});

test('evidence is cut, and counted', async () => {
  const evidence = Array.from({ length: 5 }, (_, index) => ({ kind: 'a', id: String(index), says: '' }));
  const { groups } = await of([verdict({ status: 'fail', evidence })]);
  expect(groups[0]?.listed[0]?.verdict.evidence.map(({ id }) => id)).toEqual(['0', '1']);
  expect(groups[0]?.listed[0]?.moreEvidence).toBe(3);
});

test('a verdict of a target that the report does not have is counted, and breaks nothing', async () => {
  const { groups } = await of([verdict({ status: 'fail', target: 10_000 })]);
  expect(groups[0]?.count).toBe(1);
});

test('a reason that many targets share is one gap; failed targets come first', () => {
  const found = gaps(report.targets);
  expect(found.map(({ why, concerned }) => [why.split(' ').slice(0, 2).join(' '), concerned.length])).toEqual([
    ['AccessDenied: sts:AssumeRole', 1],
    ['AccessDenied: eks:DescribeNodegroup', 3],
    ['the API', 2],
    ['ResourceNotFoundException: the', 1],
    ['the Region', 1],
  ]);
  expect(found[1]?.concerned.map(({ items }) => items)).toEqual([['spot-large'], [], []]);
});
