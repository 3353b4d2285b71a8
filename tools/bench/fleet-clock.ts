import type { Clock } from '../../shared/clients/clock.ts';

/** A clock that goes on by itself from one sleeper to the next, in no time: a day of a fleet is modelled in a second. */
export interface VirtualClock extends Clock {
  /** Runs work to its end. @throws Error where it waits for what never comes; what the work throws */
  run<T>(work: () => Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: number;
  /** Of those that wake at the same time, who slept first wakes first. */
  readonly order: number;
  readonly wake: () => void;
}

/** Time begins at 0. Sleepers wake in the order of their times: the same work gives the same times, whatever the machine does. */
export function virtualClock(): VirtualClock {
  let time = 0;
  let order = 0;
  const sleepers = heap();
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      // Whoever is aborted leaves a sleeper behind that wakes nobody.
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      sleepers.add({ at: time + Math.max(0, milliseconds), order: order++, wake: resolve });
    });
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    let ended = false;
    const result = work().finally(() => {
      ended = true;
    });
    // It is awaited below: until then its failure is nobody's.
    result.catch(() => undefined);
    for (;;) {
      // All that can go on without time goes on: setImmediate comes after every microtask.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (ended) return await result;
      const next = sleepers.take();
      if (next === undefined) throw new Error('the work waits for something that never comes');
      time = next.at;
      next.wake();
    }
  };
  return { now: () => time, sleep, run };
}

/** A binary heap by time, then order. */
function heap() {
  const all: Sleeper[] = [];
  const before = (a: Sleeper, b: Sleeper): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const at = (index: number): Sleeper => all[index] as Sleeper;
  const swap = (a: number, b: number): void => {
    [all[a], all[b]] = [at(b), at(a)];
  };
  const add = (sleeper: Sleeper): void => {
    let index = all.push(sleeper) - 1;
    for (let above = (index - 1) >> 1; index > 0 && before(at(index), at(above)); above = (index - 1) >> 1) {
      swap(index, above);
      index = above;
    }
  };
  const take = (): Sleeper | undefined => {
    const first = all[0];
    const last = all.pop();
    if (first === undefined || last === undefined || all.length === 0) return first;
    all[0] = last;
    for (let index = 0; ; ) {
      const below = [2 * index + 1, 2 * index + 2].filter((child) => child < all.length);
      const next = below.reduce((best, child) => (before(at(child), at(best)) ? child : best), index);
      if (next === index) return first;
      swap(index, next);
      index = next;
    }
  };
  return { add, take };
}
