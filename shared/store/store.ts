/** Bytes to save: all at once, or a stream that is read once. */
export type Body = Uint8Array | AsyncIterable<Uint8Array>;

export interface SaveOptions {
  /** Save only if there is no such object (S3 `If-None-Match: *`): of any number of racing writers one wins. */
  ifNoneMatch?: true | undefined;
  /** Save only if the object is still the one with this etag (S3 `If-Match`). */
  ifMatch?: string | undefined;
  /** Media type; by default from the key's ending. A folder does not keep it. */
  contentType?: string | undefined;
}

/** `size` in bytes; `sha256` of the whole body in lower-case hex. */
export interface Saved {
  etag: string;
  size: number;
  sha256: string;
}

/** An object: `size` in bytes. `body` is read once, to its end or until its reader breaks off (that frees what it holds). */
export interface Loaded {
  body: AsyncIterable<Uint8Array>;
  size: number;
  etag: string;
}

/**
 * Where runs are kept: S3 or a folder, with the same behaviour (test/store/contract.ts). Keys are slash-separated names of
 * our own (key.ts). An object is seen whole or not at all. Failures are StoreError (error.ts), one line that can be shown;
 * the failure of a body that is being saved is thrown as it is.
 */
export interface Store {
  /** For messages: `s3://bucket/prefix`, or the folder. */
  readonly location: string;
  /** For messages: where an object is. */
  where(key: string): string;
  /** @throws StoreConflict if a condition does not hold; then and on any failure the object is as it was. */
  save(key: string, body: Body, options?: SaveOptions): Promise<Saved>;
  /** The object, or undefined if there is none. @throws StoreError `too-large` when it has more than `maxBytes`. */
  load(key: string, options: { maxBytes: number }): Promise<Loaded | undefined>;
  /** Objects whose key begins with `prefix`, in the order of their keys' bytes. Names that are no key of ours are left out. */
  list(prefix: string): AsyncIterable<{ key: string; size: number }>;
  /** The names of the folders directly in `folder` (empty, or ending in `/`), in order, without reading what is in them. */
  listFolders(folder: string): AsyncIterable<string>;
}
