import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PLAN, reportPath, resultPath, runKey, snapshotPath } from '../../shared/contract/keys.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { readAll } from '../../shared/store/bytes.ts';
import { describeObjects, sealedRuns, sealRun } from '../../shared/store/manifest.ts';
import { openRun, readRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { all } from './contract.ts';
import { inFolder } from './in-folder.ts';

const id = makeRunId(new Date('2026-11-21T02:00:00Z'), 0xa1);
const sealedAt = new Date('2026-11-21T02:05:00.000Z');
const account = '123456789012';
const limits = { maxBytes: 10_000 };

async function sealedRun(store: Store) {
  const run = openRun(store, id);
  await Promise.all([
    run.saveJson(snapshotPath({ account }), { facts: [] }),
    run.saveJson(resultPath({ account }), []),
    run.saveJson(PLAN, { accounts: [account] }),
    run.save(reportPath('html'), Buffer.from('<p>'), 'for people'),
  ]);
  return { run, manifest: await run.seal(sealedAt) };
}

describe('a run', () => {
  test('does not exist for readers before it is sealed', () =>
    inFolder(async (store) => {
      await openRun(store, id).saveJson(PLAN, {});
      expect(await readRun(store, id)).toBeUndefined();
      expect(await all(sealedRuns(store))).toEqual([]);
    }));

  test('is sealed with size, SHA-256 and meaning of every object, in order', () =>
    inFolder(async (store) => {
      const { manifest } = await sealedRun(store);
      expect(manifest).toMatchObject({ schema: 'postern/manifest@1', run: id, sealedAt: '2026-11-21T02:05:00.000Z' });
      expect(manifest.objects.map(({ key, meaning }) => [key, meaning])).toEqual([
        ['plan.json', 'plan: what the run was to look at'],
        ['report.html', 'for people'],
        [`results/${account}/_account.json.gz`, `verdicts: account ${account}`],
        [`snapshots/${account}/_account.json.gz`, `facts: account ${account}`],
      ]);
      expect(manifest.objects[1]).toMatchObject({
        size: 3,
        sha256: '33f2799467177287a29260780a107ac98ea63dd6165f67fcc0d74767d0a82090',
      });
      expect((await readRun(store, id))?.manifest).toEqual(manifest);
    }));

  test('is sealed once: by this writer, by another, or by one of several', () =>
    inFolder(async (store) => {
      const { run, manifest } = await sealedRun(store);
      await expect(run.seal(sealedAt)).rejects.toMatchObject({ kind: 'conflict' });
      await expect(run.saveJson('late.json', {})).rejects.toThrow(RangeError);
      expect((await readRun(store, id))?.manifest).toEqual(manifest);
      const other = makeRunId(sealedAt, 2);
      const race = await Promise.allSettled(Array.from({ length: 4 }, () => sealRun(store, other, sealedAt, [])));
      expect(race.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    }));

  test('takes each path once, not the manifest, and is not sealed under a save', () =>
    inFolder(async (store) => {
      const run = openRun(store, id);
      const first = run.save('a', Buffer.from('1'));
      await expect(run.save('a', Buffer.from('2'))).rejects.toThrow(/a is written once/);
      await expect(run.seal(sealedAt)).rejects.toThrow(/while an object is being saved/);
      await first;
      await expect(run.save('manifest.json', Buffer.from('{}'))).rejects.toThrow(RangeError);
      await expect(run.save('../b', Buffer.from('{}'))).rejects.toMatchObject({ kind: 'bad-key' });
      expect((await run.seal(sealedAt)).objects.map((object) => object.key)).toEqual(['a']);
    }));

  test('a save that failed may be tried again, and is not in the manifest unless it succeeds', () =>
    inFolder(async (store) => {
      const run = openRun(store, id);
      async function* broken() {
        yield Buffer.from('half');
        throw new Error('broken');
      }
      await expect(run.save('a', broken())).rejects.toThrow('broken');
      await expect(run.save('b', broken())).rejects.toThrow('broken');
      await run.save('a', Buffer.from('whole'));
      expect((await run.seal(sealedAt)).objects).toMatchObject([{ key: 'a', size: 5 }]);
    }));

  test('that several processes wrote is described by what is stored', () =>
    inFolder(async (store) => {
      const { manifest } = await sealedRun(store);
      const described = await describeObjects(store, id);
      expect(described.map(({ key, size, sha256 }) => ({ key, size, sha256 }))).toEqual(
        manifest.objects.map(({ key, size, sha256 }) => ({ key, size, sha256 })),
      );
      expect(described[0]?.meaning).toBe('plan: what the run was to look at');
      await expect(sealRun(store, makeRunId(sealedAt, 3), sealedAt, [...described, ...described])).rejects.toThrow(/twice/);
      const meaning = 'x'.repeat(300);
      const many = Array.from({ length: 200_000 }, (_, index) => ({
        key: `results/${index}`,
        size: 1,
        sha256: 'a'.repeat(64),
        meaning,
      }));
      await expect(sealRun(store, makeRunId(sealedAt, 3), sealedAt, many)).rejects.toThrow(
        /200000 objects make a manifest over 64 MiB/,
      );
    }));

  test('runs are read newest first; other names are passed over', () =>
    inFolder(async (store, root) => {
      const ids = [3, 1, 2].map((day) => makeRunId(new Date(`2026-11-0${day}T00:00:00Z`), day));
      for (const one of ids) await sealRun(store, one, sealedAt, []);
      await store.save(runKey(makeRunId(sealedAt, 9), 'manifest.json.old'), Buffer.from('x'));
      await store.save('runs/other/manifest.json', Buffer.from('x'));
      await writeFile(join(root, 'runs', 'a file'), 'x');
      expect(await all(sealedRuns(store))).toEqual(ids.toSorted().reverse());
    }));
});

describe('evidence', () => {
  test('is loaded as it was sealed; what the manifest does not name is not there', () =>
    inFolder(async (store) => {
      await sealedRun(store);
      await store.save(runKey(id, 'added-later.json'), Buffer.from('{}'));
      const run = await readRun(store, id);
      expect(await run?.loadJson(PLAN, limits)).toEqual({ accounts: [account] });
      expect(await run?.loadJson(snapshotPath({ account }), limits)).toEqual({ facts: [] });
      expect(await run?.loadJson('added-later.json', limits)).toBeUndefined();
      const html = await run?.load('report.html', limits);
      expect(String(html && (await readAll(html.body, 9, Error)))).toBe('<p>');
      await expect(run?.loadJson(PLAN, { maxBytes: 3 })).rejects.toMatchObject({ kind: 'too-large' });
    }));

  test.each([
    ['changed', '<b>'],
    ['cut short', '<p'],
    ['longer', '<p>!'],
  ])('that was %s is an error that names the object', (_, forged) =>
    inFolder(async (store) => {
      await sealedRun(store);
      await store.save(runKey(id, 'report.html'), Buffer.from(forged));
      const run = await readRun(store, id);
      const found = await run?.load('report.html', limits);
      const reading = found && readAll(found.body, 9, Error);
      await expect(reading).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('report.html') });
    }),
  );

  test('that is gone is an error, and so is JSON that was changed, before it is parsed', () =>
    inFolder(async (store, root) => {
      await sealedRun(store);
      await rm(join(root, 'runs', id, 'report.html'));
      await store.save(runKey(id, PLAN), Buffer.from('not JSON'));
      const run = await readRun(store, id);
      await expect(run?.load('report.html', limits)).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringContaining('gone'),
      });
      await expect(run?.loadJson(PLAN, limits)).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringContaining('manifest'),
      });
    }));

  const object = { key: 'a', size: 1, sha256: '0'.repeat(64), meaning: 'x' };
  const good = { schema: 'postern/manifest@1', run: id, sealedAt: '2026-11-21T02:05:00.000Z', objects: [object] };
  test.each([
    ['another schema', { ...good, schema: 'postern/manifest@2' }],
    ['another run', { ...good, run: makeRunId(sealedAt, 7) }],
    ['no objects', { ...good, objects: undefined }],
    ['an unknown member', { ...good, extra: 1 }],
    ['a key that leads out', { ...good, objects: [{ ...object, key: '../../etc/passwd' }] }],
    ['a key twice', { ...good, objects: [object, object] }],
    ['a size that is none', { ...good, objects: [{ ...object, size: -1 }] }],
    ['a digest that is none', { ...good, objects: [{ ...object, sha256: 'X' }] }],
    ['no object at all', 7],
  ])('with a manifest of %s is refused', (_, value) =>
    inFolder(async (store) => {
      await store.save(runKey(id, 'manifest.json'), Buffer.from(JSON.stringify(value)));
      await expect(readRun(store, id)).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringContaining('not a manifest'),
      });
    }),
  );
});
