import fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../shared/report/json.ts';
import type { Report } from '../../shared/report/report.ts';
import { hostileReport } from './hostile.ts';
import { sampleReport, stream, textOf } from './sample.ts';

const render = (report: Report) => textOf(json(report, stream(report.verdicts)));

test('parses to the report that went in', async () => {
  const report = sampleReport();
  expect(JSON.parse(await render(report))).toStrictEqual(report);
});

test('has the members of the contract in its order, and an entry a line', async () => {
  const text = await render(sampleReport());
  const members = ['schema', 'run', 'targets', 'checks', 'verdicts', 'tallies', 'frameworks', 'summary'];
  expect(Object.keys(JSON.parse(text))).toEqual(members);
  expect(text.split('\n').filter((line) => line.startsWith('{"id"')).length).toBeGreaterThanOrEqual(
    sampleReport().verdicts.length,
  );
  expect(text.endsWith('\n}\n')).toBe(true);
});

test('is the same text whatever the order in which members were set, and names no member that the contract does not', async () => {
  const report = sampleReport();
  const reversed = <T>(value: T): T =>
    Array.isArray(value)
      ? (value.map(reversed) as T)
      : typeof value === 'object' && value !== null
        ? (Object.fromEntries(
            Object.entries({ partition: 'aws', ...value })
              .reverse()
              .map(([key, part]) => [key, reversed(part)]),
          ) as T)
        : value;
  const { checks: _, targets, ...rest } = report;
  const untidy: Report = {
    ...reversed(rest),
    targets: targets.map((target) => ({
      ...reversed(target),
      ...(target.cluster?.tags ? { cluster: { ...reversed(target.cluster), tags: target.cluster.tags } } : {}),
    })),
    checks: report.checks,
  };
  expect(await render(untidy)).toBe(await render(report));
});

test('a report of nothing is a report', async () => {
  const report: Report = { ...sampleReport(), targets: [], checks: {}, verdicts: [], tallies: [], frameworks: [] };
  expect(JSON.parse(await render(report))).toStrictEqual(report);
});

test('a fleet comes in chunks, and verdicts are asked for as they are needed', async () => {
  const report = sampleReport();
  let asked = 0;
  async function* many() {
    for (let verdict = 0; verdict < 5_000; verdict++) {
      asked += 1;
      yield report.verdicts[0] as Report['verdicts'][number];
    }
  }
  let chunks = 0;
  let longest = 0;
  for await (const chunk of json(report, many())) {
    if (chunks === 0) expect(asked).toBeLessThan(1_000);
    chunks += 1;
    longest = Math.max(longest, chunk.length);
  }
  expect(asked).toBe(5_000);
  expect(chunks).toBeGreaterThan(10);
  expect(longest).toBeLessThan(70_000);
});

test('hostile strings come back as they went in, and the text is inert', async () => {
  await fc.assert(
    fc.asyncProperty(hostileReport(sampleReport()), async (report) => {
      const text = await render(report);
      expect(JSON.parse(text)).toStrictEqual(report);
      expect(text.isWellFormed()).toBe(true);
      expect(text.replaceAll('\n', '')).not.toMatch(/[<\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
    }),
    { numRuns: 30 },
  );
});

test('a check called __proto__ is a check', async () => {
  const report = sampleReport();
  const checks = Object.fromEntries([['__proto__', Object.values(report.checks)[0]]]) as Report['checks'];
  const parsed = JSON.parse(await render({ ...report, checks }));
  expect(Object.keys(parsed.checks)).toEqual(['__proto__']);
});
