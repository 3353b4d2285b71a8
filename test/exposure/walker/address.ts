/** An IPv4 or IPv6 address as a number. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

const widths = { 4: 32n, 6: 128n } as const;

/** The text of an address → the address. Only what the walker's own worlds hold: dotted quads, and IPv6 without embedded IPv4. */
export function addressOf(text: string): Address {
  if (!text.includes(':')) return { family: 4, value: number(text.split('.').map(Number), 8n) };
  const [front = '', back] = text.split('::');
  const head = words(front);
  const tail = words(back ?? '');
  const zeros = back === undefined ? [] : Array<number>(8 - head.length - tail.length).fill(0);
  return { family: 6, value: number([...head, ...zeros, ...tail], 16n) };
}

const words = (text: string): number[] => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)));
const number = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((whole, part) => (whole << bits) | BigInt(part), 0n);

/** The address as text; IPv6 in full, without `::`. */
export function textOf({ family, value }: Address): string {
  const part = (i: number, bits: number) => (value >> BigInt(i * bits)) & ((1n << BigInt(bits)) - 1n);
  if (family === 4) return [3, 2, 1, 0].map((i) => part(i, 8)).join('.');
  return [7, 6, 5, 4, 3, 2, 1, 0].map((i) => part(i, 16).toString(16)).join(':');
}

/** How many bits of the CIDR are fixed. */
export const prefixLength = (cidr: string): number => Number(cidr.split('/')[1]);

type Ends = readonly [first: Address, last: Address];
/** Worlds say the same few blocks over and over. */
const known = new Map<string, Ends>();

/** The first and last address of a CIDR. */
export function endsOf(cidr: string): Ends {
  const before = known.get(cidr);
  if (before) return before;
  const { family, value } = addressOf(cidr.split('/')[0] ?? '');
  const free = widths[family] - BigInt(prefixLength(cidr));
  const first = (value >> free) << free;
  const ends: Ends = [
    { family, value: first },
    { family, value: first + (1n << free) - 1n },
  ];
  if (known.size < 10_000) known.set(cidr, ends);
  return ends;
}

/** Whether the CIDR holds the address. A CIDR holds no address of the other family. */
export function inside({ family, value }: Address, cidr: string): boolean {
  const [first, last] = endsOf(cidr);
  return first.family === family && first.value <= value && value <= last.value;
}

/** Whether two addresses are the same. */
export const same = (one: Address, other: Address): boolean => one.family === other.family && one.value === other.value;
