import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report, ReportVerdict } from '../../shared/report/report.ts';
import { locationOfMissing, uriOf } from '../../shared/report/sarif/place.ts';
import { cappedSarif, sarif } from '../../shared/report/sarif.ts';
import { tries } from '../whole.ts';
import { hostileReport, longExamples, withStrings } from './hostile.ts';
import { sampleReport, stream, textOf } from './sample.ts';
import { sarifSchema } from './sarif-schema.ts';

const ajv = new Ajv({ strict: true, allErrors: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
const valid = ajv.compile(sarifSchema);

const render = (report: Report) => textOf(sarif(report, stream(report.verdicts)));
const runOf = async (report: Report) => {
  const log = JSON.parse(await render(report));
  expect(valid(log), ajv.errorsText(valid.errors)).toBe(true);
  return log.runs[0];
};
const withVerdicts = (verdicts: readonly ReportVerdict[]): Report => ({ ...sampleReport(), verdicts });
const first = (status: string): ReportVerdict => {
  const found = sampleReport().verdicts.find((one) => one.status === status && one.waiver === undefined);
  if (found === undefined) throw new Error(`the sample has no ${status}`);
  return found;
};

describe('a report', () => {
  test('has a rule for each check and a result for each verdict, in order', async () => {
    const report = sampleReport();
    const { tool, results } = await runOf(report);
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(report.checks));
    expect(results.map((one: { partialFingerprints: object }) => Object.values(one.partialFingerprints)[0])).toEqual(
      report.verdicts.map(({ id }) => id),
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test('says unknown as open, waived as suppressed, and severities as levels', async () => {
    const { results } = await runOf(sampleReport());
    for (const [index, { status, severity, waiver }] of sampleReport().verdicts.entries()) {
      const { kind, level, suppressions } = results[index];
      expect([kind, level]).toEqual(
        status === 'unknown'
          ? ['open', 'none']
          : ['fail', { critical: 'error', high: 'error', medium: 'warning', low: 'note' }[severity]],
      );
      expect(suppressions?.length).toBe(waiver === undefined ? undefined : 1);
    }
    const others = [
      { ...first('fail'), status: 'pass' as const },
      { ...first('fail'), status: 'not-applicable' as const },
    ];
    const all = await runOf({ ...withVerdicts(others), summary: summaryOf(others) });
    expect(all.results.map(({ kind }: { kind: string }) => kind)).toEqual(['pass', 'notApplicable']);
  });

  test('tells what could not be read, and that Postern failed', async () => {
    const report = sampleReport();
    const { invocations } = await runOf(report);
    expect(invocations[0].executionSuccessful).toBe(true);
    const said = invocations[0].toolExecutionNotifications.map(({ message }: { message: { text: string } }) => message.text);
    expect(said).toContain(
      'data-lake: nodeGroups: AccessDenied: eks:DescribeNodegroup (grant eks:DescribeNodegroup to the role postern-reader)',
    );
    const errors = [{ check: 'a/b', target: '1/eu-west-1', message: 'x is not a function' }];
    const failed = (await runOf({ ...report, run: { ...report.run, errors } })).invocations[0];
    expect(failed.executionSuccessful).toBe(false);
    expect(failed.toolExecutionNotifications[0].message.text).toContain('Postern failed in a/b');
  });

  test('places a verdict on a manifest by file and line, and what could not be read of one too', async () => {
    const resource = { type: 'workload', id: 'Deployment/default/web', file: 'chart/a b:c?.yaml', line: 7 };
    const missing = [{ fact: 'workloads', item: 'chart/bad.yaml:12:3', why: 'chart/bad.yaml:12:3: no mapping' }];
    const report = withVerdicts([{ ...first('fail'), target: 0, resource }]);
    const { results, invocations } = await runOf({ ...report, targets: [{ kind: 'files', status: 'partial', missing }] });
    const region = (startLine: number, uri: string) => ({ artifactLocation: { uri }, region: { startLine } });
    expect(results[0].locations[0].physicalLocation).toEqual(region(7, 'chart/a%20b%3Ac%3F.yaml'));
    expect(results[0].locations[0].logicalLocations[0].fullyQualifiedName).toBe('workload/Deployment/default/web');
    expect(invocations[0].toolExecutionNotifications[0].locations[0].physicalLocation).toEqual(region(12, 'chart/bad.yaml'));
  });
});

const summaryOf = (verdicts: readonly ReportVerdict[]): Report['summary'] => {
  const counts = (status: string) => verdicts.filter((one) => one.status === status).length;
  const failed = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { status, severity } of verdicts) if (status === 'fail') failed[severity] += 1;
  return {
    ...sampleReport().summary,
    failed,
    waived: 0,
    verdicts: { pass: counts('pass'), fail: 0, unknown: counts('unknown'), notApplicable: counts('not-applicable') },
  };
};

describe('a fleet', () => {
  test('is cut to the gravest, says so, and comes in chunks', async () => {
    const [low, critical] = [
      { ...first('fail'), severity: 'low' as const },
      { ...first('fail'), severity: 'critical' as const },
    ];
    async function* many() {
      for (let verdict = 0; verdict < 2_500; verdict++) yield low;
      for (let verdict = 0; verdict < 10; verdict++) yield critical;
    }
    const summary = { ...summaryOf([]), failed: { critical: 10, high: 0, medium: 0, low: 2_500 } };
    let text = '';
    let longest = 0;
    for await (const chunk of cappedSarif(2_500)({ ...sampleReport(), summary }, many())) {
      text += chunk;
      longest = Math.max(longest, chunk.length);
    }
    expect(longest).toBeLessThan(120_000);
    const [{ results, invocations }] = JSON.parse(text).runs;
    expect(results.length).toBe(2_500);
    expect(results.filter(({ level }: { level: string }) => level === 'error').length).toBe(10);
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('report.json of the run has 10 more');
  });
});

describe('hostile strings', () => {
  test('leave a valid log that is inert and whose messages are no links', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport(sampleReport()), async (report) => {
        const text = await render(report);
        expect(text.replaceAll('\n', '')).not.toMatch(/[<\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        const { results } = await runOf(report);
        for (const { message } of results) expect(message.text).not.toMatch(/[^\\]\]\(|(^|[^{])\{(\{\{)*[^{]/);
      }),
      { numRuns: tries(10, 100) },
    );
  });

  test('of any length leave a log that can be read', async () => {
    for (const long of longExamples)
      expect((await render(withStrings(sampleReport(), () => long))).length).toBeLessThan(4_000_000);
  });

  test('of file names are relative references, and nothing else', () => {
    expect(uriOf('a/b.yaml')).toBe('a/b.yaml');
    expect(uriOf('javascript:alert(1)')).toBe('javascript%3Aalert(1)');
    expect(uriOf('/srv/x.yaml')).toBe('file:///srv/x.yaml');
    expect(uriOf('//example.com/x')).toBe('file:///example.com/x');
    expect(uriOf('a?b#c')).toBe('a%3Fb%23c');
    expect(uriOf('\ud800')).toBe('%EF%BF%BD');
    expect(locationOfMissing('x.yaml')).toEqual({ physicalLocation: { artifactLocation: { uri: 'x.yaml' } } });
    expect(locationOfMissing('')).toBeUndefined();
  });
});
