import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StoreConflict, StoreError } from './error.ts';
import { codeOf } from './folder-error.ts';
import { isAbsent, openFile } from './folder-path.ts';
import type { SaveOptions } from './store.ts';

const CHUNK = 256 * 1024;
const SLACK = 512;
const LOCK_PAUSE_MS = 20;
// Of link(2) on file systems without hard links (exFAT, some network and FUSE mounts).
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Writes a stream to a new file of `folder` under a name that is no key (`~`), on the disk when this returns: its path. */
export async function writeTemporary(folder: string, stream: AsyncIterable<Uint8Array>): Promise<string> {
  const path = join(folder, `~${randomBytes(12).toString('hex')}`);
  const file = await open(path, 'wx');
  try {
    for await (const chunk of stream) await file.writeFile(chunk);
    await file.sync();
    await file.close();
    return path;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Puts a temporary file in its place in one step: readers see the old object or the new one. With `ifMatch` the comparison
 * and the exchange are guarded by a lock file; a key that is ever changed so is not to be saved without a condition.
 *
 * @throws StoreConflict if the condition does not hold; StoreError `unwritable` if the lock stays held for `lockWaitMs`.
 */
export async function putInPlace(temporary: string, path: string, options: SaveOptions, lockWaitMs: number): Promise<void> {
  const { ifMatch, ifNoneMatch } = options;
  if (ifMatch !== undefined) return withLock(path, lockWaitMs, () => exchange(temporary, path, ifMatch));
  if (!ifNoneMatch) return rename(temporary, path);
  try {
    // A hard link fails if the name is taken: the file system itself picks one of any number of racing writers.
    await link(temporary, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new StoreConflict(path, 'it exists already');
    if (!NO_LINKS.has(codeOf(error) ?? '')) throw error;
    return withLock(path, lockWaitMs, () => renameIfAbsent(temporary, path));
  }
  await rm(temporary);
}

/** The etag of a file of a folder: SHA-256 of its bytes in hex. Reads from the start; leaves the file open. */
export async function etagOf(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** The bytes of an open file from its start. Each chunk is a buffer of its own. */
export async function* chunksOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  const { size } = await file.stat();
  for (let position = 0; ; ) {
    // What is left and a little, so that a small file does not cost a chunk, nor its end another one.
    const room = Math.min(CHUNK, Math.max(size - position, 0) + SLACK);
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(room), position });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function renameIfAbsent(temporary: string, path: string): Promise<void> {
  const exists = await lstat(path).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
  if (exists) throw new StoreConflict(path, 'it exists already');
  await rename(temporary, path);
}

async function exchange(temporary: string, path: string, ifMatch: string): Promise<void> {
  const file = await openFile(path);
  if (file === undefined) throw new StoreConflict(path, 'it does not exist any more');
  try {
    if ((await etagOf(file)) !== ifMatch) throw new StoreConflict(path, 'someone else has changed it since it was read');
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** Runs `action` while holding `<path>~lock`, across processes. A lock left by a process that died is named, never broken. */
async function withLock(path: string, waitMs: number, action: () => Promise<void>): Promise<void> {
  const lock = `${path}~lock`;
  for (let waited = 0; ; waited += LOCK_PAUSE_MS) {
    try {
      await (await open(lock, 'wx')).close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (waited >= waitMs)
        throw new StoreError(
          'unwritable',
          `cannot save ${path}: another process is changing it; if none is running, remove ${lock}`,
        );
      await wait(LOCK_PAUSE_MS);
    }
  }
  try {
    await action();
  } finally {
    await rm(lock, { force: true });
  }
}
