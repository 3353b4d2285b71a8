import { runKey } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import { loadJson } from '../store/json.ts';
import type { Store } from '../store/store.ts';
import type { SnapshotSource } from './snapshot.ts';

/** A run as several processes are making it, before it is sealed: nothing vouches for what is read. */
export const storedRun = (store: Store, id: RunId): SnapshotSource => ({
  id,
  loadJson: (path, limits) => loadJson(store, runKey(id, path), limits),
});
