import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runKey } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { completeRun } from '../../shared/stages/completion.ts';
import type { Plan } from '../../shared/stages/plan.ts';
import { replay } from '../../shared/stages/replay.ts';
import { loadResult, resultPaths } from '../../shared/stages/results.ts';
import { describeObjects, sealRun } from '../../shared/store/manifest.ts';
import { openRun, readRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { type Fleet, planOf, runNumber, snapshotsOf, startedAt, work, writeRun } from './fleet.ts';
import { memoryStore } from './memory.ts';

const a = '111111111111';
const b = '222222222222';
const fleet: Fleet = { [a]: { 'eu-central-1': ['one', 'two'], 'us-east-1': [] }, [b]: { 'eu-central-1': ['three'] } };

async function completed(
  lost: readonly string[],
  rest: Partial<Plan> = {},
  before?: (store: Store, run: RunId) => Promise<void>,
) {
  const { store, objects } = memoryStore();
  const run = runNumber(1);
  const plan = planOf(fleet, run, rest);
  await writeRun(store, fleet, plan, { lost });
  await before?.(store, run);
  const made = await completeRun({ store, run, plan, ...work });
  const source = { store, run: openRun(store, run) };
  const results = new Map(
    await Promise.all(
      (await Array.fromAsync(resultPaths(source))).map(async (path) => [path, await loadResult(source, path)] as const),
    ),
  );
  return { store, objects, run, plan, made, results };
}
const paths = (plan: Plan) => [...snapshotsOf(fleet, plan).keys()];
const named = (results: Awaited<ReturnType<typeof completed>>['results'], part: string) =>
  [...results].filter(([path]) => path.includes(part)).map(([, result]) => result);

test('a run that has all its results is left as it is', async () => {
  const { made, results } = await completed([]);
  expect(made).toBe(0);
  expect(results.size).toBe(8);
});

test('an account that was never entered has failed, and its Regions count as unseen', async () => {
  const lost = paths(planOf(fleet, runNumber(1))).filter((path) => path.includes(b));
  const { made, results } = await completed(lost);
  expect(made).toBe(1);
  const [account] = named(results, b);
  expect(account?.target).toMatchObject({ kind: 'account', account: b, accountName: 'account 2', status: 'failed' });
  expect(account?.target.missing).toMatchObject([{ why: expect.stringContaining('no result') }]);
  expect(new Set(account?.verdicts.map(({ check }) => check))).toEqual(new Set(work.checks.map(({ id }) => id)));
  expect(new Set(account?.verdicts.map(({ status }) => status))).toEqual(new Set(['unknown']));
});

test('Regions that were asked for are targets though their account was never entered', async () => {
  const lost = paths(planOf(fleet, runNumber(1))).filter((path) => path.includes(b));
  const { results } = await completed(lost, { regions: ['eu-central-1', 'us-east-1'] });
  expect(named(results, b).map(({ target }) => [target.region, target.status])).toEqual([
    [undefined, 'failed'],
    ['eu-central-1', 'failed'],
    ['us-east-1', 'failed'],
  ]);
});

test('a Region and a cluster whose functions were killed have failed', async () => {
  const all = paths(planOf(fleet, runNumber(1)));
  const cluster = all.find((path) => path.includes(`${b}/eu-central-1`) && !path.includes('_region')) ?? '';
  const { made, results } = await completed([`snapshots/${a}/us-east-1/_region.json.gz`, cluster]);
  expect(made).toBe(2);
  expect(named(results, `${a}/us-east-1`)).toMatchObject([{ target: { kind: 'region', status: 'failed' } }]);
  const failed = named(results, b).find(({ target }) => target.cluster !== undefined);
  expect(failed?.target).toMatchObject({ kind: 'eks', cluster: { name: 'three' }, status: 'failed' });
  const scoped = work.checks.filter(({ scope }) => scope === 'cluster');
  expect(failed?.verdicts.map(({ check, status }) => [check, status])).toEqual(scoped.map(({ id }) => [id, 'unknown']).sort());
});

test('a target that was read but not judged has failed, with the identity that it was read with', async () => {
  const { results } = await completed([`results/${b}/_account.json.gz`]);
  expect(named(results, `${b}/_account`)).toMatchObject([{ target: { account: b, status: 'failed' } }]);
  expect(named(results, b)).toHaveLength(3);
});

test('a snapshot that cannot be read fails its target, whatever result there is', async () => {
  const path = `snapshots/${a}/eu-central-1/_region.json.gz`;
  const { results } = await completed(
    [],
    {},
    async (store, run) => void (await store.save(runKey(run, path), Buffer.from('x'))),
  );
  expect(named(results, `${a}/eu-central-1/_region`)).toMatchObject([
    { target: { status: 'failed', missing: [{ why: expect.stringMatching(/cannot read|is not/) }] } },
  ]);
});

test('a run that was completed can be sealed and replayed', async () => {
  const all = paths(planOf(fleet, runNumber(1)));
  const { store, run, plan } = await completed(all.filter((path) => path.includes(b)));
  await sealRun(store, run, startedAt, await describeObjects(store, run));
  const source = await readRun(store, run);
  if (source === undefined) throw new Error('not sealed');
  await expect(replay({ source, plan, run: openRun(store, runNumber(2)), ...work })).resolves.toBeUndefined();
});

test('whatever is lost, every target has one result, what was there is kept, and a second time changes nothing', async () => {
  const plan = planOf(fleet, runNumber(1));
  const snapshots = paths(plan);
  const results = snapshots.map((path) => path.replace('snapshots/', 'results/'));
  // What is inside of something that was never read is not known of.
  const isKnown = (path: string, lost: readonly string[]) => {
    const [, account, region] = path.split('/');
    const outer = [`snapshots/${account}/_account.json.gz`, `snapshots/${account}/${region}/_region.json.gz`];
    return outer.every((one) => one === path || !lost.includes(one));
  };
  await fc.assert(
    fc.asyncProperty(fc.subarray(snapshots), fc.subarray(results), async (lostSnapshots, lostResults) => {
      // The scan of a target comes after everything around it was read.
      const orphans = snapshots.filter((path) => !isKnown(path, lostSnapshots));
      const lost = [...lostSnapshots, ...orphans, ...lostResults];
      const { store, objects, run, results: found } = await completed(lost);
      const expected = snapshots
        .filter((path) => isKnown(path, lostSnapshots))
        .map((path) => path.replace('snapshots/', 'results/'));
      expect(new Set(found.keys())).toEqual(new Set(expected));
      for (const [path, { target }] of found) {
        const isLost = lost.includes(path) || lost.includes(path.replace('results/', 'snapshots/'));
        expect([path, target.status === 'failed']).toEqual([path, isLost]);
      }
      const before = new Map(objects);
      expect(await completeRun({ store, run, plan, ...work })).toBe(0);
      expect(objects).toEqual(before);
    }),
    { numRuns: 25 },
  );
});

test.each([
  [{ clusters: ['one', 'ghost'] }, 'has a cluster called ghost', 'cluster'],
  [{ clusters: Array.from({ length: 9 }, (_, index) => `ghost-${index}`) }, 'ghost-4, and of 4 more', 'cluster'],
  [{ regions: ['eu-cental-1', 'eu-central-1'] }, 'has a Region called eu-cental-1', 'region'],
] as const)('what was asked for and is nowhere (%j) is no pass: the first account says so, once', async (asked, why, scope) => {
  const { store, run, plan, results, objects } = await completed([], asked as Partial<Plan>);
  const [account] = named(results, `${a}/_account`);
  const said = (result: typeof account) => result?.target.missing.filter((one) => one.why.includes('that was scanned has'));
  expect(account?.target.status).toBe('partial');
  expect(said(account)).toEqual([expect.objectContaining({ why: expect.stringContaining(why) })]);
  const unknown = account?.verdicts.filter(({ status }) => status === 'unknown').map(({ check }) => check);
  for (const check of work.checks.filter((one) => one.scope === scope)) expect(unknown).toContain(check.id);
  expect(new Set(account?.verdicts.map(({ id }) => id)).size).toBe(account?.verdicts.length);
  expect(named(results, `${b}/_account`).flatMap(said)).toEqual([]);
  const before = new Map(objects);
  await completeRun({ store, run, plan, ...work });
  expect(objects).toEqual(before);
});

test('what was asked for may be where nobody could look', async () => {
  const lost = paths(planOf(fleet, runNumber(1))).filter((path) => path.includes(b));
  const { results } = await completed(lost, { clusters: ['one', 'ghost'] });
  expect(JSON.stringify([...results.values()])).not.toContain('ghost');
});

test('a snapshot that is larger than any that is read fails its target, and no other', async () => {
  const path = `snapshots/${a}/eu-central-1/_region.json.gz`;
  const bytes = Buffer.alloc(64 * 1024 * 1024 + 1);
  const { results } = await completed([], {}, async (store, run) => void (await store.save(runKey(run, path), bytes)));
  const [region] = named(results, `${a}/eu-central-1/_region`);
  expect(region?.target).toMatchObject({ status: 'failed', missing: [{ why: expect.stringContaining('67108865 bytes') }] });
  expect(named(results, `${b}/eu-central-1/_region`)).not.toMatchObject([{ target: { status: 'failed' } }]);
});

test('snapshots of many megabytes are held one after another', async () => {
  const many: Fleet = Object.fromEntries(
    ['3', '4', '5', '6'].map((digit) => [digit.repeat(12), { 'eu-central-1': [], 'us-east-1': [] }]),
  );
  const { store, objects } = memoryStore();
  const run = runNumber(1);
  const plan = planOf(many, run);
  await writeRun(store, many, plan, { lost: [] });
  const isLarge = (key: string) => key.includes('snapshots/') && key.endsWith('_region.json.gz');
  for (const [key, bytes] of objects)
    if (isLarge(key)) objects.set(key, Buffer.concat([bytes, gzipSync(Buffer.alloc(0)), Buffer.alloc(2 * 1024 * 1024)]));
  let held = 0;
  let most = 0;
  const load: Store['load'] = async (key, options) => {
    if (isLarge(key)) most = Math.max(most, ++held);
    try {
      await new Promise(setImmediate);
      return await store.load(key, options);
    } finally {
      if (isLarge(key)) held -= 1;
    }
  };
  await completeRun({ store: { ...store, load }, run, plan, ...work });
  expect(most).toBe(1);
});
