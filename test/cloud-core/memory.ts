import { createHash } from 'node:crypto';
import { measure, readAll } from '../../shared/store/bytes.ts';
import { StoreConflict, StoreError } from '../../shared/store/error.ts';
import { assertFolder, assertKey, assertPrefix } from '../../shared/store/key.ts';
import type { Store } from '../../shared/store/store.ts';

/** A store in memory, for what has to be tried a thousand times. */
export function memoryStore() {
  const objects = new Map<string, Buffer>();
  const etagOf = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
  const where = (key: string) => `memory:${key}`;
  const store: Store = {
    location: 'memory',
    where,
    save: async (key, body, { ifNoneMatch, ifMatch } = {}) => {
      assertKey(key);
      const { stream, result } = measure(body);
      const bytes = await readAll(stream, Number.POSITIVE_INFINITY, Error);
      const standing = objects.get(key);
      if (ifNoneMatch && standing !== undefined) throw new StoreConflict(where(key), 'it exists already');
      if (ifMatch !== undefined && (standing === undefined || etagOf(standing) !== ifMatch))
        throw new StoreConflict(where(key), 'someone else has changed it since it was read');
      objects.set(key, bytes);
      return { etag: etagOf(bytes), ...result() };
    },
    load: async (key, { maxBytes }) => {
      assertKey(key);
      const bytes = objects.get(key);
      if (bytes === undefined) return undefined;
      if (bytes.length > maxBytes) throw new StoreError('too-large', `cannot read ${where(key)}: it has ${bytes.length} bytes`);
      const body = (async function* () {
        yield bytes;
      })();
      return { body, size: bytes.length, etag: etagOf(bytes) };
    },
    async *list(prefix) {
      assertPrefix(prefix);
      for (const key of [...objects.keys()].filter((one) => one.startsWith(prefix)).sort())
        yield { key, size: objects.get(key)?.length ?? 0 };
    },
    async *listFolders(folder) {
      assertFolder(folder);
      const names = [...objects.keys()]
        .filter((key) => key.startsWith(folder))
        .map((key) => key.slice(folder.length).split('/'));
      yield* [...new Set(names.filter(({ length }) => length > 1).map(([name]) => name ?? ''))].sort();
    },
  };
  return { store, objects };
}

export class Killed extends Error {}

/**
 * The same store for a process that dies at its nth step, before it or after it, its answer lost: nothing it does afterwards is done.
 */
export function mortal(store: Store, nth: number, when: 'before' | 'after'): Store & { readonly steps: () => number } {
  let steps = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    steps += 1;
    if (steps > nth || (steps === nth && when === 'before')) throw new Killed();
    const result = await work();
    if (steps >= nth) throw new Killed();
    return result;
  };
  return {
    ...store,
    steps: () => steps,
    save: (key, body, options) => step(() => store.save(key, body, options)),
    load: (key, options) => step(() => store.load(key, options)),
    async *list(prefix) {
      yield* await step(() => Array.fromAsync(store.list(prefix)));
    },
    async *listFolders(folder) {
      yield* await step(() => Array.fromAsync(store.listFolders(folder)));
    },
  };
}
