/** Addresses cut into pieces where sources begin or end: unions of sources are then sums of pieces, and need no set algebra. */
import { IntervalSet } from '../net/interval-set.ts';
import type { Family } from '../net/ip.ts';
import { everyAddress, IpSet, noAddress } from '../net/ip-set.ts';
import { internet, isWholeInternet } from '../net/reserved.ts';
import type { LargeRange } from './public-range.ts';

/** Addresses of one family that belong together: each source holds all of them or none. */
export type Piece = (
  | { readonly family: 'v4'; readonly size: number; readonly publicSize: number }
  | { readonly family: 'v6'; readonly size: bigint; readonly publicSize: bigint }
) & {
  /** From 0, over both families. */
  readonly index: number;
  /** 1 where the whole internet of the family is not open without it. */
  readonly needed: number;
};

/** What pieces add up to. Mutable: pieces come and go with the rules that are open at a port. */
export class Extent {
  v4 = 0;
  v6 = 0n;
  public4 = 0;
  public6 = 0n;
  needed4 = 0;
  needed6 = 0;

  add(piece: Piece): void {
    if (piece.family === 'v4') {
      this.v4 += piece.size;
      this.public4 += piece.publicSize;
      this.needed4 += piece.needed;
    } else {
      this.v6 += piece.size;
      this.public6 += piece.publicSize;
      this.needed6 += piece.needed;
    }
  }

  remove(piece: Piece): void {
    if (piece.family === 'v4') {
      this.v4 -= piece.size;
      this.public4 -= piece.publicSize;
      this.needed4 -= piece.needed;
    } else {
      this.v6 -= piece.size;
      this.public6 -= piece.publicSize;
      this.needed6 -= piece.needed;
    }
  }

  /** How many addresses; one network of IPv6 counts as one address of IPv4. */
  addresses(): bigint {
    return BigInt(this.v4) + (this.v6 >> 64n);
  }
}

/** The pieces of some sources, and what an extent of them opens. */
export interface Addresses {
  /** How many pieces there are. */
  readonly count: number;
  /** The pieces of one of these sources. */
  piecesOf(source: IpSet): readonly Piece[];
  /** Whether the whole internet of a family is open, or (`large`) that or more of it than the threshold: as `publicRange` says of the set. */
  opens(extent: Extent, range: 'internet' | 'large'): boolean;
}

export function addressesOf(sources: readonly IpSet[], large: LargeRange): Addresses {
  const union = IpSet.unionOf(sources);
  const [whole4, whole6] = [isWholeInternet(union, 'v4'), isWholeInternet(union, 'v6')];
  const pieces4 = cut([...sources.map(({ v4 }) => v4), internet.v4], (from, end, index): Piece => {
    const size = end - from;
    const needed = whole4 && isNeeded(new IpSet(IntervalSet.of([{ from, to: end - 1 }]), noAddress.v6), 'v4');
    return { index, family: 'v4', size, publicSize: internet.v4.contains(from) ? size : 0, needed: Number(needed) };
  });
  const pieces6 = cut([...sources.map(({ v6 }) => v6), internet.v6], (from, end, index): Piece => {
    const size = end - from;
    const needed = whole6 && isNeeded(new IpSet(noAddress.v4, IntervalSet.of([{ from, to: end - 1n }])), 'v6');
    return {
      index: pieces4.count + index,
      family: 'v6',
      size,
      publicSize: internet.v6.contains(from) ? size : 0n,
      needed: Number(needed),
    };
  });
  const all = new Extent();
  for (const piece of [...pieces4.of(union.v4), ...pieces6.of(union.v6)]) all.add(piece);
  const [most4, most6] = [Math.floor(large.ipv4Addresses), BigInt(Math.floor(large.ipv6Networks)) << 64n];
  const isWhole = ({ needed4, needed6 }: Extent) => (whole4 && needed4 === all.needed4) || (whole6 && needed6 === all.needed6);
  return {
    count: pieces4.count + pieces6.count,
    piecesOf: ({ v4, v6 }) => [...pieces4.of(v4), ...pieces6.of(v6)],
    opens: (extent, range) => isWhole(extent) || (range === 'large' && (extent.public4 > most4 || extent.public6 > most6)),
  };
}

const isNeeded = (part: IpSet, family: Family): boolean => !isWholeInternet(everyAddress.subtract(part), family);

/** Cuts where any of the sets begins or ends, and gives the pieces of one of them. */
function cut<T extends number | bigint>(sets: readonly IntervalSet<T>[], make: (from: T, end: T, index: number) => Piece) {
  const edges = sets.flatMap((set) => set.ranges().flatMap(({ from, to }) => [from, after(to)]));
  const cuts = [...new Set(edges)].sort((a, b) => Number(a > b) - Number(a < b));
  const pieces = cuts.slice(1).map((end, index) => make(cuts[index] as T, end, index));
  const indexOf = new Map(cuts.map((edge, index) => [edge, index]));
  const of = (set: IntervalSet<T>): readonly Piece[] =>
    set.ranges().flatMap(({ from, to }) => pieces.slice(indexOf.get(from), indexOf.get(after(to))));
  return { count: pieces.length, of };
}

const after = <T extends number | bigint>(to: T): T => (typeof to === 'bigint' ? to + 1n : Number(to) + 1) as T;
