import { decimal } from './decimal.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** The two kinds of address. Nothing in this folder turns one into the other: `::ffff:10.0.0.1` is an IPv6 address. */
export type Family = 'v4' | 'v6';

/** An address as an unsigned integer, of 32 bits in a number or of 128 bits in a bigint. */
export type Address = { readonly family: 'v4'; readonly value: number } | { readonly family: 'v6'; readonly value: bigint };

/** Eight groups of four digits, or six of them and a dotted quad: no address is longer. */
const LONGEST = 45;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/**
 * An address, strictly. IPv4: four decimal octets without leading zeros, nothing shorter (readers differ on `010.0.0.1` and `10.1`).
 * IPv6: RFC 4291 section 2.2, all three forms, the dotted quad at the end included; no zone, no brackets. No white space anywhere.
 */
export function parseAddress(text: string): Parsed<Address> {
  if (text.length > LONGEST) return refused(text, 'is not an IP address: it is too long');
  if (text.includes(':')) {
    const value = parseIpv6(text);
    return value === undefined ? refused(text, 'is not an IPv6 address') : parsed({ family: 'v6', value });
  }
  const value = parseIpv4(text);
  if (value !== undefined) return parsed({ family: 'v4', value });
  return refused(text, 'is not an IPv4 address: write four decimal numbers up to 255, without leading zeros');
}

/** The usual text of an address: a dotted quad, or RFC 5952 section 4 (lower case, the longest run of zero groups as `::`). */
export function formatAddress(address: Address): string {
  return address.family === 'v4' ? formatIpv4(address.value) : formatIpv6(address.value);
}

function parseIpv4(text: string): number | undefined {
  let value = 0;
  let start = 0;
  for (const last of [false, false, false, true]) {
    const end = last ? text.length : text.indexOf('.', start);
    const octet = decimal(text, start, end, 255);
    if (octet === undefined) return undefined;
    value = value * 256 + octet;
    start = end + 1;
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const groups = withoutDottedQuad(text);
  const gap = groups.indexOf('::');
  if (gap < 0) {
    const digits = hexDigits(groups);
    return digits?.length === 32 ? BigInt(`0x${digits}`) : undefined;
  }
  const before = hexDigits(groups.slice(0, gap));
  const after = hexDigits(groups.slice(gap + 2));
  // `::` stands for one group of zeros or more.
  if (before === undefined || after === undefined || before.length + after.length > 28) return undefined;
  return BigInt(`0x${before.padEnd(32 - after.length, '0')}${after}`);
}

/** With the dotted quad at the end, if there is one, as two groups; a dot anywhere else stays, and is in no group. */
function withoutDottedQuad(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const quad = parseIpv4(text.slice(start));
  if (quad === undefined) return text;
  return `${text.slice(0, start)}${Math.floor(quad / 0x10000).toString(16)}:${(quad % 0x10000).toString(16)}`;
}

/** Groups of one to four digits with colons between, as four digits each; none is a text too. */
function hexDigits(groups: string): string | undefined {
  if (groups === '') return '';
  let digits = '';
  for (const group of groups.split(':')) {
    if (!GROUP.test(group)) return undefined;
    digits += group.padStart(4, '0');
  }
  return digits;
}

function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 0xff}.${(value >>> 8) & 0xff}.${value & 0xff}`;
}

function formatIpv6(value: bigint): string {
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16));
  const zeros = longestZeros(groups);
  // RFC 5952 section 4.2.2: a single group of zeros is written out.
  if (zeros.length < 2) return groups.join(':');
  return `${groups.slice(0, zeros.start).join(':')}::${groups.slice(zeros.start + zeros.length).join(':')}`;
}

/** The first of the longest runs of `0` (RFC 5952 section 4.2.3). */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0;
    if (length > longest.length) longest = { start: index + 1 - length, length };
  }
  return longest;
}
