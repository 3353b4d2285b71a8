import { plainLine } from '../text/plain-line.ts';

/** Why a store could not do what it was asked for; what the caller may decide by. */
export type StoreErrorKind =
  | 'bad-key' // a key or location that is none of ours
  | 'conflict' // If-None-Match or If-Match did not hold
  | 'missing' // no such bucket or folder
  | 'denied' // reading or writing is not permitted
  | 'credentials' // none, expired or unknown
  | 'wrong-region' // the bucket is in another Region
  | 'unwritable' // a folder that cannot be written to
  | 'full' // no space, or over a quota
  | 'unreachable' // no answer, or one that says to come back later
  | 'refused' // a symbolic link or another object that is not a plain file
  | 'too-large' // over the caller's bound
  | 'corrupt'; // cut short, or not what its name or manifest says

/** One line: what could not be done, where, why, and what to do. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
  readonly kind: StoreErrorKind;

  constructor(kind: StoreErrorKind, message: string, options?: { cause?: unknown }) {
    super(plainLine(message, 1_000), options);
    this.kind = kind;
  }
}

/** The object exists already (If-None-Match), or is not the one that was read (If-Match). Nothing was written. */
export class StoreConflict extends StoreError {
  override readonly name = 'StoreConflict';

  constructor(where: string, message: string, options?: { cause?: unknown }) {
    super('conflict', `cannot save ${where}: ${message}`, options);
  }
}
