/** Words that judgements are made of. */
import { formatPorts, type PortSet } from '../net/port-set.ts';

/** `1 address`, `65,536 addresses`: grouped by hand, so that no locale changes a report. */
export const count = (number: number | bigint, one: string, many: string): string =>
  `${String(number).replace(/\B(?=(\d{3})+$)/g, ',')} ${BigInt(number) === 1n ? one : many}`;

/** The first few of a list: `a, b, c and 4 more`. */
export function listed(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most).join(', ');
  return items.length <= most ? shown : `${shown} and ${items.length - most} more`;
}

/** A value that somebody else chose, short enough for a sentence. */
export const quoted = (value: string): string => (value.length <= 100 ? value : `${value.slice(0, 100)}…`);

/** Ports as in a sentence: a wide range with the known services cut out of it has a hundred pieces. */
export const portWords = (ports: PortSet): string => {
  const pieces = formatPorts(ports).split(', ');
  return pieces.length <= 4 ? pieces.join(', ') : `${pieces.slice(0, 4).join(', ')} and ${pieces.length - 4} more ranges`;
};
