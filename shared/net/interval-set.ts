/** The integers from `from` to `to`, both included. */
export interface Range<T extends number | bigint> {
  readonly from: T;
  readonly to: T;
}

/** The largest prime of 32 bits: remainders of addresses that differ in any bits differ. */
const PRIME = 4_294_967_291n;

/**
 * A finite set of integers, immutable, in canonical form: two sets with the same members are deeply equal. `number` serves where the
 * members fit (ports, IPv4), `bigint` where they need 128 bits (IPv6). Every operation is one linear merge.
 */
export class IntervalSet<T extends number | bigint> {
  /**
   * Strictly ascending; members are the x with b[0] <= x < b[1] or b[2] <= x < b[3] and so on. Ranges that overlap or touch cannot be
   * written down this way, and a merge needs no arithmetic, so the same code serves both number types.
   */
  private readonly boundaries: readonly T[];

  private constructor(boundaries: T[]) {
    this.boundaries = Object.freeze(boundaries);
    Object.freeze(this);
  }

  /**
   * The union of ranges in any order, overlapping or not; O(n log n).
   *
   * @throws RangeError for a range that is reversed or not of safe integers: a caller's mistake, for narrowing silently would hide it.
   */
  static of<T extends number | bigint>(ranges: Iterable<Range<T>>): IntervalSet<T> {
    const sorted = [...ranges].sort((a, b) => Number(a.from > b.from) - Number(a.from < b.from));
    const boundaries: T[] = [];
    for (const range of sorted) {
      const end = endOf(range);
      const last = boundaries.at(-1);
      if (last === undefined || range.from > last) boundaries.push(range.from, end);
      else if (end > last) boundaries[boundaries.length - 1] = end;
    }
    return new IntervalSet(boundaries);
  }

  /** The union of many sets at once; O(n log n) in the number of ranges, where a chain of `union` would be quadratic. */
  static unionOf<T extends number | bigint>(sets: Iterable<IntervalSet<T>>): IntervalSet<T> {
    let rest = [...sets];
    // By twos: with every round half as many sets are left.
    while (rest.length > 1) {
      const [half, other] = [Math.ceil(rest.length / 2), rest];
      rest = rest.slice(0, half).map((set, i) => set.union(other[half + i] ?? set));
    }
    return rest[0] ?? new IntervalSet<T>([]);
  }

  /** Members of either. */
  union(other: IntervalSet<T>): IntervalSet<T> {
    if (this.isEmpty() || other.spans(this)) return other;
    if (other.isEmpty() || this.spans(other)) return this;
    return this.merge(other, (inThis, inOther) => inThis || inOther);
  }

  /** Members of both. */
  intersect(other: IntervalSet<T>): IntervalSet<T> {
    if (this.isEmpty() || other.spans(this)) return this;
    if (other.isEmpty() || this.spans(other)) return other;
    const [these, others] = [this.boundaries, other.boundaries];
    const boundaries: T[] = [];
    // The operation that everything else is made of: range by range, where each pair leaves what both have, and the shorter one is done.
    for (let i = 0, j = 0; i < these.length && j < others.length; ) {
      const [mine, theirs] = [these[i] as T, others[j] as T];
      const [myEnd, theirEnd] = [these[i + 1] as T, others[j + 1] as T];
      const from = mine > theirs ? mine : theirs;
      const end = myEnd < theirEnd ? myEnd : theirEnd;
      if (from < end) boundaries.push(from, end);
      if (myEnd <= theirEnd) i += 2;
      if (theirEnd <= myEnd) j += 2;
    }
    return new IntervalSet(boundaries);
  }

  /** Members that are not in `other`. */
  subtract(other: IntervalSet<T>): IntervalSet<T> {
    return this.meets(other) ? this.merge(other, (inThis, inOther) => inThis && !inOther) : this;
  }

  /** Whether every member is in `other`. */
  isSubsetOf(other: IntervalSet<T>): boolean {
    const [these, others] = [this.boundaries, other.boundaries];
    for (let i = 0, j = 0; i < these.length; i += 2) {
      // Only the first range that ends no earlier can hold this one. Past its end a list gives undefined: no comparison with that holds.
      while ((others[j + 1] as T) < (these[i + 1] as T)) j += 2;
      if (j === others.length || (others[j] as T) > (these[i] as T)) return false;
    }
    return true;
  }

  /** Whether some member is in both, without making the set of them. */
  meets(other: IntervalSet<T>): boolean {
    const [these, others] = [this.boundaries, other.boundaries];
    let [i, j] = [0, 0];
    while (i < these.length && j < others.length) {
      // Two ranges share a member unless one ends where, or before, the other begins: then that one is passed by.
      if ((these[i + 1] as T) <= (others[j] as T)) i += 2;
      else if ((others[j + 1] as T) <= (these[i] as T)) j += 2;
      else return true;
    }
    return false;
  }

  isEmpty(): boolean {
    return this.boundaries.length === 0;
  }

  equals(other: IntervalSet<T>): boolean {
    const [these, others] = [this.boundaries, other.boundaries];
    if (these === others) return true;
    if (these.length !== others.length) return false;
    for (let i = 0; i < these.length; i++) if (these[i] !== others[i]) return false;
    return true;
  }

  /** A number that equal sets have in common, and others seldom: to look a set up among many. */
  hash(): number {
    let mixed = 0;
    for (const boundary of this.boundaries) {
      const low = typeof boundary === 'bigint' ? Number(boundary % PRIME) : Number(boundary);
      mixed = (Math.imul(mixed, 31) + low) | 0;
    }
    return mixed;
  }

  /** Whether `member` is in the set; O(log n). */
  contains(member: T): boolean {
    let low = 0;
    let high = this.boundaries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const boundary = this.boundaries[middle] as T;
      if (boundary > member) high = middle;
      else low = middle + 1;
    }
    // `low` boundaries are at or below the member: after an odd number of them one is inside.
    return low % 2 === 1;
  }

  /** The number of members. */
  size(): bigint {
    return this.ranges().reduce((sum, { from, to }) => sum + BigInt(to) - BigInt(from) + 1n, 0n);
  }

  /** The fewest ranges that make the set, ascending: they neither overlap nor touch. */
  ranges(): Range<T>[] {
    const ranges: Range<T>[] = [];
    for (let index = 0; index < this.boundaries.length; index += 2) {
      ranges.push({ from: this.boundaries[index] as T, to: previous(this.boundaries[index + 1] as T) });
    }
    return ranges;
  }

  /** Whether its first range holds all of a set that is not empty: the answer of most operations is then one of the two. */
  private spans({ boundaries }: IntervalSet<T>): boolean {
    const [from, end] = this.boundaries as [T, T];
    return from <= (boundaries[0] as T) && (boundaries.at(-1) as T) <= end;
  }

  /** Walks the boundaries of both sets in order and keeps those at which membership of the result changes. */
  private merge(other: IntervalSet<T>, keep: (inThis: boolean, inOther: boolean) => boolean): IntervalSet<T> {
    const [these, others] = [this.boundaries, other.boundaries];
    const boundaries: T[] = [];
    let [i, j] = [0, 0];
    while (i < these.length || j < others.length) {
      // Past its end a list gives undefined, and no comparison with that holds.
      const [mine, theirs] = [these[i] as T, others[j] as T];
      const at = mine <= theirs || theirs === undefined ? mine : theirs;
      if (mine === at) i += 1;
      if (theirs === at) j += 1;
      const inside = keep(i % 2 === 1, j % 2 === 1);
      if (inside !== (boundaries.length % 2 === 1)) boundaries.push(at);
    }
    return new IntervalSet(boundaries);
  }
}

/** The integer after the range. */
function endOf<T extends number | bigint>({ from, to }: Range<T>): T {
  if (!(isInteger(from) && isInteger(to) && from <= to)) throw new RangeError(`not a range of integers: ${from} to ${to}`);
  const end: number | bigint = typeof to === 'bigint' ? to + 1n : Number(to) + 1;
  return end as T;
}

function isInteger(bound: number | bigint): boolean {
  return typeof bound === 'bigint' || Number.isSafeInteger(bound);
}

function previous<T extends number | bigint>(end: T): T {
  return (typeof end === 'bigint' ? end - 1n : end - 1) as T;
}
