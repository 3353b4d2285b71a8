/**
 * What is read of manifests at most. An API server takes requests of 3 MiB; whatever is far beyond what people deploy is refused with a
 * reason, so that no input takes all memory or time.
 */
export const bounds = {
  files: 10_000,
  bytesOfFile: 32 * 1024 * 1024,
  bytes: 128 * 1024 * 1024,
  foldersDeep: 32,
  documentsOfFile: 10_000,
  /** UTF-16 units of one document: what its syntax tree takes is a hundred times that. */
  document: 4 * 1024 * 1024,
  /** How deep values nest, and how many of them there are, aliases written out. */
  depth: 100,
  valuesOfDocument: 500_000,
  values: 20_000_000,
  /** Objects that are judged: with the verdicts on more of them a run could not be read again. */
  judged: 6_000,
  /** Documents and files that cannot be read, told one by one. */
  unread: 1_000,
  /** Lists in lists. */
  lists: 4,
} as const;

/** Something in a manifest that cannot be read: one for each document. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  /** Offset into the text that was being read, in UTF-16 units. */
  readonly offset: number;
  readonly action: string | undefined;
  constructor(message: string, offset: number, action?: string) {
    super(message);
    this.offset = offset;
    this.action = action;
  }
}

/** How many values may still be made, in this document and in all. */
export interface Budget {
  values: number;
}
