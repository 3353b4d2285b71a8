import type { Clock } from '../../shared/clients/clock.ts';

/** A clock that stands still until it is told to go on; sleepers wake in the order of their times. */
export interface ManualClock extends Clock {
  /** Moves on to the next sleeper's time and wakes it, until nobody sleeps or the time is reached. */
  runUntil(time: number): Promise<void>;
}

export function manualClock(): ManualClock {
  let time = 0;
  const sleepers: { readonly at: number; wake(): void }[] = [];
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { at: time + milliseconds, wake: resolve };
      sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        sleepers.splice(sleepers.indexOf(sleeper), 1);
        reject(signal.reason);
      });
    });
  /** All that can go on without time has gone on. */
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  const runUntil = async (end: number) => {
    for (;;) {
      await settled();
      const [next] = sleepers.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      time = Math.max(time, next.at);
      sleepers.splice(sleepers.indexOf(next), 1);
      next.wake();
    }
    time = Math.max(time, end);
  };
  return { now: () => time, sleep, runUntil };
}
