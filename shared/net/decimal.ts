const ZERO = 48;

/**
 * The number that the part of a text from `start` up to `end` writes in decimal: digits only, no leading zero (which some read as
 * octal), at most `max`. Undefined for anything else, an empty part included. A scan, because every octet of every rule comes by here.
 */
export function decimal(text: string, start: number, end: number, max: number): number | undefined {
  if (start >= end || (text.charCodeAt(start) === ZERO && end > start + 1)) return undefined;
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
    if (value > max) return undefined;
  }
  return value;
}
