import type { ReportTarget } from './report.ts';
import { place, time } from './words.ts';

/** A cluster whose API was read from inside its network, in words. */
export interface ReadInside {
  readonly target: number;
  readonly name: string;
  readonly within: string;
  /** "2026-11-20 22:10 UTC, 3 h 50 min before it was judged". */
  readonly when: string;
}

/** The clusters that could not be reached, and are judged by what was read inside their networks: in the report's order. */
export const readInside = (targets: readonly ReportTarget[]): readonly ReadInside[] =>
  targets.flatMap((target, index): ReadInside[] =>
    target.inside === undefined
      ? []
      : [
          {
            target: index,
            ...place(target),
            when: `${time(target.inside.collectedAt)}, ${age(target.inside.ageSeconds)} before it was judged`,
          },
        ],
  );

/** How old facts were: whole hours and minutes, since nobody decides by the second. */
function age(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
