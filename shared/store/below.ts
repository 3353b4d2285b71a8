import { assertFolder } from './key.ts';
import type { Store } from './store.ts';

/**
 * A folder of a store, as a store of its own: keys are relative to it, and nothing outside of it can be named.
 * @param folder a key and `/`
 * @throws StoreError `bad-key` for what is no folder
 */
export function storeBelow(store: Store, folder: string): Store {
  assertFolder(folder);
  return {
    location: store.where(folder.slice(0, -1)),
    where: (key) => store.where(folder + key),
    save: (key, body, options) => store.save(folder + key, body, options),
    load: (key, options) => store.load(folder + key, options),
    list: (prefix) => relative(store.list(folder + prefix), folder.length),
    listFolders: (inner) => store.listFolders(folder + inner),
  };
}

async function* relative(found: ReturnType<Store['list']>, length: number): ReturnType<Store['list']> {
  for await (const { key, size } of found) yield { key: key.slice(length), size };
}
