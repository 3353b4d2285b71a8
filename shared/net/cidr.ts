import { decimal } from './decimal.ts';
import type { Range } from './interval-set.ts';
import { type Address, type Family, formatAddress, parseAddress } from './ip.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** A block of addresses: those whose first `prefix` bits are the same. */
export type Cidr =
  | (Range<number> & { readonly family: 'v4'; readonly prefix: number })
  | (Range<bigint> & { readonly family: 'v6'; readonly prefix: number });

const BITS = { v4: 32, v6: 128 } as const;

/**
 * A block such as `10.0.0.0/8` or `2001:db8::/32`. The address is strict as in `parseAddress`, the prefix length is required and has no
 * leading zero. Bits after the prefix must be zero: AWS answers with canonical blocks (EC2 API, CreateVpc: 100.68.0.18/18 becomes
 * 100.68.0.0/18), so in `10.0.0.1/8` nobody can tell whether address or length is wrong. The problem says which block it would be.
 */
export function parseCidr(text: string): Parsed<Cidr> {
  const slash = text.indexOf('/');
  if (slash < 0) return refused(text, 'is not a CIDR: it has no prefix length, such as /24');
  const address = parseAddress(text.slice(0, slash));
  if (!address.ok) return refused(text, `is not a CIDR: ${address.problem}`);
  const { family, value } = address.value;
  const prefix = decimal(text, slash + 1, text.length, BITS[family]);
  if (prefix === undefined) {
    return refused(text, `is not a CIDR: its prefix length is not a number from 0 to ${BITS[family]}`);
  }
  const cidr = blockAround(address.value, prefix);
  if (cidr.from !== value) return refused(text, `is not a CIDR: it has bits set after the prefix, unlike ${formatCidr(cidr)}`);
  return parsed(cidr);
}

/** The usual text of a block. */
export function formatCidr({ family, from, prefix }: Cidr): string {
  // A block's first address is of its own family: the types lose that where the two are taken apart.
  return `${formatAddress({ family, value: from } as Address)}/${prefix}`;
}

/** The fewest blocks that together are the range, ascending. The range must lie within the addresses of the family. */
export function cidrsOfRange(family: Family, range: Range<number | bigint>): Cidr[] {
  return family === 'v4' ? cidrsOfV4(Number(range.from), Number(range.to)) : cidrsOfV6(BigInt(range.from), BigInt(range.to));
}

function cidrsOfV4(first: number, to: number): Cidr[] {
  const cidrs: Cidr[] = [];
  for (let from = first; from <= to; ) {
    // The largest block that can start here is the lowest bit set; of those, the first that does not reach past the end.
    let size = from === 0 ? 2 ** BITS.v4 : (from & -from) >>> 0;
    while (from + size - 1 > to) size /= 2;
    cidrs.push({ family: 'v4', prefix: BITS.v4 - Math.log2(size), from, to: from + size - 1 });
    from += size;
  }
  return cidrs;
}

/** The same with 128 bits. */
function cidrsOfV6(first: bigint, to: bigint): Cidr[] {
  const cidrs: Cidr[] = [];
  for (let from = first; from <= to; ) {
    let size = from === 0n ? 1n << BigInt(BITS.v6) : from & -from;
    while (from + size - 1n > to) size >>= 1n;
    cidrs.push({ family: 'v6', prefix: BITS.v6 + 1 - size.toString(2).length, from, to: from + size - 1n });
    from += size;
  }
  return cidrs;
}

/** The block of a prefix length around an address. */
function blockAround(address: Address, prefix: number): Cidr {
  if (address.family === 'v4') {
    const size = 2 ** (BITS.v4 - prefix);
    const from = address.value - (address.value % size);
    return { family: 'v4', prefix, from, to: from + size - 1 };
  }
  const hostBits = (1n << BigInt(BITS.v6 - prefix)) - 1n;
  const to = address.value | hostBits;
  return { family: 'v6', prefix, from: to - hostBits, to };
}
