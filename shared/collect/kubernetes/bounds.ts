/** What all reading of one cluster may take together: each request and each list has bounds of its own besides. */
export interface ClusterBounds {
  /** Aborted when the cluster's time is up, which begins with the first request. */
  readonly signal: () => AbortSignal;
  /** Whether so much more may be kept. */
  readonly keep: (bytes: number) => boolean;
}

/** 50,000 pods take a minute or two of a distant cluster; a function that reads one has 15. */
const MAX_MS = 10 * 60_000;
/** As JSON: a snapshot has 256 MiB at most (shared/stages/snapshot.ts), and the process that reads it not much more memory. */
const MAX_BYTES = 192 * 1024 * 1024;

/** @param outer stops the reading as well */
export function clusterBounds(outer?: AbortSignal, { milliseconds = MAX_MS, bytes = MAX_BYTES } = {}): ClusterBounds {
  let signal: AbortSignal | undefined;
  let kept = 0;
  return {
    signal: () => {
      signal ??= AbortSignal.any([AbortSignal.timeout(milliseconds), ...(outer === undefined ? [] : [outer])]);
      return signal;
    },
    keep: (more) => {
      kept += more;
      return kept <= bytes;
    },
  };
}
