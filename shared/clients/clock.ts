import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the clients see it, so that tests need not wait. Milliseconds. */
export interface Clock {
  now(): number;
  /** Rejects at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal === undefined ? {} : { signal }),
};
