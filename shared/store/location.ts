import { resolve } from 'node:path';
import { StoreError } from './error.ts';
import { isKey } from './key.ts';

/** Where a user asks for a store: `DIR` or `s3://BUCKET[/PREFIX]`. */
export type Location = { kind: 'folder'; folder: string } | { kind: 's3'; bucket: string; prefix: string };

// "General purpose bucket naming rules" of the S3 user guide; ARNs of access points are not taken.
const BUCKET = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Reads what follows `--out` or `--snapshot`; a folder is taken from `workingFolder`. Nothing is opened.
 *
 * @throws StoreError `bad-key` for an empty text, another scheme, a bucket name that cannot exist, or a prefix that is no key.
 */
export function parseLocation(text: string, workingFolder: string): Location {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//.exec(text)?.[1];
  if (scheme === undefined) {
    if (text === '' || text.includes('\0')) throw bad(text, 'name a folder, or s3://BUCKET/PREFIX');
    return { kind: 'folder', folder: resolve(workingFolder, text) };
  }
  if (scheme !== 's3') throw bad(text, 'it is either a folder or s3://BUCKET/PREFIX');
  const [bucket = '', ...segments] = text.slice('s3://'.length).split('/');
  if (!BUCKET.test(bucket)) throw bad(text, 'a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens');
  if (segments.at(-1) === '') segments.pop();
  const prefix = segments.join('/');
  if (prefix.length > 256 || (segments.length > 0 && !isKey(prefix)))
    throw bad(
      text,
      'a prefix is made of names of letters, digits, ".", "_", "=" and "-", joined by "/", at most 256 characters',
    );
  return { kind: 's3', bucket, prefix };
}

function bad(text: string, why: string): StoreError {
  return new StoreError('bad-key', `not a place for reports: ${JSON.stringify(text.slice(0, 120))}: ${why}`);
}
