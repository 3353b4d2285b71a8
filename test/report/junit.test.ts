import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cappedJunit, junit } from '../../shared/report/junit.ts';
import type { Report, ReportVerdict } from '../../shared/report/report.ts';
import { tries } from '../whole.ts';
import { hostileReport, longExamples, withStrings } from './hostile.ts';
import { sampleReport, stream, textOf } from './sample.ts';
import { type Element, parseXml } from './xml.ts';

const render = (report: Report) => textOf(junit(report, stream(report.verdicts)));
const suitesOf = async (report: Report): Promise<readonly Element[]> => {
  const root = parseXml(await render(report));
  expect(root.name).toBe('testsuites');
  for (const suite of root.children) expectCounts(suite);
  return root.children;
};
const cases = ({ children }: Element) => children.filter(({ name }) => name === 'testcase');
const outcomes = (suite: Element, name: string) => cases(suite).filter(({ children }) => children[0]?.name === name);

/** What build servers rely on: the counts are those of the cases, and elements stand in the order of the schema. */
function expectCounts(suite: Element): void {
  expect(suite.name).toBe('testsuite');
  const { tests, failures, errors, skipped } = suite.attributes;
  expect([tests, failures, errors, skipped].map(Number)).toEqual([
    cases(suite).length,
    ...['failure', 'error', 'skipped'].map((name) => outcomes(suite, name).length),
  ]);
  expect(suite.children.map(({ name }) => name)).toEqual([
    ...cases(suite).map(() => 'testcase'),
    ...suite.children.filter(({ name }) => name === 'system-err').map(() => 'system-err'),
  ]);
  for (const { attributes, children } of cases(suite)) {
    expect(attributes.classname).toBeDefined();
    expect(attributes.name).toBeDefined();
    expect(children.length).toBeLessThanOrEqual(1);
  }
}

describe('a report', () => {
  test('has a suite for each target, and a case for each verdict', async () => {
    const report = sampleReport();
    const suites = await suitesOf(report);
    expect(suites.length).toBe(report.targets.length);
    for (const [index, suite] of suites.entries()) {
      const mine = report.verdicts.filter(({ target }) => target === index);
      const waived = mine.filter(({ waiver }) => waiver !== undefined).length;
      const unknown = mine.filter(({ status }) => status === 'unknown').length;
      expect(outcomes(suite, 'skipped').length).toBe(waived);
      expect(outcomes(suite, 'error').length).toBe(unknown);
      expect(outcomes(suite, 'failure').length).toBe(mine.length - waived - unknown);
      const passed = report.tallies.filter(({ target, pass }) => target === index && pass > 0);
      expect(cases(suite).length - mine.length).toBe(passed.length);
    }
  });

  test('says what was seen, where, and what to do', async () => {
    const report = sampleReport();
    const verdict = report.verdicts.find(({ status, waiver }) => status === 'fail' && waiver === undefined) as ReportVerdict;
    const resource = { type: 'workload', id: 'Deployment/default/web', file: 'chart/web.yaml', line: 7 };
    const [suite] = await suitesOf({ ...report, verdicts: [{ ...verdict, target: 0, resource }], tallies: [] });
    const [only] = cases(suite as Element);
    expect(only?.attributes).toMatchObject({ classname: verdict.check, file: 'chart/web.yaml', line: '7' });
    expect(only?.children[0]?.attributes).toEqual({ type: verdict.severity, message: verdict.because });
    expect(only?.children[0]?.text).toContain('Deployment/default/web in chart/web.yaml:7\n');
    expect(only?.children[0]?.text).toContain('\nFix: ');
  });

  test('lists what passed where it is listed, and counts it where not', async () => {
    const report = sampleReport();
    const verdict = { ...(report.verdicts[0] as ReportVerdict), target: 0, status: 'pass' as const };
    const tallies = [{ check: verdict.check, target: 0, pass: 3, notApplicable: 1 }];
    const [suite] = await suitesOf({ ...report, tallies, verdicts: [verdict] });
    expect(cases(suite as Element).map(({ attributes }) => attributes.name)).toEqual([expect.any(String), '2 passes']);
  });

  test('says so where Postern itself failed', async () => {
    const report = sampleReport();
    const errors = [{ check: 'a/b', target: '1/eu-west-1', message: 'x is not a function' }];
    const last = (await suitesOf({ ...report, run: { ...report.run, errors } })).at(-1) as Element;
    expect(cases(last)[0]?.children[0]?.attributes).toEqual({ type: 'defect', message: 'x is not a function' });
  });
});

test('a fleet is cut to the gravest, and says so', async () => {
  const report = sampleReport();
  const verdict = report.verdicts.find(({ status, waiver }) => status === 'fail' && waiver === undefined) as ReportVerdict;
  async function* many() {
    for (let at = 0; at < 2_502; at++) yield { ...verdict, target: 0, severity: 'low' as const };
  }
  const failed = { critical: 0, high: 0, medium: 0, low: 2_502 };
  const counts = { pass: 0, fail: 2_502, unknown: 0, notApplicable: 0 };
  const summary = { ...report.summary, failed, waived: 0, verdicts: counts };
  const text = await textOf(
    cappedJunit(2_500)({ ...report, targets: report.targets.slice(0, 1), tallies: [], summary }, many()),
  );
  expect(text.match(/<testcase /g)?.length).toBe(2_501);
  expect(text).toContain('the 2500 gravest are listed; report.json of the run has all 2502');
});

describe('hostile strings', () => {
  test('leave XML that every parser reads alike', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport(sampleReport()), async (report) => {
        await suitesOf(report);
      }),
      { numRuns: tries(10, 100) },
    );
  });

  test('that XML cannot hold are shown', async () => {
    const text = await render(withStrings(sampleReport(), () => '\ufffe\uffff\u0000\ud800]]>&x;'));
    expect(parseXml(text).children.length).toBeGreaterThan(0);
    expect(text).toContain('\\u{fffe}\\u{ffff}\\u{0}\\u{d800}]]&gt;&amp;x;');
  });

  test('of any length leave a report that can be read', async () => {
    for (const long of longExamples) {
      const text = await render(withStrings(sampleReport(), () => long));
      expect(text.length).toBeLessThan(4_000_000);
    }
  });
});
