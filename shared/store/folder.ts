import { lstat, opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { measure } from './bytes.ts';
import { StoreError } from './error.ts';
import { folderError } from './folder-error.ts';
import { findFolder, isAbsent, makeFolder, openFile } from './folder-path.ts';
import { chunksOf, etagOf, putInPlace, writeTemporary } from './folder-write.ts';
import { assertFolder, assertKey, assertPrefix, isKey } from './key.ts';
import type { Body, Loaded, Saved, SaveOptions, Store } from './store.ts';

const MOST_ENTRIES = 500_000;

/** `mustExist`: a missing root is an error for readers, not an empty store. `lockWaitMs`: how long an exchange (If-Match) waits for another one. */
export interface FolderOptions {
  mustExist?: boolean;
  lockWaitMs?: number;
}

/**
 * A store in the folder `root` (an absolute path), made at the first save. The folder may be hostile: nothing outside of it is
 * read or written, and symbolic links below it are refused. An etag is the SHA-256 of the object.
 */
export function folderStore(root: string, { mustExist = false, lockWaitMs = 5_000 }: FolderOptions = {}): Store {
  const where = (key: string) => join(root, key);
  const found = async () => {
    if (mustExist) await assertIsFolder(root);
  };
  return {
    location: root,
    where,
    save: (key, body, options = {}) => save(root, key, body, options, lockWaitMs),
    load: async (key, { maxBytes }) => {
      assertKey(key);
      await found();
      return load(root, key, maxBytes);
    },
    async *list(prefix) {
      assertPrefix(prefix);
      await found();
      yield* walk(root, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix);
    },
    async *listFolders(folder) {
      assertFolder(folder);
      await found();
      for (const entry of await entriesOf(root, folder)) if (entry.kind === 'folder') yield entry.name;
    },
  };
}

async function save(root: string, key: string, body: Body, options: SaveOptions, lockWaitMs: number): Promise<Saved> {
  assertKey(key);
  const { names, name } = parts(key);
  const source = measure(body);
  let temporary: string | undefined;
  try {
    const folder = await makeFolder(root, names);
    temporary = await writeTemporary(folder, source.stream);
    await putInPlace(temporary, join(folder, name), options, lockWaitMs);
    const { size, sha256 } = source.result();
    return { etag: sha256, size, sha256 };
  } catch (error) {
    if (temporary) await rm(temporary, { force: true });
    const failure = source.failure();
    throw failure ? failure.error : folderError(error, 'save', join(root, key));
  }
}

async function load(root: string, key: string, maxBytes: number): Promise<Loaded | undefined> {
  const { names, name } = parts(key);
  try {
    const folder = await findFolder(root, names);
    const file = folder === undefined ? undefined : await openFile(join(folder, name));
    if (file === undefined) return undefined;
    try {
      const { size } = await file.stat();
      if (size > maxBytes)
        throw new StoreError('too-large', `cannot read ${join(root, key)}: it has ${size} bytes, at most ${maxBytes} are read`);
      return { size, etag: await etagOf(file), body: closing(file, size, join(root, key)) };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw folderError(error, 'read', join(root, key));
  }
}

async function* closing(file: Parameters<typeof chunksOf>[0], size: number, where: string): AsyncGenerator<Uint8Array> {
  let read = 0;
  try {
    for await (const chunk of chunksOf(file)) {
      read += chunk.byteLength;
      if (read > size) break;
      yield chunk;
    }
    if (read !== size) throw new StoreError('corrupt', `cannot read ${where}: it changed while it was read; run again`);
  } catch (error) {
    throw folderError(error, 'read', where);
  } finally {
    await file.close();
  }
}

interface Entry {
  name: string;
  kind: 'file' | 'folder' | 'other';
}

/** Entries whose names are keys, in the order that their keys have: a folder's keys go on with "/", which sorts after "." and "-". */
async function entriesOf(root: string, folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    const path = await findFolder(root, folder.split('/').slice(0, -1));
    if (path === undefined) return [];
    for await (const entry of await opendir(path)) {
      if (!isKey(folder + entry.name)) continue;
      entries.push({ name: entry.name, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other' });
      if (entries.length > MOST_ENTRIES)
        throw new StoreError('refused', `cannot list ${path}: it has more than ${MOST_ENTRIES} entries`);
    }
  } catch (error) {
    if (isAbsent(error)) return [];
    throw folderError(error, 'list', join(root, folder));
  }
  const sortKey = (entry: Entry) => (entry.kind === 'folder' ? `${entry.name}/` : entry.name);
  return entries.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<{ key: string; size: number }> {
  for (const entry of await entriesOf(root, folder)) {
    const key = folder + entry.name;
    if (!key.startsWith(prefix)) continue;
    if (entry.kind === 'folder') yield* walk(root, `${key}/`, prefix);
    else {
      const size = await sizeOf(join(root, key), entry.kind);
      if (size !== undefined) yield { key, size };
    }
  }
}

async function sizeOf(path: string, kind: Entry['kind']): Promise<number | undefined> {
  // Left out, what a link hides would pass for absent.
  if (kind === 'other')
    throw new StoreError('refused', `cannot list ${path}: it is neither a plain file nor a folder; remove it from the store`);
  try {
    return (await lstat(path)).size;
  } catch (error) {
    // Removed while the folder is listed: as if it had not been there.
    if (isAbsent(error)) return undefined;
    throw folderError(error, 'list', path);
  }
}

async function assertIsFolder(root: string): Promise<void> {
  const found = await stat(root).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw folderError(error, 'read', root);
  });
  if (!found?.isDirectory())
    throw new StoreError(
      'missing',
      `cannot read ${root}: ${found ? 'it is not a folder' : 'there is no such folder'}; check the path`,
    );
}

function parts(key: string): { names: string[]; name: string } {
  const names = key.split('/');
  return { name: names.pop() ?? '', names };
}
