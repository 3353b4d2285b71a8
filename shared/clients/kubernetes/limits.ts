/** The bounds of one GET. Sizes in bytes, times in milliseconds. */
export interface GetLimits {
  readonly maxBytes: number;
  /** Levels of nesting in the JSON. */
  readonly maxDepth: number;
  /** Values in the JSON: a byte of text can become fifty of memory. */
  readonly maxValues: number;
  /** From the request to the answer's headers, connection and handshake included. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
  /** All of it: getting the token, every attempt, and the waits between them. */
  readonly totalMs: number;
  /** How often a throttled request is sent in all. */
  readonly attempts: number;
  /** The longest Retry-After that is waited for; with a longer one the request ends at once. */
  readonly maxRetryAfterMs: number;
}

export const GET_LIMITS: GetLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxDepth: 64,
  maxValues: 2_000_000,
  headersMs: 15_000,
  idleMs: 15_000,
  totalMs: 60_000,
  attempts: 3,
  maxRetryAfterMs: 10_000,
};

/** The bounds of a list. */
export interface ListLimits {
  /** Items asked for at a time. */
  readonly pageSize: number;
  /** Where a page is larger than an answer may be, so many are asked for: of the largest objects (1.5 MiB, etcd) these fit. */
  readonly smallestPage: number;
  readonly maxPages: number;
  readonly maxItems: number;
  /** How often a list is begun anew because its token had expired (410). */
  readonly maxRestarts: number;
  readonly totalMs: number;
}

export const LIST_LIMITS: ListLimits = {
  pageSize: 500,
  smallestPage: 20,
  maxPages: 1_000,
  maxItems: 200_000,
  maxRestarts: 2,
  totalMs: 300_000,
};
