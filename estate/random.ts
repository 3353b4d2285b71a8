/** Chance that is the same for the same numbers, whoever asked before. */
export interface Chance {
  /** One of these. */
  one<T>(of: readonly T[]): T;
  /** True this often, from 0 to 1. */
  often(share: number): boolean;
}

/** mulberry32 over a seed that is mixed from all the numbers. */
export function chance(...numbers: readonly number[]): Chance {
  let state = numbers.reduce((mixed, number) => Math.imul(mixed ^ number, 0x9e3779b1) + 0x6d2b79f5, 0x2545f491);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    one: <T>(of: readonly T[]): T => {
      const found = of[Math.floor(next() * of.length)];
      if (found === undefined) throw new RangeError('there is nothing to choose from');
      return found;
    },
    often: (share) => next() < share,
  };
}
