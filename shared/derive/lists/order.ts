import type { Missing } from '../../facts/fact.ts';

/** What is missing, once for each reason: a list of checks would else say the same of a thousand interfaces. */
export function onePerReason(all: readonly Missing[]): Missing[] {
  const own = all.map(({ id, why, action }) => ({ id, why, ...(action === undefined ? {} : { action }) }));
  const sorted = own.sort((a, b) => compare(a.id, b.id));
  const first = new Map(sorted.reverse().map((one) => [JSON.stringify([one.why, one.action]), one]));
  return [...first.values()].reverse();
}

/** By code unit, so that the order is the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
