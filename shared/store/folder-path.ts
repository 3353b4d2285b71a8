import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from './error.ts';
import { codeOf } from './folder-error.ts';

// A FIFO in a hostile folder must not hold up whoever opens it. Windows has neither flag (nor FIFOs in folders).
const READ_PLAIN_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The folder of `names` under `root`, made where it is missing, one name at a time so that no link is walked through.
 *
 * @throws StoreError `refused` for a symbolic link, `unwritable` for a file; or the file system's error.
 */
export async function makeFolder(root: string, names: readonly string[]): Promise<string> {
  // A run saves thousands of objects to folders that are mostly there: then one look at the whole path is enough.
  const there = await findFolder(root, names);
  if (there !== undefined && (await lstat(there)).isDirectory()) return there;
  await makeRoot(root);
  let folder = await realpath(root);
  for (const name of names) {
    folder = join(folder, name);
    try {
      await mkdir(folder);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const found = await lstat(folder);
      if (found.isSymbolicLink()) throw linkRefused(folder);
      if (!found.isDirectory()) throw error;
    }
  }
  return folder;
}

/**
 * Makes a folder and those above it, from the first that exists downwards. Node's own `recursive` never ends where the system says of a
 * new name that it does not exist, as it does below /proc.
 */
async function makeRoot(root: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = root; !(await exists(folder)); folder = dirname(folder)) {
    missing.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  for (const folder of missing)
    await mkdir(folder).catch((error: unknown) => {
      // Another one may have made it since.
      if (codeOf(error) !== 'EEXIST') throw error;
    });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/**
 * The folder of `names` under `root`, or undefined if there is none (or a file stands in the way).
 *
 * @throws StoreError `refused` if a symbolic link is on the way below `root`, wherever it leads. The root itself may be a link.
 */
export async function findFolder(root: string, names: readonly string[]): Promise<string | undefined> {
  try {
    const folder = join(await realpath(root), ...names);
    if ((await realpath(folder)) !== folder) throw linkRefused(folder);
    return folder;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Opens a plain file for reading, or undefined if there is none.
 *
 * @throws StoreError `refused` for a folder, a device, a pipe or a symbolic link; or the file system's error (ELOOP for a link).
 */
export async function openFile(path: string): Promise<FileHandle | undefined> {
  let file: FileHandle;
  try {
    // Where O_NOFOLLOW does not exist the link must be seen before.
    if (constants.O_NOFOLLOW === undefined && (await lstat(path)).isSymbolicLink()) throw linkRefused(path);
    file = await open(path, READ_PLAIN_FILE);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const found = await file.stat();
  if (found.isFile()) return file;
  await file.close();
  if (found.isDirectory()) return undefined;
  throw new StoreError('refused', `cannot read ${path}: it is not a plain file; remove it from the store`);
}

/** Whether an error of node:fs says that a path does not exist. */
export function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

function linkRefused(path: string): StoreError {
  return new StoreError(
    'refused',
    `cannot use ${path}: a symbolic link is on the way; links inside a store are not followed: replace it by what it points to`,
  );
}
