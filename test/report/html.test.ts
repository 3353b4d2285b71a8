import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html } from '../../shared/report/html.ts';
import type { Report, ReportVerdict } from '../../shared/report/report.ts';
import { hostileReport, longExamples, withStrings } from './hostile.ts';
import { sampleReport, stream, textOf } from './sample.ts';
import { decoded, type Token, tokens } from './tokens.ts';

const render = (report: Report) => textOf(html(report, stream(report.verdicts)));
const sample = await render(sampleReport());
const parsed = tokens(sample);
const tagsOf = (markup: readonly Token[]) => new Set(markup.map(({ tag }) => tag));
const attributesOf = (markup: readonly Token[]) =>
  new Set(markup.flatMap(({ tag, attributes }) => attributes.map(([name]) => `${tag} ${name}`)));

describe('the page', () => {
  test('runs nothing and loads nothing', () => {
    for (const tag of ['script', 'link', 'img', 'iframe', 'object', 'embed', 'form', 'input', 'base', 'audio', 'video'])
      expect(tagsOf(parsed.markup)).not.toContain(tag);
    const names = new Set(parsed.markup.flatMap(({ attributes }) => attributes.map(([name]) => name)));
    for (const name of names) expect(name).not.toMatch(/^on|^style$|^src|^srcset$|^action$/);
    expect(sample.slice(sample.indexOf('<style>'), sample.indexOf('</style>'))).not.toMatch(
      /@import|url\((?!#hatch\))|expression/,
    );
  });

  test('has a policy that allows its own style and nothing else', () => {
    const style = sample.slice(sample.indexOf('<style>') + 7, sample.indexOf('</style>'));
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = parsed.markup.find(
      ({ tag, attributes }) => tag === 'meta' && attributes.some(([, value]) => value === 'Content-Security-Policy'),
    );
    expect(decoded(new Map(policy?.attributes).get('content') ?? '')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(sample.indexOf('Content-Security-Policy')).toBeLessThan(sample.indexOf('<style>'));
  });

  test('links only to what it has, and names nothing twice', () => {
    const ids = parsed.markup.flatMap(({ attributes }) =>
      attributes.filter(([name]) => name === 'id').map(([, value]) => value),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of parsed.markup)
      for (const [name, value] of attributes) {
        if (name === 'href') expect(ids.map((id) => `#${id}`)).toContain(value);
        if (name === 'aria-labelledby') expect(ids).toContain(value);
      }
  });

  test('closes what it opens', () => {
    const open: string[] = [];
    for (const { tag, end } of parsed.markup) {
      if (['meta', 'rect', 'path'].includes(tag)) continue;
      if (end) expect(open.pop()).toBe(tag);
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });

  test('has a language, a title, landmarks, and headings without a gap', () => {
    expect(sample).toMatch(/<html lang="en">/);
    expect(sample).toMatch(/<title>14 findings, 3 critical · Postern, 2026-11-21 02:16 UTC<\/title>/);
    for (const landmark of ['header', 'nav', 'main', 'footer']) expect(tagsOf(parsed.markup)).toContain(landmark);
    const levels = parsed.markup.filter(({ tag, end }) => /^h[1-6]$/.test(tag) && !end).map(({ tag }) => Number(tag[1]));
    expect(levels.filter((level) => level === 1).length).toBe(1);
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    for (const { tag, attributes, end } of parsed.markup)
      if (tag === 'th' && !end) expect(attributes.map(([name]) => name)).toContain('scope');
  });

  test('says what was seen, then what failed, then clusters, then frameworks', () => {
    const order = ['id="coverage"', 'AccessDenied: sts:AssumeRole', 'id="findings"', 'id="clusters"', 'id="frameworks"'];
    const positions = order.map((piece) => sample.indexOf(piece));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(positions).not.toContain(-1);
  });

  test('names every target that was not read whole, with its reason and what to do', () => {
    const report = sampleReport();
    const before = decoded(sample.slice(0, sample.indexOf('id="findings"')));
    for (const target of report.targets.filter(({ status }) => status !== 'complete')) {
      expect(before).toContain(target.cluster?.name ?? target.region ?? target.accountName);
      for (const { why, action, item } of target.missing)
        for (const words of [why, action ?? '', item ?? '']) expect(before).toContain(words);
    }
  });

  test('shows every failure with what was seen, its evidence, why it matters and its fix; waived ones apart', () => {
    const report = sampleReport();
    const after = decoded(sample.slice(sample.indexOf('id="findings"'), sample.indexOf('id="clusters"')));
    for (const { check, because, evidence, waiver, status } of report.verdicts) {
      if (status !== 'fail') continue;
      expect(after).toContain(because);
      for (const { says } of evidence) expect(after).toContain(says);
      if (waiver !== undefined) expect(after).toContain(waiver.reason);
      else expect(after).toContain(report.checks[check]?.why);
    }
  });

  test('names the worst at its top, as links, and folds what is less when there is much of it', async () => {
    const top = decoded(sample.slice(sample.indexOf('class="worst"'), sample.indexOf('id="coverage"')));
    expect(top.match(/href="#finding-\d+"/g)).toEqual(['0', '1', '2', '3', '4'].map((anchor) => `href="#finding-${anchor}"`));
    expect(top).not.toMatch(/severity (medium|low)/);
    const folds = 'What was seen, and how to fix it';
    expect(sample).not.toContain(folds);
    const report = sampleReport();
    const low = report.verdicts.find(({ severity, status }) => severity === 'low' && status === 'fail');
    const more = Array.from({ length: 20 }, (_, index) => ({ ...low, check: `more/${index}` }) as ReportVerdict);
    expect((await render({ ...report, verdicts: [...report.verdicts, ...more] })).split(folds).length).toBeGreaterThan(20);
  });

  test('never says 100 % of less than all', async () => {
    const report = sampleReport();
    const page = await render({ ...report, summary: { ...report.summary, coverage: 0.99999 } });
    expect(page).toContain('99.9 %');
    expect(page).not.toContain('>100 %');
  });
});

describe('a fleet', () => {
  const fleet = (clusters: number): { header: Report; verdicts: () => Iterable<ReportVerdict> } => {
    const report = sampleReport();
    const [finding] = report.verdicts.filter(({ check }) => check === 'api-endpoint/public-access');
    const target = report.targets.find(({ kind }) => kind === 'eks');
    if (finding === undefined || target?.cluster === undefined) throw new Error('the sample lacks what a fleet is made of');
    const { cluster } = target;
    return {
      header: {
        ...report,
        targets: Array.from({ length: clusters }, (_, index) => ({
          ...target,
          missing: [],
          cluster: { ...cluster, name: `cluster-${index}` },
        })),
        tallies: [],
        summary: { ...report.summary, failed: { critical: 0, high: 3 * clusters, medium: 0, low: 0 } },
      },
      verdicts: function* () {
        for (let index = 0; index < clusters; index++)
          for (const check of ['api-endpoint/public-access', 'versions/support', 'encryption/secrets'])
            yield {
              ...finding,
              check,
              target: index,
              evidence: Array.from({ length: 50 }, () => ({ kind: 'a', id: 'b', says: 'c' })),
            };
      },
    };
  };

  test('of a thousand clusters alike reads as one entry a check, is capped and says so', async () => {
    const { header, verdicts } = fleet(1_000);
    const page = await textOf(html(header, stream(verdicts())));
    expect(page).toContain('1,000 findings on 1,000 targets');
    expect(page).toContain('This page lists 1,500 of 3,000 findings');
    expect(page).toContain('report.json');
    expect(page.match(/class="finding high"/g)?.length).toBe(3);
    expect(page.match(/The same in 500 places/g)?.length).toBe(3);
    expect(page.length).toBeLessThan(6_000_000);
  });

  test('comes in pieces', async () => {
    const { header, verdicts } = fleet(200);
    let longest = 0;
    for await (const chunk of html(header, stream(verdicts()))) longest = Math.max(longest, chunk.length);
    expect(longest).toBeLessThan(1_000_000);
  });
});

describe('hostile strings', () => {
  test('never become markup: the page has the tags and attributes that a benign one has, and plain ones only', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport(sampleReport()), async (report) => {
        const { markup } = tokens(await render(report));
        expect([...tagsOf(markup)].filter((tag) => !tagsOf(parsed.markup).has(tag))).toEqual([]);
        expect([...attributesOf(markup)].filter((name) => !attributesOf(parsed.markup).has(name))).toEqual([]);
        for (const { attributes } of markup)
          for (const [name, value] of attributes) if (name === 'href') expect(value).toMatch(/^#[a-z0-9-]+$/);
      }),
      { numRuns: 30 },
    );
  });

  test('leave no hazard in the page, and no half character', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport(sampleReport()), async (report) => {
        const page = await render(report);
        expect(page.isWellFormed()).toBe(true);
        expect(page.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
      { numRuns: 30 },
    );
  });

  test('of any length leave a page that opens', async () => {
    for (const long of longExamples) {
      const page = await render(withStrings(sampleReport(), () => long));
      tokens(page);
      expect(page.length).toBeLessThan(10_000_000);
      expect(page).toContain('…');
    }
  });

  test('are shown as they are', async () => {
    const { text } = tokens(await render(withStrings(sampleReport(), () => 'a <b>&amp;</b> "c"')));
    expect(text).toContain('a <b>&amp;</b> "c"');
  });
});
