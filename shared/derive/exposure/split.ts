import { isUnknown, type Missing, type Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';

type Row = Stored<'exposures'>['rows'][number];
type Reached<R extends Row> = Omit<R, 'role' | 'certain'>;

interface Halves<R extends Row> {
  readonly reached: Reached<R>[];
  readonly perhaps: (Reached<R> & { certain: Unknown })[];
}

/** Rows that are certain, apart from those that something unread may close: a check that reads the doubt of one ends there. */
export function split<R extends Row>(rows: readonly R[]): Halves<R> {
  const found: Halves<R> = { reached: [], perhaps: [] };
  for (const { role: _, certain, ...row } of rows)
    if (isUnknown(certain)) found.perhaps.push({ ...row, certain });
    else found.reached.push(row);
  return found;
}

/** What is missing, once for each reason: a list of checks would else say the same of a thousand interfaces. */
export function onePerReason(all: readonly Missing[]): Missing[] {
  const own = all.map(({ id, why, action }) => ({ id, why, ...(action === undefined ? {} : { action }) }));
  const sorted = own.sort((a, b) => compare(a.id, b.id));
  const first = new Map(sorted.reverse().map((one) => [JSON.stringify([one.why, one.action]), one]));
  return [...first.values()].reverse();
}

/** By code unit, so that the order is the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
