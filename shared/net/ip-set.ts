import { type Cidr, cidrsOfRange, formatCidr, parseCidr } from './cidr.ts';
import { IntervalSet, type Range } from './interval-set.ts';
import type { Address } from './ip.ts';
import { type Parsed, parsed } from './parsed.ts';

/** A set of IP addresses, immutable. The families are two sets side by side: no operation moves an address from one to the other. */
export class IpSet {
  readonly v4: IntervalSet<number>;
  readonly v6: IntervalSet<bigint>;

  constructor(v4: IntervalSet<number>, v6: IntervalSet<bigint>) {
    this.v4 = v4;
    this.v6 = v6;
    Object.freeze(this);
  }

  /** The union of blocks, in any order, overlapping or not. */
  static of(cidrs: Iterable<Cidr>): IpSet {
    const v4: Range<number>[] = [];
    const v6: Range<bigint>[] = [];
    for (const cidr of cidrs) {
      if (cidr.family === 'v4') v4.push(cidr);
      else v6.push(cidr);
    }
    return new IpSet(IntervalSet.of(v4), IntervalSet.of(v6));
  }

  /** The union of blocks in text (`parseCidr`), or what is wrong with the first that is not one: none is left out silently. */
  static fromCidrs(texts: Iterable<string>): Parsed<IpSet> {
    const cidrs: Cidr[] = [];
    for (const text of texts) {
      const cidr = parseCidr(text);
      if (!cidr.ok) return cidr;
      cidrs.push(cidr.value);
    }
    return parsed(IpSet.of(cidrs));
  }

  /** The union of blocks that stand in the source. @throws RangeError for one that is not a CIDR. */
  static ofCidrs(...texts: string[]): IpSet {
    const set = IpSet.fromCidrs(texts);
    if (!set.ok) throw new RangeError(set.problem);
    return set.value;
  }

  /** The set that is one address. */
  static ofAddress(address: Address): IpSet {
    return address.family === 'v4'
      ? new IpSet(IntervalSet.of([{ from: address.value, to: address.value }]), IntervalSet.of<bigint>([]))
      : new IpSet(IntervalSet.of<number>([]), IntervalSet.of([{ from: address.value, to: address.value }]));
  }

  /** The union of many sets at once; O(n log n) in the number of ranges. */
  static unionOf(sets: Iterable<IpSet>): IpSet {
    const all = [...sets];
    return new IpSet(IntervalSet.unionOf(all.map(({ v4 }) => v4)), IntervalSet.unionOf(all.map(({ v6 }) => v6)));
  }

  /** Addresses in either. */
  union(other: IpSet): IpSet {
    return this.with(this.v4.union(other.v4), this.v6.union(other.v6));
  }

  /** Addresses in both. */
  intersect(other: IpSet): IpSet {
    return this.with(this.v4.intersect(other.v4), this.v6.intersect(other.v6));
  }

  /** Addresses that are not in `other`. */
  subtract(other: IpSet): IpSet {
    return this.with(this.v4.subtract(other.v4), this.v6.subtract(other.v6));
  }

  /** Whether every address is in `other`. */
  isSubsetOf(other: IpSet): boolean {
    return this.v4.isSubsetOf(other.v4) && this.v6.isSubsetOf(other.v6);
  }

  /** Whether some address is in both, without making the set of them. */
  meets(other: IpSet): boolean {
    return this.v4.meets(other.v4) || this.v6.meets(other.v6);
  }

  isEmpty(): boolean {
    return this.v4.isEmpty() && this.v6.isEmpty();
  }

  equals(other: IpSet): boolean {
    return this.v4.equals(other.v4) && this.v6.equals(other.v6);
  }

  contains(address: Address): boolean {
    return address.family === 'v4' ? this.v4.contains(address.value) : this.v6.contains(address.value);
  }

  /** What an operation left of both families: itself, where that is all. */
  private with(v4: IntervalSet<number>, v6: IntervalSet<bigint>): IpSet {
    return v4 === this.v4 && v6 === this.v6 ? this : new IpSet(v4, v6);
  }

  /** The shortest list of CIDRs that is the set, ascending, IPv4 first. */
  toCidrs(): string[] {
    const v4 = this.v4.ranges().flatMap((range) => cidrsOfRange('v4', range));
    const v6 = this.v6.ranges().flatMap((range) => cidrsOfRange('v6', range));
    return [...v4, ...v6].map(formatCidr);
  }
}

/** All addresses of both families, and none. */
export const everyAddress: IpSet = IpSet.ofCidrs('0.0.0.0/0', '::/0');
export const noAddress: IpSet = IpSet.of([]);
