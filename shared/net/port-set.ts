import { decimal } from './decimal.ts';
import { IntervalSet } from './interval-set.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** A set of TCP or UDP ports, 0 to 65535. Port 0 is a port like any other: it can be listened on and reached. */
export type PortSet = IntervalSet<number>;

const LAST = 65_535;
/** More than any list that a person writes; every other port alone would be longer. */
const LONGEST = 1_000;

export const allPorts: PortSet = IntervalSet.of([{ from: 0, to: LAST }]);
export const noPorts: PortSet = IntervalSet.of<number>([]);

/** The ports from `from` to `to`, both included, as a rule gives them. */
export function portRange(from: number, to: number): Parsed<PortSet> {
  if (Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= LAST) {
    return parsed(IntervalSet.of([{ from, to }]));
  }
  return refused(`${from}-${to}`, `is not a range of ports: two whole numbers from 0 to ${LAST}, the lower first`);
}

/** Ports and ranges of them with commas between: `22, 2379-2380`. One space may follow a comma; no leading zeros, no empty parts. */
export function parsePorts(text: string): Parsed<PortSet> {
  if (text.length > LONGEST) return refused(text, `is not a list of ports: it is longer than ${LONGEST} characters`);
  const sets: PortSet[] = [];
  for (const part of text.split(/, ?/)) {
    const dash = part.includes('-') ? part.indexOf('-') : part.length;
    const from = decimal(part, 0, dash, LAST);
    const to = dash === part.length ? from : decimal(part, dash + 1, part.length, LAST);
    if (from === undefined || to === undefined || from > to) {
      return refused(text, `is not a list of ports: write numbers from 0 to ${LAST}, such as 22, 2379-2380`);
    }
    sets.push(IntervalSet.of([{ from, to }]));
  }
  return parsed(IntervalSet.unionOf(sets));
}

/** The shortest text that `parsePorts` reads as the set, ascending; `none` for the empty set, which has no such text. */
export function formatPorts(ports: PortSet): string {
  const parts = ports.ranges().map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return parts.join(', ') || 'none';
}
