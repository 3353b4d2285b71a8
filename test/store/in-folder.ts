import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '../../shared/store/folder.ts';
import type { Store } from '../../shared/store/store.ts';

/** Runs `use` with an empty store in a folder that is removed afterwards. */
export async function inFolder(use: (store: Store, root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'postern-store-'));
  try {
    await use(folderStore(root), root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
