import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ComparedRun, type ComparedVerdict, compareRuns, type Difference } from '../../shared/engine/compare.ts';

type Target = ComparedRun['targets'][number];

const account = '111122223333';
const cluster = (name: string, status: Target['status'] = 'complete', createdAt = '2026-01-01T00:00:00Z'): Target => ({
  kind: 'eks',
  account,
  region: 'eu-central-1',
  cluster: { name, arn: `arn:${name}`, createdAt, version: '1.33' },
  status,
});
const failure = (id: string, target = 0, rest: Partial<ComparedVerdict> = {}): ComparedVerdict => ({
  id,
  check: 'a/b',
  status: 'fail',
  severity: 'high',
  target,
  ...rest,
});
const run = (parts: Partial<ComparedRun>): ComparedRun => ({
  checksDigest: 'd',
  targets: [cluster('one')],
  tallies: [{ check: 'a/b', target: 0 }],
  verdicts: [],
  ...parts,
});
const kinds = async (older: ComparedRun, newer: ComparedRun) => {
  const found: Record<string, Difference['kind']> = {};
  for await (const one of compareRuns(older, newer)) found['verdict' in one ? one.verdict.id : one.failure.id] = one.kind;
  return found;
};

test('a failure is new, still there, or fixed', async () => {
  const older = run({ verdicts: [failure('still'), failure('mended')] });
  const newer = run({ verdicts: [failure('fresh'), failure('still')] });
  expect(await kinds(older, newer)).toEqual({ fresh: 'new', still: 'still', mended: 'fixed' });
});

test.each(['partial', 'failed', 'skipped', 'gone'] as const)('nothing is fixed on a target that is %s', async (status) => {
  const older = run({ verdicts: [failure('a')] });
  expect(await kinds(older, run({ targets: [cluster('one', status)] }))).toEqual({ a: 'notReevaluated' });
});

test.each([
  ['its target is not there', run({ targets: [], tallies: [] })],
  ['its cluster was made anew', run({ targets: [cluster('one', 'complete', '2026-02-02T00:00:00Z')] })],
  ['its check did not run there', run({ tallies: [{ check: 'a/c', target: 0 }] })],
  ['it is unknown', run({ verdicts: [failure('a', 0, { status: 'unknown' })] })],
  ['its target stands there twice', run({ targets: [cluster('one'), cluster('one')] })],
])('a failure is not fixed when %s', async (_, newer) => {
  expect(await kinds(run({ verdicts: [failure('a')] }), newer)).toEqual({ a: 'notReevaluated' });
});

test('a check that fails on another resource of the target did run there', async () => {
  const older = run({ verdicts: [failure('a'), failure('b')] });
  expect(await kinds(older, run({ tallies: [], verdicts: [failure('b')] }))).toEqual({ a: 'fixed', b: 'still' });
});

test('targets may stand in another order', async () => {
  const older = run({ targets: [cluster('one'), cluster('two', 'failed')], verdicts: [failure('a', 0)] });
  const newer = run({ targets: [cluster('two', 'failed'), cluster('one')], tallies: [{ check: 'a/b', target: 1 }] });
  expect(await kinds(older, newer)).toEqual({ a: 'fixed' });
});

test('new because the check changed is told apart, and from what is new because its target is', async () => {
  const newer = run({
    checksDigest: 'e',
    targets: [cluster('one'), cluster('two')],
    verdicts: [failure('a', 0), failure('b', 1)],
  });
  const found = await Array.fromAsync(compareRuns(run({}), newer));
  expect(found).toMatchObject([
    { kind: 'new', becauseOfCheck: true, judgedBefore: true },
    { kind: 'new', becauseOfCheck: false, judgedBefore: false },
  ]);
  expect(await Array.fromAsync(compareRuns(run({}), { ...newer, checksDigest: 'd' }))).toMatchObject([
    { becauseOfCheck: false },
    { becauseOfCheck: false },
  ]);
});

const names = ['one', 'two', 'three'];
const checks = ['a/a', 'a/b', 'b/c'];
const statuses = ['complete', 'complete', 'partial', 'failed', 'gone'] as const;
const anyRun = fc
  .record({
    checksDigest: fc.constantFrom('d', 'e'),
    targets: fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), status: fc.constantFrom(...statuses) }), {
      selector: ({ name }) => name,
    }),
    tallied: fc.subarray(names.flatMap((name) => checks.map((check) => `${name} ${check}`))),
    verdicts: fc.array(
      fc.record({
        name: fc.constantFrom(...names),
        check: fc.constantFrom(...checks),
        resource: fc.constantFrom('r', 's'),
        status: fc.constantFrom('fail', 'fail', 'unknown', 'pass'),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ checksDigest, targets, tallied, verdicts }): ComparedRun & { verdicts: readonly ComparedVerdict[] } => {
    const at = (name: string) => targets.findIndex((target) => target.name === name);
    return {
      checksDigest,
      targets: targets.map(({ name, status }) => cluster(name, status)),
      tallies: targets.flatMap(({ name }, target) =>
        checks.filter((check) => tallied.includes(`${name} ${check}`)).map((check) => ({ check, target })),
      ),
      verdicts: verdicts
        .filter(({ name }) => at(name) >= 0)
        .map(({ name, check, resource, status }) =>
          failure(`${name} ${check} ${resource}`, at(name), { check, status: status as ComparedVerdict['status'] }),
        ),
    };
  });
const failing = ({ verdicts }: { verdicts: readonly ComparedVerdict[] }) =>
  new Set(verdicts.filter(({ status }) => status === 'fail').map(({ id }) => id));

test('every failure of either run is in exactly one difference', async () => {
  await fc.assert(
    fc.asyncProperty(anyRun, anyRun, async (older, newer) => {
      const found = await Array.fromAsync(compareRuns(older, newer));
      const ids = found.map((one) => ('verdict' in one ? one.verdict.id : one.failure.id));
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(ids)).toEqual(failing(older).union(failing(newer)));
    }),
  );
});

test('the other way round, what is fixed is what is new and was judged before; a run differs from itself in nothing', async () => {
  const sorted = async (older: ComparedRun, newer: ComparedRun, wanted: (one: Difference) => boolean) =>
    (await Array.fromAsync(compareRuns(older, newer)))
      .filter(wanted)
      .map((one) => ('verdict' in one ? one.verdict.id : one.failure.id))
      .sort();
  await fc.assert(
    fc.asyncProperty(anyRun, anyRun, async (older, newer) => {
      const unknown = new Set(newer.verdicts.filter(({ status }) => status === 'unknown').map(({ id }) => id));
      const back = await sorted(newer, older, (one) => one.kind === 'new' && one.judgedBefore);
      expect(await sorted(older, newer, ({ kind }) => kind === 'fixed')).toEqual(back.filter((id) => !unknown.has(id)));
      expect(await sorted(older, newer, ({ kind }) => kind === 'still')).toEqual(
        await sorted(newer, older, ({ kind }) => kind === 'still'),
      );
      expect(await sorted(older, older, ({ kind }) => kind !== 'still')).toEqual([]);
    }),
  );
});

test('nothing is fixed unless its target is complete in the newer run', async () => {
  await fc.assert(
    fc.asyncProperty(anyRun, anyRun, async (older, newer) => {
      for await (const one of compareRuns(older, newer)) {
        if (one.kind !== 'fixed') continue;
        const name = older.targets[one.failure.target]?.cluster?.name;
        expect(newer.targets.find(({ cluster }) => cluster?.name === name)?.status).toBe('complete');
      }
    }),
  );
});
