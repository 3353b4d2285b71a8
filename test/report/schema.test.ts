import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import * as v from 'valibot';
import { expect, expectTypeOf, test } from 'vitest';
import { json } from '../../shared/report/json.ts';
import type { Report } from '../../shared/report/report.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import { reportSchemaFile, reportSchemaText } from '../../tools/report-schema.ts';
import { sampleReport, stream, textOf } from './sample.ts';

type Deep<T> = T extends readonly (infer U)[]
  ? readonly Deep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;
type Described = Deep<v.InferOutput<typeof reportSchema>>;

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const valid = ajv.compile(JSON.parse(reportSchemaText()));
const parsed = async () => JSON.parse(await textOf(json(sampleReport(), stream(sampleReport().verdicts))));

test('the schema and the type say the same', () => {
  expectTypeOf<Described>().toExtend<Report>();
  expectTypeOf<Deep<Report>>().toExtend<Described>();
});

test('docs/report.schema.json is what the schema gives (npm exec -- node tools/report-schema.ts writes it)', () => {
  expect(readFileSync(reportSchemaFile, 'utf8')).toBe(reportSchemaText());
});

test('a real report is valid under both', async () => {
  const report = await parsed();
  expect(valid(report), JSON.stringify(valid.errors)).toBe(true);
  expect(v.parse(reportSchema, report)).toStrictEqual(report);
});

/** One thing that is wrong with a report. */
type Spoiled = (report: Report) => unknown;
const bad: readonly [string, Spoiled][] = [
  ['no report at all', () => null],
  ['another schema', (report) => ({ ...report, schema: 'postern/report@2' })],
  ['a member too many', (report) => ({ ...report, extra: 1 })],
  ['a member missing', ({ summary: _, ...report }) => report],
  ['a status that does not exist', (report) => ({ ...report, verdicts: [{ ...report.verdicts[0], status: 'ok' }] })],
  ['a verdict id that is none', (report) => ({ ...report, verdicts: [{ ...report.verdicts[0], id: '../../etc/passwd' }] })],
  ['a negative target', (report) => ({ ...report, verdicts: [{ ...report.verdicts[0], target: -1 }] })],
  [
    'half a line',
    (report) => ({ ...report, verdicts: [{ ...report.verdicts[0], resource: { type: 'a', id: 'b', line: 1.5 } }] }),
  ],
  [
    'a waiver without an end',
    (report) => ({ ...report, verdicts: [{ ...report.verdicts[0], waiver: { reason: 'a', owner: 'b' } }] }),
  ],
  [
    'a member of evidence too many',
    (report) => ({ ...report, verdicts: [{ ...report.verdicts[0], evidence: [{ kind: '', id: '', says: '', href: '' }] }] }),
  ],
  ['a partition', (report) => ({ ...report, targets: [{ ...report.targets[0], partition: 'aws' }] })],
  ['an account that is a number', (report) => ({ ...report, targets: [{ ...report.targets[0], account: 111122223333 }] })],
  [
    'a severity of another tool',
    (report) => ({ ...report, checks: { a: { ...Object.values(report.checks)[0], severity: 'info' } } }),
  ],
  ['more than all covered', (report) => ({ ...report, summary: { ...report.summary, coverage: 1.01 } })],
  ['a time that is none', (report) => ({ ...report, run: { ...report.run, startedAt: 'yesterday' } })],
  ['null for an absent member', (report) => ({ ...report, targets: [{ ...report.targets[0], region: null }] })],
];

test.each(bad)('refuses %s', (_, spoil) => {
  const report = spoil(sampleReport());
  expect(valid(report)).toBe(false);
  expect(v.safeParse(reportSchema, report).success).toBe(false);
});
