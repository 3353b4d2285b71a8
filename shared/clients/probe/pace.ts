import { type Clock, systemClock } from '../clock.ts';

/** How fast a run probes, and how much at most. */
export interface PaceLimits {
  readonly perSecond: number;
  readonly atOnce: number;
  /** Connections of a whole run: what comes after is not dialled. */
  readonly most: number;
}

/** A confirmation, and no scan: people type faster. Said in --help and docs/decisions/015-probing.md. */
export const PROBE_PACE: PaceLimits = { perSecond: 10, atOnce: 8, most: 500 };

/** The run has made as many connections as it may. */
export class PaceSpent extends Error {
  override readonly name = 'PaceSpent';
}

/** Lets pieces of work begin, each of which makes one connection. */
export interface Pace {
  /** Runs it when its turn comes, first come, first served. @throws PaceSpent before it begins; the signal's reason; what it throws */
  run<T>(work: () => Promise<T>): Promise<T>;
  readonly most: number;
  /** Connections that were begun. */
  readonly begun: () => number;
}

export function createPace(limits: PaceLimits = PROBE_PACE, clock: Clock = systemClock, signal?: AbortSignal): Pace {
  const gap = 1_000 / limits.perSecond;
  const waiting: (() => void)[] = [];
  let free = limits.atOnce;
  let begun = 0;
  let next = Number.NEGATIVE_INFINITY;
  const turn = async (): Promise<void> => {
    signal?.throwIfAborted();
    if (begun >= limits.most) throw new PaceSpent(`a run makes at most ${limits.most} connections`);
    begun += 1;
    const now = clock.now();
    const at = Math.max(now, next);
    next = at + gap;
    if (at > now) await clock.sleep(at - now, signal);
  };
  return {
    most: limits.most,
    begun: () => begun,
    run: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => waiting.push(go));
      try {
        await turn();
        return await work();
      } finally {
        const first = waiting.shift();
        if (first === undefined) free += 1;
        else first();
      }
    },
  };
}
