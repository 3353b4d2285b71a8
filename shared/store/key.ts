import { StoreError } from './error.ts';

const SEGMENT = /^[A-Za-z0-9._=-]{1,200}$/;
const LONGEST_KEY = 512;

/** Whether `text` is a key: segments of `[A-Za-z0-9._=-]` joined by `/`, none of them `.` or `..`, at most 512 characters. */
export function isKey(text: string): boolean {
  return text.length <= LONGEST_KEY && text.split('/').every((s) => SEGMENT.test(s) && s !== '.' && s !== '..');
}

/** @throws StoreError `bad-key` unless `key` is a key (see isKey). */
export function assertKey(key: string): void {
  if (!isKey(key)) throw new StoreError('bad-key', `not a key of a store: ${shown(key)}; nothing was read or written`);
}

/** @throws StoreError `bad-key` unless `prefix` is empty or begins keys: a key, a key and `/`. */
export function assertPrefix(prefix: string): void {
  if (prefix !== '' && !isKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix))
    throw new StoreError('bad-key', `not a prefix of keys: ${shown(prefix)}; nothing was read`);
}

/** @throws StoreError `bad-key` unless `folder` is empty or a key and `/`. */
export function assertFolder(folder: string): void {
  assertPrefix(folder);
  if (folder !== '' && !folder.endsWith('/'))
    throw new StoreError('bad-key', `not a folder (it must end in "/"): ${shown(folder)}`);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
