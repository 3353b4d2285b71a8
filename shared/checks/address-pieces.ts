/** Addresses cut into pieces where sources begin or end: unions of sources are then sums of pieces, and need no set algebra. */
import type { Value } from '../facts/index.ts';
import { IntervalSet } from '../net/interval-set.ts';
import type { Family } from '../net/ip.ts';
import { IpSet } from '../net/ip-set.ts';
import { internet, isWholeInternet } from '../net/reserved.ts';

export type LargeRange = Value<'settings'>['largeRange'];

/** Addresses that belong together: each source holds all of them or none. Of one family, the sizes of the other are 0. */
export interface Piece {
  readonly v4: number;
  readonly v6: bigint;
  readonly public4: number;
  readonly public6: bigint;
  /** 1 where the whole internet of that family is not open without it. */
  readonly hosts4: number;
  readonly hosts6: number;
}

/** What pieces add up to. Mutable: pieces come and go with the rules that are open at a port. */
export class Extent {
  v4 = 0;
  v6 = 0n;
  public4 = 0;
  public6 = 0n;
  hosts4 = 0;
  hosts6 = 0;

  add(piece: Piece): void {
    this.v4 += piece.v4;
    this.v6 += piece.v6;
    this.public4 += piece.public4;
    this.public6 += piece.public6;
    this.hosts4 += piece.hosts4;
    this.hosts6 += piece.hosts6;
  }

  remove(piece: Piece): void {
    this.v4 -= piece.v4;
    this.v6 -= piece.v6;
    this.public4 -= piece.public4;
    this.public6 -= piece.public6;
    this.hosts4 -= piece.hosts4;
    this.hosts6 -= piece.hosts6;
  }

  copy(): Extent {
    return Object.assign(new Extent(), this);
  }

  /** How many addresses; one network of IPv6 counts as one address of IPv4. */
  size(): bigint {
    return BigInt(this.v4) + (this.v6 >> 64n);
  }
}

/** The pieces of some sources, and what an extent of them opens. */
export interface Addresses {
  /** The pieces of one of these sources. */
  piecesOf(source: IpSet): readonly Piece[];
  /** Whether the whole internet of a family is open, or (`large`) that or more of it than the threshold: as `publicRange` says of the set. */
  opens(extent: Extent, range: 'internet' | 'large'): boolean;
}

const everybody = IpSet.ofCidrs('0.0.0.0/0', '::/0');
const none: Piece = { v4: 0, v6: 0n, public4: 0, public6: 0n, hosts4: 0, hosts6: 0 };

export function addressesOf(sources: readonly IpSet[], large: LargeRange): Addresses {
  const union = IpSet.unionOf(sources);
  const [v4, v6] = [needed(union, 'v4'), needed(union, 'v6')];
  const pieces4 = cut([...sources.map((set) => set.v4), internet.v4], (from, end) => ({
    ...none,
    v4: end - from,
    public4: internet.v4.contains(from) ? end - from : 0,
    hosts4: v4(IntervalSet.of([{ from, to: end - 1 }]), everybody.v6),
  }));
  const pieces6 = cut([...sources.map((set) => set.v6), internet.v6], (from, end) => ({
    ...none,
    v6: end - from,
    public6: internet.v6.contains(from) ? end - from : 0n,
    hosts6: v6(everybody.v4, IntervalSet.of([{ from, to: end - 1n }])),
  }));
  const whole = new Extent();
  for (const piece of [...pieces4.of(union.v4), ...pieces6.of(union.v6)]) whole.add(piece);
  const [most4, most6] = [Math.floor(large.ipv4Addresses), BigInt(Math.floor(large.ipv6Networks)) << 64n];
  // Without any piece that it needs, the whole internet is out of reach.
  const isWhole = ({ hosts4, hosts6 }: Extent) =>
    (hosts4 > 0 && hosts4 === whole.hosts4) || (hosts6 > 0 && hosts6 === whole.hosts6);
  return {
    piecesOf: (source) => [...pieces4.of(source.v4), ...pieces6.of(source.v6)],
    opens: (extent, range) => isWhole(extent) || (range === 'large' && (extent.public4 > most4 || extent.public6 > most6)),
  };
}

/** Says of a part of a family whether the whole internet needs it: of none, where not even all sources together are the whole internet. */
function needed(union: IpSet, family: Family): (v4: IpSet['v4'], v6: IpSet['v6']) => number {
  if (!isWholeInternet(union, family)) return () => 0;
  return (v4, v6) => Number(!isWholeInternet(everybody.subtract(new IpSet(v4, v6)), family));
}

/** Cuts where any of the sets begins or ends. */
function cut<T extends number | bigint>(sets: readonly IntervalSet<T>[], make: (from: T, end: T) => Piece) {
  const edges = sets.flatMap((set) => set.ranges().flatMap(({ from, to }) => [from, after(to)]));
  const cuts = [...new Set(edges)].sort((a, b) => Number(a > b) - Number(a < b));
  const pieces = cuts.slice(1).map((end, index) => make(cuts[index] as T, end));
  const indexOf = new Map(cuts.map((edge, index) => [edge, index]));
  return {
    of: (set: IntervalSet<T>): readonly Piece[] =>
      set.ranges().flatMap(({ from, to }) => pieces.slice(indexOf.get(from), indexOf.get(after(to)))),
  };
}

const after = <T extends number | bigint>(to: T): T => (typeof to === 'bigint' ? to + 1n : Number(to) + 1) as T;
