import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';

type Row = Stored<'exposures'>['rows'][number];
type Reached = Omit<Row, 'role' | 'certain'>;

/** Rows that are certain, apart from those that something unread may close: a check that reads the doubt of one ends there. */
export function split(rows: readonly Row[]): { reached: Reached[]; perhaps: (Reached & { certain: Unknown })[] } {
  const found: ReturnType<typeof split> = { reached: [], perhaps: [] };
  for (const { role: _, certain, ...row } of rows)
    if (isUnknown(certain)) found.perhaps.push({ ...row, certain });
    else found.reached.push(row);
  return found;
}
