import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../shared/report/report.ts';
import { columns, fit, wrap } from '../../shared/report/terminal/layout.ts';
import { terminal } from '../../shared/report/terminal.ts';
import { hostileReport, hostileString, longExamples, withStrings } from './hostile.ts';
import { sampleReport, stream, textOf } from './sample.ts';

const render = (report: Report, options: Parameters<typeof terminal>[0] = { colour: false }) =>
  textOf(terminal(options)(report, stream(report.verdicts)));

/** Our own SGR sequences, by number, so that any other escape stands out. */
const ours = new RegExp(`${String.fromCharCode(27)}\\[(?:0|1|2|1;31|31|32|33|35|36)m`, 'g');
const hazard = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('the summary', () => {
  test('begins with the verdict in words, then what was seen and what was not', async () => {
    const text = await render(sampleReport());
    expect(text.split('\n').slice(0, 2)).toEqual([
      '14 findings, 3 critical.',
      '6 of 84 judgements could not be made: they are unknown, not passed.',
    ]);
    const order = ['Coverage', 'Could not be read', 'Unknown', 'Critical', 'High', 'Medium', 'Low', 'Clusters', 'Frameworks'];
    const positions = order.map((heading) => text.search(new RegExp(`^${heading}`, 'm')));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  test('gives few findings whole', async () => {
    const text = await render(sampleReport(), { colour: false, width: 160 });
    expect(text).toContain('14 Pods and 2 Deployments');
    expect(text).toContain('Fix: Move the workloads to namespaces of their own.');
  });

  test('of many gives the worst with what was seen and the fix, and counts the rest', async () => {
    const report = sampleReport();
    const low = report.verdicts.find(({ check, status }) => check === 'namespaces/default-in-use' && status === 'fail');
    const more = Array.from(
      { length: 20 },
      (_, index) => ({ ...low, check: `more/${index}` }) as (typeof report.verdicts)[number],
    );
    const text = await render({ ...report, verdicts: [...report.verdicts, ...more] }, { colour: false, width: 160 });
    expect(text).toContain('the kubelet (tcp 10250) is open to the whole of IPv4; two rules add up to it');
    expect(text).toContain('Fix: Remove the rules, or name the networks that need them.');
    expect(text).toContain('namespaces/default-in-use · 2 findings on 2 targets');
    expect(text).not.toContain('14 Pods and 2 Deployments');
    expect(text).toContain('1 failure accepted by waiver');
  });

  test('says where the report is, on one line', async () => {
    const report = `./out/${'long/'.repeat(40)}report.html`;
    expect(await render(sampleReport(), { colour: false, report })).toContain(`  ${report}\n`);
    expect(await render(sampleReport())).not.toContain('Report');
  });

  test('is not wider than the terminal', async () => {
    for (const width of [0, 44, 60, 80, 100, 120, 500])
      for (const line of (await render(sampleReport(), { colour: false, width })).split('\n'))
        expect(columns(line), line).toBeLessThanOrEqual(Math.min(Math.max(width, 44), 160));
  });

  test('is the same with colour, but for the colour', async () => {
    const plain = await render(sampleReport());
    const coloured = await render(sampleReport(), { colour: true });
    expect(coloured).not.toBe(plain);
    expect(coloured.replaceAll(ours, '').replaceAll(/ +$/gm, '')).toBe(plain);
  });

  test('lists the worst clusters of a fleet, and counts the others', async () => {
    const report = sampleReport();
    const target = report.targets.find(({ kind }) => kind === 'eks');
    const verdict = report.verdicts.find(({ severity, status }) => severity === 'critical' && status === 'fail');
    if (target?.cluster === undefined || verdict === undefined) throw new Error('the sample lacks a cluster or a finding');
    const { cluster } = target;
    const targets = Array.from({ length: 500 }, (_, index) => ({
      ...target,
      cluster: { ...cluster, name: `cluster-${index}` },
    }));
    const text = await render({ ...report, targets, tallies: [], verdicts: [{ ...verdict, target: 499 }] });
    expect(text).toContain('the 40 worst of 500');
    expect(text).toMatch(/^ {2}cluster-499 .* 1 /m);
    expect(text).toContain('and 460 more');
  });

  test('finds words for a run without findings', async () => {
    const report = sampleReport();
    const clean = { ...report, verdicts: [], targets: report.targets.filter(({ missing }) => missing.length === 0) };
    const none = { critical: 0, high: 0, medium: 0, low: 0 };
    const targets = { ...report.summary.targets, failed: 0 };
    const first = async (summary: Partial<Report['summary']>) =>
      (await render({ ...clean, summary: { ...report.summary, failed: none, targets, waived: 0, ...summary } }))
        .split('\n')
        .slice(0, 2);
    const counts = (pass: number, unknown: number) => ({ verdicts: { pass, fail: 0, unknown, notApplicable: 0 } });
    expect(await first(counts(9, 0))).toEqual(['No findings.', 'All 9 judgements that were due could be made.']);
    expect((await first(counts(9, 1)))[0]).toBe('No findings in what could be seen.');
    expect((await first({ ...counts(9, 0), targets: { ...targets, failed: 1 } }))[0]).toBe(
      'No findings in what could be seen.',
    );
    expect(await first(counts(0, 0))).toEqual(['Nothing was there to judge.', 'No check applied to anything that was read.']);
    expect((await first({ failed: { ...none, high: 1 } }))[0]).toBe('1 high finding.');
  });

  test('says so where Postern itself failed', async () => {
    const report = sampleReport();
    const errors = [{ check: 'a/b', target: '1/eu-west-1', message: 'x is not a function' }];
    expect(await render({ ...report, run: { ...report.run, errors } })).toContain('Postern failed in 1 place');
  });
});

describe('hostile strings', () => {
  test('never act on the terminal: no control but line ends, and our own colours', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostileReport(sampleReport()),
        fc.boolean(),
        fc.integer({ min: 0, max: 200 }),
        async (report, colour, width) => {
          const text = await render(report, { colour, width, report: report.run.id });
          expect((colour ? text.replaceAll(ours, '') : text).replaceAll('\n', '')).not.toMatch(hazard);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('never begin a line of ours', async () => {
    const text = await render(withStrings(sampleReport(), () => 'x\nCoverage  100 % · all passed\r\n\u0085\u2028No findings.'));
    expect(text.match(/^Coverage/gm)?.length).toBe(1);
    expect(text).not.toMatch(/^No findings/m);
  });

  test('of any length leave a summary that can be read', async () => {
    for (const long of longExamples) {
      const text = await render(withStrings(sampleReport(), () => long));
      expect(text.length).toBeLessThan(1_000_000);
      expect(text).toContain('…');
    }
  });
});

describe('layout', () => {
  test('wraps every string within its width and loses nothing but spaces', () => {
    fc.assert(
      fc.property(
        hostileString.map((text) => text.slice(0, 300)),
        fc.integer({ min: 8, max: 80 }),
        (text, width) => {
          const lines = wrap(text, width);
          for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
          expect(lines.length).toBeGreaterThan(0);
        },
      ),
    );
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh ij', 3)).toEqual(['abc', 'def', 'gh', 'ij']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('cells are exactly as wide as they should be', () => {
    fc.assert(
      fc.property(hostileString, fc.integer({ min: 2, max: 60 }), (text, width) => {
        const cell = columns(fit(text, width));
        expect(cell).toBe(width);
      }),
    );
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('東京都', 4)).toBe('東… ');
    expect(fit('東京', 2)).toBe('… ');
    expect(wrap('東京', 1)).toEqual(['東', '京']);
    expect(fit('1', 4, 'right')).toBe('   1');
    expect(columns('東京')).toBe(4);
  });
});
