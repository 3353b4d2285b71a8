import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Difference } from '../../shared/engine/compare.ts';
import type { ReportHeader, ReportTarget, ReportVerdict } from '../../shared/report/report.ts';
import { announcementOf, type Occasion } from '../../shared/stages/announcement.ts';
import { runNumber } from './fleet.ts';

type New = Extract<Difference<ReportVerdict>, { kind: 'new' }>;

const target = (rest: Partial<ReportTarget> = {}): ReportTarget => ({
  kind: 'eks',
  account: '111122223333',
  accountName: 'production',
  organizationalUnit: 'Workloads',
  region: 'eu-central-1',
  cluster: { name: 'payments', arn: 'arn:payments', version: '1.33' },
  status: 'complete',
  missing: [],
  ...rest,
});
const header = (rest: Partial<ReportHeader> = {}): ReportHeader => ({
  schema: 'postern/report@1',
  run: {
    id: runNumber(2),
    startedAt: '2026-11-23T02:00:00.000Z',
    finishedAt: '2026-11-23T02:03:05.000Z',
    version: '0',
    trigger: 'schedule',
    checksDigest: 'd',
    errors: [],
  },
  targets: [target()],
  checks: {},
  tallies: [],
  frameworks: [],
  summary: {
    targets: { complete: 1, partial: 0, failed: 0, skipped: 0, gone: 0, total: 1 },
    verdicts: { pass: 97, fail: 2, unknown: 1, notApplicable: 0 },
    failed: { critical: 0, high: 1, medium: 1, low: 0 },
    waived: 0,
    coverage: 0.99,
  },
  ...rest,
});
const fresh = (rest: Partial<ReportVerdict> = {}, kind: Partial<New> = {}): New => ({
  kind: 'new',
  becauseOfCheck: false,
  judgedBefore: true,
  verdict: {
    id: 'i',
    check: 'nodes/remote-access',
    status: 'fail',
    severity: 'high',
    target: 0,
    resource: { type: 'node-group', id: 'arn:group', name: 'apps' },
    because: 'a key opens SSH to everyone',
    evidence: [],
    ...rest,
  },
  ...kind,
});
const occasion = (differences: readonly Difference<ReportVerdict>[], rest: Partial<Occasion> = {}): Occasion => ({
  header: header(),
  differences: (async function* () {
    yield* differences;
  })(),
  compared: { run: runNumber(1) },
  link: 'postern remote download latest',
  ...rest,
});

test('says coverage, counts, what is new and where the report is', async () => {
  const failure = { id: 'o', check: 'a/b', severity: 'low', target: 0 } as const;
  const { subject, body, attributes } = await announcementOf(
    occasion([
      fresh({ severity: 'medium', because: 'second' }, { becauseOfCheck: true }),
      fresh(),
      { kind: 'fixed', failure, becauseOfCheck: false },
      { kind: 'notReevaluated', failure },
    ]),
  );
  expect(subject).toBe('Postern: 1 new high failure, coverage 99 %');
  expect(body).toMatchInlineSnapshot(`
    "Run 20261123T020000Z-00000002 (schedule), 2026-11-23 02:00 UTC, 3 min 5 s

    2 findings, 1 high.
    Coverage: 99 %. 1 of 100 judgements could not be made: they are unknown, not passed.
    Failures: 0 critical, 1 high, 1 medium, 0 low.
    Targets: 1 complete, 0 partial, 0 failed, 0 skipped, 0 gone.

    New since run 20261122T020000Z-00000001: 2
    - high: nodes/remote-access on payments (production · 111122223333 · eu-central-1): apps: a key opens SSH to everyone
    - medium (the checks changed): nodes/remote-access on payments (production · 111122223333 · eu-central-1): apps: second
    Still failing: 0. Fixed: 1. Not judged again: 1.

    Report: postern remote download latest
    "
  `);
  expect(attributes).toEqual({ severity: 'high', account: ['111122223333'], organizationalUnit: ['Workloads'] });
});

test('says which targets failed, and that nothing is new', async () => {
  const missing = [{ fact: 'credentials', why: 'AccessDenied: sts:AssumeRole', action: 'let the role trust the scanner' }];
  const failed: ReportTarget = { kind: 'account', account: '222222222222', status: 'failed', missing };
  const { subject, body, attributes } = await announcementOf(
    occasion([], {
      header: header({
        targets: [target(), failed],
        summary: { ...header().summary, targets: { ...header().summary.targets, failed: 1 } },
      }),
    }),
  );
  expect(subject).toBe('Postern: no new failures, 1 target failed, coverage 99 %');
  expect(body).toContain('- 222222222222: AccessDenied: sts:AssumeRole (let the role trust the scanner)');
  expect(attributes).toEqual({ severity: 'none', account: ['222222222222'] });
});

test('without a run to compare with, every failure is listed as what it is', async () => {
  const { subject, body } = await announcementOf(
    occasion([fresh({}, { judgedBefore: false })], { compared: { none: 'there being none' } }),
  );
  expect(subject).toBe('Postern: 1 high failure, coverage 99 %');
  expect(body).toContain('All failures, there being none: 1');
  expect(body).not.toContain('not judged before');
});

test('the worst come first, and the rest are counted', async () => {
  const many = Array.from({ length: 30 }, (_, index) => fresh({ severity: 'low', because: `low ${index}` }));
  const { body } = await announcementOf(occasion([...many, fresh({ severity: 'critical' })]));
  const lines = body.split('\n').filter((line) => line.startsWith('- '));
  expect(lines[0]).toMatch(/^- critical/);
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('- and 11 more');
});

test('who filters by account learns that there are more than can be named', async () => {
  const targets = Array.from({ length: 300 }, (_, index) => target({ account: String(index).padStart(12, '0') }));
  const { attributes } = await announcementOf(
    occasion(
      targets.map((_, index) => fresh({ target: index })),
      { header: header({ targets }) },
    ),
  );
  expect(attributes.account).toHaveLength(201);
  expect(attributes.account).toContain('many');
});

const unitsOf = async (units: readonly string[]) => {
  const targets = units.map((organizationalUnit) => target({ organizationalUnit }));
  const differences = targets.map((_, index) => fresh({ target: index }));
  const { attributes } = await announcementOf(occasion(differences, { header: header({ targets }) }));
  return attributes.organizationalUnit;
};

test('who filters by organizational unit finds the whole path, however deep it is', async () => {
  const deep = Array.from({ length: 7 }, (_, index) => `${index}`.repeat(128)).join('/');
  expect(await unitsOf(['Workloads/Production', deep])).toEqual([deep, 'Workloads/Production']);
});

test('paths that do not fit are left out whole, and the message says so', async () => {
  const long = Array.from({ length: 100 }, (_, index) => `${String(index).padStart(3, '0')}${'x'.repeat(900)}`);
  const units = (await unitsOf([...long, 'zz'])) as readonly string[];
  expect(units.slice(-2)).toEqual(['zz', 'many']);
  expect(units.slice(0, -2)).toEqual(long.slice(0, 31));
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '\u001b[2J',
    '\u202e'.repeat(5000),
    '\uffff\ud800',
    '𝒳'.repeat(4000),
    '"\\'.repeat(3000),
    '\r\n.\r\nFrom: x',
    '‮',
  ),
);

test('is bounded, one message, and inert, whatever strangers named', async () => {
  const anyTarget = fc
    .record({
      name: nasty,
      account: nasty,
      unit: nasty,
      why: nasty,
      status: fc.constantFrom('failed' as const, 'complete' as const),
    })
    .map(({ name, account, unit, why, status }) =>
      target({
        account,
        accountName: name,
        organizationalUnit: unit,
        region: name,
        cluster: { name, version: '' },
        status,
        missing: [{ fact: 'f', why, action: why }],
      }),
    );
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyTarget, { minLength: 1, maxLength: 300 }),
      nasty,
      nasty,
      fc.constantFrom('critical', 'high', 'low'),
      async (targets, because, link, severity) => {
        const differences = targets.map((_, index) =>
          fresh({ target: index, because, severity, resource: { type: link, id: because } }),
        );
        const message = await announcementOf(
          occasion([...differences, fresh({ target: 9_999_999 })], { header: header({ targets }), link }),
        );
        const { subject, body, attributes } = message;
        expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        expect(Buffer.byteLength(body)).toBeLessThan(64 * 1024);
        expect(Buffer.byteLength(JSON.stringify(attributes))).toBeLessThan(64 * 1024);
        expect(body.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u);
        for (const value of Object.values(attributes))
          for (const one of [value].flat()) expect(one).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\n]+$/u);
      },
    ),
    { numRuns: 40 },
  );
});
