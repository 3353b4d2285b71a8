import fc from 'fast-check';
import type { Report } from '../../shared/report/report.ts';

/** Strings that mean something to some format, and strings that mean nothing to anyone. */
export const hostileExamples = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '</title><svg onload=alert(1)>',
  '<!--',
  '-->',
  ']]>',
  '&lt;b&gt; &#60;b&#62; &amp;',
  'javascript:alert(1)',
  '{{7*7}}<%= 7*7 %>',
  '\u001b[2J\u001b[31mall is well\u001b[0m',
  '\u009b2J',
  '\u001b]8;;http://example.com\u0007click\u001b]8;;\u0007',
  'pass\r\nfail\tnull\u0000bell\u0007\u007f',
  '\u202e\u2066txt.exe\u2069\u200f\u061c',
  'zero\u200bwidth\u200d\ufeff\u2060\u00ad',
  'line\u2028paragraph\u2029next\u0085',
  '\ud800lone\udfff',
  'tag\u{e0041}\u{e007f} filler\u3164',
  '__proto__',
  'constructor',
  '',
  ' ',
  'x'.repeat(3_000),
] as const;

/** Each of 100 kB: in every field at once they are a test of their own. */
export const longExamples = ['x', '<', '\u001b', '\ud83d\ude00'].map((unit) => unit.repeat(100_000 / unit.length));

/** Any string of UTF-16 units: whole characters of every plane, halves of them, controls, and what formats are made of. */
export const hostileString = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...hostileExamples) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...'<>&"\'`=/-!]\\ \n\r\u001b[;m\u202e\u2028'), maxLength: 30 }) },
);

/** Members whose values the report's own schema fixes: they come from us. */
const fixed = new Set([
  'schema',
  'trigger',
  'kind',
  'status',
  'severity',
  'target',
  'pass',
  'notApplicable',
  'line',
  'summary',
]);

/** The same report with every string that anyone can set replaced by the next one, keys of records included. */
export function withStrings(report: Report, next: () => string): Report {
  const replaced = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return fixed.has(key) ? value : next();
    if (Array.isArray(value)) return value.map((item) => replaced(item, key));
    if (typeof value !== 'object' || value === null) return value;
    if (key === 'tags') return Object.fromEntries(Object.keys(value).map((_, index) => [`${index}${next()}`, next()]));
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, fixed.has(name) && name !== 'kind' ? part : replaced(part, name)]),
    );
  };
  const { checks, summary, ...rest } = report;
  const made = replaced(rest) as Omit<Report, 'checks' | 'summary'>;
  const ids = Object.keys(checks);
  const renamed = new Map(ids.map((id, index) => [id, `${next()}${index}`]));
  const rename = (id: string) => renamed.get(id) ?? id;
  return {
    ...made,
    summary,
    checks: Object.fromEntries(ids.map((id) => [rename(id), replaced(checks[id]) as Report['checks'][string]])),
    tallies: report.tallies.map((tally) => ({ ...tally, check: rename(tally.check) })),
    verdicts: made.verdicts.map((verdict, index) => ({ ...verdict, check: rename(report.verdicts[index]?.check ?? '') })),
    frameworks: made.frameworks.map((framework, index) => ({
      ...framework,
      controls: framework.controls.map((control, at) => {
        const checksOf = report.frameworks[index]?.controls[at]?.checks;
        return checksOf === undefined ? control : { ...control, checks: checksOf.map(rename) };
      }),
    })),
  };
}

/** A report each of whose strings is hostile. */
export const hostileReport = (report: Report) =>
  fc.array(hostileString, { minLength: 20, maxLength: 60 }).map((strings) => {
    let at = 0;
    return withStrings(report, () => strings[at++ % strings.length] ?? '');
  });
