import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAll } from '../../shared/store/bytes.ts';
import { StoreConflict, StoreError } from '../../shared/store/error.ts';
import type { Store } from '../../shared/store/store.ts';

/** A server or file system under the suite. */
export interface Subject {
  /** An empty store, at a place of its own. */
  fresh(): Promise<Store>;
  /** A store whose bucket or folder does not exist. */
  missing: Store;
  /** How many objects the paging test makes: more than one page. */
  many: number;
  close(): Promise<void>;
}

const bytes = (text: string) => Buffer.from(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
const MB = 1024 * 1024;

/** All that an iterable yields. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

async function text(store: Store, key: string): Promise<string | undefined> {
  const found = await store.load(key, { maxBytes: 100 });
  return found && (await readAll(found.body, 100, () => new Error('too large'))).toString();
}

async function keys(store: Store, prefix: string): Promise<string[]> {
  return (await all(store.list(prefix))).map((entry) => entry.key);
}

async function failure(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  if (!(error instanceof StoreError)) throw error;
  expect(error.message).not.toMatch(/\n/);
  return error;
}

/** What every store must do: run on the folder, on the simulated S3 and (test:real) on somebody else's. */
export function storeContract(name: string, open: () => Promise<Subject>): void {
  describe(`store contract: ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await open();
    }, 180_000);
    afterAll(() => subject?.close());

    test('loads what was saved, and says its size, SHA-256 and etag', async () => {
      const store = await subject.fresh();
      const saved = await store.save('runs/a/plan.json', bytes('{"a":1}'));
      expect(saved).toEqual({ etag: expect.stringMatching(/./), size: 7, sha256: sha256(bytes('{"a":1}')) });
      expect(await text(store, 'runs/a/plan.json')).toBe('{"a":1}');
      const found = await store.load('runs/a/plan.json', { maxBytes: 7 });
      expect(found).toMatchObject({ size: 7, etag: saved.etag });
      for await (const _ of found?.body ?? []);
    });

    test('an absent object is undefined, and so is a folder', async () => {
      const store = await subject.fresh();
      expect(await text(store, 'a')).toBeUndefined();
      await store.save('a/b', bytes('x'));
      expect(await text(store, 'a')).toBeUndefined();
      expect(await text(store, 'a/b/c')).toBeUndefined();
      expect(await keys(store, 'none/')).toEqual([]);
      expect(await all(store.listFolders('none/'))).toEqual([]);
    });

    test('saves an empty body and replaces an object', async () => {
      const store = await subject.fresh();
      expect(await store.save('a', bytes('first'))).toMatchObject({ size: 5 });
      expect(await store.save('a', new Uint8Array())).toMatchObject({ size: 0, sha256: sha256(bytes('')) });
      expect(await text(store, 'a')).toBe('');
      expect(await store.save('b', (async function* () {})())).toMatchObject({ size: 0 });
      expect(await text(store, 'b')).toBe('');
    });

    test('streams 12 MB in uneven chunks', async () => {
      const store = await subject.fresh();
      const data = Buffer.alloc(12 * MB, '0123456789abcdef!');
      async function* chunks() {
        for (let at = 0, step = 1; at < data.length; at += step, step = Math.min(step * 3, 700_001))
          yield data.subarray(at, at + step);
      }
      const saved = await store.save('big', chunks(), { ifNoneMatch: true });
      expect(saved).toMatchObject({ size: data.length, sha256: sha256(data) });
      const found = await store.load('big', { maxBytes: data.length });
      expect(found).toMatchObject({ size: data.length, etag: saved.etag });
      expect(sha256(await readAll(found?.body ?? chunks(), data.length, () => new Error('too large')))).toBe(saved.sha256);
      await expect(store.save('big', chunks(), { ifNoneMatch: true })).rejects.toBeInstanceOf(StoreConflict);
    });

    test('If-None-Match: one of eight racing writers wins, and its object stands', async () => {
      const store = await subject.fresh();
      const race = Array.from({ length: 8 }, (_, n) => store.save('lock', bytes(`writer ${n}`), { ifNoneMatch: true }));
      const results = await Promise.allSettled(race);
      const winners = results.flatMap((result, n) => (result.status === 'fulfilled' ? [n] : []));
      expect(winners).toHaveLength(1);
      for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreConflict);
      expect(await text(store, 'lock')).toBe(`writer ${winners[0]}`);
      expect(await keys(store, '')).toEqual(['lock']);
    });

    test('If-Match: exchanges what was read, and refuses when it changed or is gone', async () => {
      const store = await subject.fresh();
      const first = await store.save('latest', bytes('1'));
      const second = await store.save('latest', bytes('2'), { ifMatch: first.etag });
      await expect(store.save('latest', bytes('3'), { ifMatch: first.etag })).rejects.toBeInstanceOf(StoreConflict);
      expect(await text(store, 'latest')).toBe('2');
      await expect(store.save('absent', bytes('3'), { ifMatch: second.etag })).rejects.toBeInstanceOf(StoreConflict);
      expect(await keys(store, '')).toEqual(['latest']);
    });

    test('If-Match: one of eight racing exchanges wins', async () => {
      const store = await subject.fresh();
      const { etag } = await store.save('lock', bytes('free'));
      const race = Array.from({ length: 8 }, (_, n) => store.save('lock', bytes(`taken by ${n}`), { ifMatch: etag }));
      const results = await Promise.allSettled(race);
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(StoreConflict);
    });

    test.each([0, 1, 9])('a source that fails after %i MB leaves nothing, and its own error', async (megabytes) => {
      const store = await subject.fresh();
      async function* broken() {
        for (let n = 0; n < megabytes; n++) yield Buffer.alloc(MB, 1);
        throw new RangeError('the source broke');
      }
      await expect(store.save('a/b', broken())).rejects.toThrow(new RangeError('the source broke'));
      expect(await text(store, 'a/b')).toBeUndefined();
      await store.save('a/b', bytes('old'));
      await expect(store.save('a/b', broken())).rejects.toThrow(RangeError);
      expect(await text(store, 'a/b')).toBe('old');
      expect(await keys(store, '')).toEqual(['a/b']);
    });

    test('lists in the order of whole keys, by any prefix', async () => {
      const store = await subject.fresh();
      const made = ['a/b/c', 'a/b-1', 'a/b.json', 'a/b0', 'a/B', 'a-z', 'a.b', 'b', 'a/_x', 'a/b/C/d'];
      await Promise.all(made.map((key) => store.save(key, bytes(key))));
      const sorted = made.toSorted((a, b) => (a < b ? -1 : 1));
      expect(await keys(store, '')).toEqual(sorted);
      for (const prefix of ['a', 'a/', 'a/b', 'a/b/', 'a/b/C/d', 'c'])
        expect(await keys(store, prefix)).toEqual(sorted.filter((key) => key.startsWith(prefix)));
      expect(await all(store.list('a/b/c'))).toEqual([{ key: 'a/b/c', size: 5 }]);
      expect(await all(store.listFolders(''))).toEqual(['a']);
      expect(await all(store.listFolders('a/'))).toEqual(['b']);
      expect(await all(store.listFolders('a/b/'))).toEqual(['C']);
    });

    test('lists over pages', async () => {
      const store = await subject.fresh();
      const made = Array.from({ length: subject.many }, (_, n) => `runs/${n}/${n}`);
      const rest = made.values();
      const worker = async () => {
        for (const key of rest) await store.save(key, bytes('x'));
      };
      await Promise.all(Array.from({ length: 16 }, worker));
      expect(await keys(store, 'runs/')).toEqual(made.toSorted());
      expect(await all(store.listFolders('runs/'))).toEqual(made.map((key) => key.split('/')[1]).toSorted());
    });

    test('loads no more than its bound', async () => {
      const store = await subject.fresh();
      await store.save('a', bytes('12345'));
      const error = await failure(store.load('a', { maxBytes: 4 }));
      expect(error.kind).toBe('too-large');
      expect(error.message).toContain(store.where('a'));
    });

    test.each([
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../../b',
      '../a',
      'a/./b',
      'a\\b',
      'a b',
      'a\0',
      'ä',
      'a\n',
      'a~b',
      'C:/a',
      'x'.repeat(201),
      'x/'.repeat(300),
    ])('refuses the key %j', async (key) => {
      const store = await subject.fresh();
      expect((await failure(store.save(key, bytes('x')))).kind).toBe('bad-key');
      expect((await failure(store.load(key, { maxBytes: 1 }))).kind).toBe('bad-key');
      if (!['', 'a/'].includes(key)) expect((await failure(keys(store, key))).kind).toBe('bad-key');
      expect(await keys(store, '')).toEqual([]);
    });

    test('a missing place is an error that names it, never an empty list', async () => {
      const store = subject.missing;
      for (const failed of [() => store.load('a', { maxBytes: 1 }), () => keys(store, ''), () => all(store.listFolders(''))]) {
        const error = await failure(failed());
        expect(error.kind).toBe('missing');
        expect(error.message).toContain(store.location);
      }
    });
  });
}

/** Every operation on a place that denies: an error that names the place and says what to grant. */
export async function expectDenied(store: Store, says: RegExp): Promise<void> {
  const operations = [
    () => store.save('a', bytes('x')),
    () => store.load('a', { maxBytes: 1 }),
    () => keys(store, ''),
    () => all(store.listFolders('')),
  ];
  for (const failing of operations) {
    const error = await failure(failing());
    expect(error.kind).toBe('denied');
    expect(error.message).toContain(store.location);
    expect(error.message).toMatch(says);
  }
}
