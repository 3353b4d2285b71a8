import { StoreError, type StoreErrorKind } from './error.ts';

const WRITING: Readonly<Record<string, readonly [StoreErrorKind, string]>> = {
  EACCES: ['unwritable', 'permission denied; choose another folder, or allow writing there'],
  EPERM: ['unwritable', 'not permitted; choose another folder, or allow writing there'],
  EROFS: ['unwritable', 'the file system is read-only; choose another folder'],
  ENOTDIR: ['unwritable', 'a file stands where a folder is needed; choose another folder'],
  EEXIST: ['unwritable', 'a file stands where a folder is needed; choose another folder'],
  EISDIR: ['unwritable', 'a folder stands where a file is needed; choose another folder'],
  ENOTEMPTY: ['unwritable', 'a folder stands where a file is needed; choose another folder'],
  ENOENT: ['unwritable', 'the folder cannot be made or was removed; choose another folder'],
  ENAMETOOLONG: ['unwritable', 'the path is too long for this file system; choose a shorter folder'],
  ENOSPC: ['full', 'no space left; free some, or choose another folder'],
  EDQUOT: ['full', 'over the disk quota; free some space, or choose another folder'],
  EFBIG: ['full', 'the file is too large for this file system; choose another folder'],
};

const READING: Readonly<Record<string, readonly [StoreErrorKind, string]>> = {
  EACCES: ['denied', 'permission denied; allow reading there'],
  EPERM: ['denied', 'not permitted; allow reading there'],
  ELOOP: ['refused', 'it is a symbolic link; links inside a store are not followed: replace it by the file itself'],
  ENXIO: ['refused', 'it is not a plain file; remove it from the store'],
  EMFILE: ['unreachable', 'too many open files; raise the limit (ulimit -n)'],
};

/** A file system's error as one line for users; a StoreError stays as it is. `where` is a path. */
export function folderError(error: unknown, doing: 'save' | 'read' | 'list', where: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error) ?? 'no error code';
  const known = (doing === 'save' ? WRITING[code] : undefined) ?? READING[code];
  const [kind, why] = known ?? [
    doing === 'save' ? 'unwritable' : 'denied',
    error instanceof Error ? error.message : String(error),
  ];
  return new StoreError(kind, `cannot ${doing} ${where}: ${why} (${code})`, { cause: error });
}

/** `ENOENT` and the like, of an error of node:fs. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
