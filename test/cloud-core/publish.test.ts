import { expect, test } from 'vitest';
import type { Announcement } from '../../shared/cloud/announce.ts';
import { runKey } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { fileFormats } from '../../shared/report/index.ts';
import { latestRun } from '../../shared/stages/latest.ts';
import { isSealed } from '../../shared/stages/lock.ts';
import { isAsWide } from '../../shared/stages/previous.ts';
import { type CloudPublication, publishCloud } from '../../shared/stages/publish-cloud.ts';
import { openReport, openTargets } from '../../shared/stages/sealed-report.ts';
import { sealedRuns } from '../../shared/store/manifest.ts';
import { readRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { tries } from '../whole.ts';
import { type Fleet, failing, planOf, runNumber, startedAt, work, writeRun } from './fleet.ts';
import { Killed, memoryStore, mortal } from './memory.ts';

const a = '111111111111';
const b = '222222222222';
const fleet: Fleet = { [a]: { 'eu-central-1': ['one'] }, [b]: { 'eu-central-1': ['two'] } };
const check = 'api-endpoint/public-access';

/** Publishes into a store, and keeps what was said, and whether the run was sealed by then. */
function publisher(truth: Store) {
  const said: (Announcement & { readonly run: RunId; readonly sealed: boolean })[] = [];
  const publication = (store: Store, number: number, rest: Partial<CloudPublication> = {}): CloudPublication => {
    const run = runNumber(number);
    return {
      store,
      run,
      plan: planOf(fleet, run),
      ...work,
      frameworks: [],
      checksDigest: 'd',
      formats: [{ name: 'json', render: fileFormats.json }],
      now: () => new Date(startedAt.getTime() + number * 86_400_000 + 60_000),
      onSealed: () => undefined,
      announcer: { announce: async (one) => void said.push({ ...one, run, sealed: await isSealed(truth, run) }) },
      link: (id) => `postern remote download ${id}`,
      ...rest,
    };
  };
  return { said, publication };
}

test('a run is completed, sealed, the newest, and announced against the one before', async () => {
  const { store } = memoryStore();
  const { said, publication } = publisher(store);
  await writeRun(store, fleet, planOf(fleet, runNumber(1)), { change: failing(check, [a]) });
  await publishCloud(publication(store, 1));
  await writeRun(store, fleet, planOf(fleet, runNumber(2)), { change: failing(check, [b]) });
  const outcome = await publishCloud(publication(store, 2));
  expect(outcome).toMatchObject({ errors: 0, announced: true, summary: { failed: { high: 1 } } });
  expect(said.map(({ sealed }) => sealed)).toEqual([true, true]);
  expect(said[0]?.body).toContain('All failures, there being no earlier run to compare with: 1');
  expect(said[1]?.body).toContain(`New since run ${runNumber(1)}: 1`);
  expect(said[1]?.body).toContain('Still failing: 0. Fixed: 1. Not judged again: 0.');
  expect(said[1]?.attributes).toMatchObject({ severity: 'high', account: [b] });
  expect(await latestRun(store)).toBe(runNumber(2));
  expect(await publishCloud(publication(store, 2))).toMatchObject({ announced: false });
  expect(said).toHaveLength(2);
});

test('what could not be judged again is not called fixed', async () => {
  const { store } = memoryStore();
  const { said, publication } = publisher(store);
  await writeRun(store, fleet, planOf(fleet, runNumber(1)), { change: failing(check, [a, b]) });
  await publishCloud(publication(store, 1));
  const lost = [`snapshots/${b}/_account.json.gz`, `snapshots/${b}/eu-central-1/_region.json.gz`];
  await writeRun(store, { [a]: fleet[a] ?? {} }, planOf(fleet, runNumber(2)), { lost, change: failing(check, []) });
  const { summary } = await publishCloud(publication(store, 2));
  expect(summary.targets.failed).toBe(1);
  expect(said[1]?.body).toContain('Fixed: 1. Not judged again: 1.');
  expect(said[1]?.body).toMatch(/- account 2 \(222222222222\): no result/);
  expect(said[1]?.attributes).toMatchObject({ severity: 'none', account: [b] });
});

test('an earlier report that cannot be read silences nothing', async () => {
  const { store } = memoryStore();
  const { said, publication } = publisher(store);
  await writeRun(store, fleet, planOf(fleet, runNumber(1)));
  await publishCloud(publication(store, 1));
  await store.save(runKey(runNumber(1), 'report.json'), Buffer.from('{'));
  await writeRun(store, fleet, planOf(fleet, runNumber(2)), { change: failing(check, [a]) });
  await publishCloud(publication(store, 2));
  expect(said[1]?.body).toContain(`All failures, since run ${runNumber(1)} cannot be read (corrupt): 1`);
});

test('killed at any step and run again: one sealed run, the newest, announced once it is sealed', async () => {
  const lost = [`snapshots/${b}/_account.json.gz`, `results/${a}/_account.json.gz`];
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1, done = false; !done; nth += tries(4, 1)) {
      const { store, objects } = memoryStore();
      const { said, publication } = publisher(store);
      await writeRun(store, { [a]: fleet[a] ?? {} }, planOf(fleet, runNumber(1)), { lost });
      const dying = mortal(store, nth, when);
      const died = await publishCloud(publication(dying, 1)).then(
        () => false,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Killed);
          return true;
        },
      );
      done = !died;
      const manifest = objects.get(runKey(runNumber(1), 'manifest.json'));
      await publishCloud(publication(store, 1));
      if (manifest !== undefined) expect(objects.get(runKey(runNumber(1), 'manifest.json'))).toEqual(manifest);
      expect(await Array.fromAsync(sealedRuns(store))).toEqual([runNumber(1)]);
      expect(await latestRun(store)).toBe(runNumber(1));
      expect(said.length).toBeGreaterThanOrEqual(1);
      expect(said.length).toBeLessThanOrEqual(2);
      expect(said.every(({ sealed }) => sealed)).toBe(true);
      const reader = await readRun(store, runNumber(1));
      if (reader === undefined) throw new Error('not sealed');
      const { header } = await openReport(reader);
      expect(header.targets.map(({ account, status }) => [account, status])).toEqual([
        [a, 'failed'],
        [a, 'partial'],
        [a, 'partial'],
        [b, 'failed'],
      ]);
      if (done) expect(nth).toBeGreaterThan(20);
    }
  }
});

test('a message that is not taken is sent when it is run again', async () => {
  const { store } = memoryStore();
  const { said, publication } = publisher(store);
  await writeRun(store, fleet, planOf(fleet, runNumber(1)));
  const announce = () => Promise.reject(new Error('no topic'));
  await expect(publishCloud(publication(store, 1, { announcer: { announce } }))).rejects.toThrow('no topic');
  await publishCloud(publication(store, 1));
  expect(said).toHaveLength(1);
});

test('a report is read back as it was written', async () => {
  const { store } = memoryStore();
  const { publication } = publisher(store);
  await writeRun(store, fleet, planOf(fleet, runNumber(1)), { change: failing(check, [a]) });
  await publishCloud(publication(store, 1));
  const reader = await readRun(store, runNumber(1));
  if (reader === undefined) throw new Error('not sealed');
  const whole = (await reader.loadJson('report.json', { maxBytes: 1e7 })) as { verdicts: unknown[]; targets: unknown[] };
  const { header, verdicts } = await openReport(reader);
  expect({ ...header, verdicts: await Array.fromAsync(verdicts()) }).toEqual(whole);
  expect(whole.verdicts.length).toBeGreaterThan(0);
  expect(await openTargets(reader)).toEqual({ run: header.run, targets: whole.targets });
});

test('a run of less is nothing to compare one of more with', () => {
  const wide = planOf(fleet, runNumber(1));
  const request = { ...wide, run: { ...wide.run, trigger: 'request' as const } };
  const narrow = { ...request, clusters: ['one'] };
  expect([isAsWide(wide, wide), isAsWide(wide, narrow), isAsWide(request, wide)]).toEqual([true, true, true]);
  expect([isAsWide(narrow, wide), isAsWide(narrow, narrow)]).toEqual([false, true]);
  expect(isAsWide({ ...request, accounts: wide.accounts.slice(1) }, wide)).toBe(false);
  expect(isAsWide({ ...request, regions: ['eu-central-1'] }, { ...wide, regions: ['eu-central-1'] })).toBe(true);
});
