import { isUnknown, type Unknown } from '../../facts/fact.ts';
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
