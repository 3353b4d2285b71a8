import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntervalSet, type Range } from '../../shared/net/interval-set.ts';

/** The oracle: a set over 0…255 is an array of 256 booleans. */
const UNIVERSE = 256;
type Bits = boolean[];

const ranges = fc.array(
  fc.tuple(fc.nat(UNIVERSE - 1), fc.nat(UNIVERSE - 1)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  { maxLength: 12 },
);

function bitsOf(list: readonly Range<number>[]): Bits {
  const bits: Bits = Array(UNIVERSE).fill(false);
  for (const { from, to } of list) bits.fill(true, from, to + 1);
  return bits;
}

/** Reads a set back through its public face, and checks on the way that it is canonical. */
function bitsFrom(set: IntervalSet<number> | IntervalSet<bigint>): Bits {
  const list = set.ranges().map(({ from, to }) => ({ from: Number(from), to: Number(to) }));
  for (const [index, { from, to }] of list.entries()) {
    expect(from).toBeLessThanOrEqual(to);
    if (index > 0) expect(from).toBeGreaterThan((list[index - 1] as Range<number>).to + 1);
  }
  return bitsOf(list);
}

const zip = (a: Bits, b: Bits, keep: (x: boolean, y: boolean) => boolean): Bits => a.map((x, i) => keep(x, b[i] as boolean));

/** The same properties hold for both integer types. */
const kinds = [
  { name: 'number', of: (list: readonly Range<number>[]) => IntervalSet.of(list), cast: (x: number) => x },
  {
    name: 'bigint',
    of: (list: readonly Range<number>[]) =>
      IntervalSet.of(list.map(({ from, to }) => ({ from: BigInt(from), to: BigInt(to) }))),
    cast: (x: number) => BigInt(x),
  },
] as { name: string; of: (list: readonly Range<number>[]) => IntervalSet<number>; cast: (x: number) => number }[];

describe.each(kinds)('interval sets of $name against 256 booleans', ({ of, cast }) => {
  it('builds the union of ranges in any order', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        expect(bitsFrom(of(list))).toEqual(bitsOf(list));
      }),
    );
  });

  it('agrees on union, intersect, subtract, subset, equality', () => {
    fc.assert(
      fc.property(ranges, ranges, (listA, listB) => {
        const [a, b, bitsA, bitsB] = [of(listA), of(listB), bitsOf(listA), bitsOf(listB)];
        expect(bitsFrom(a.union(b))).toEqual(zip(bitsA, bitsB, (x, y) => x || y));
        expect(bitsFrom(a.intersect(b))).toEqual(zip(bitsA, bitsB, (x, y) => x && y));
        expect(bitsFrom(a.subtract(b))).toEqual(zip(bitsA, bitsB, (x, y) => x && !y));
        expect(a.isSubsetOf(b)).toBe(bitsA.every((x, i) => !x || bitsB[i]));
        expect(a.meets(b)).toBe(bitsA.some((x, i) => x && bitsB[i]));
        expect(a.intersect(b).isSubsetOf(a)).toBe(true);
        expect(a.equals(b)).toBe(bitsA.every((x, i) => x === bitsB[i]));
        expect(a.hash() === b.hash()).toBe(a.equals(b));
        expect(of(listA.toReversed()).hash()).toBe(a.hash());
      }),
    );
  });

  it('is itself where an operation changes nothing: nothing is made anew', () => {
    const [inner, outer, apart] = [of([{ from: 3, to: 5 }]), of([{ from: 2, to: 9 }]), of([{ from: 20, to: 30 }])];
    const both = inner.union(apart);
    for (const [result, same] of [
      [inner.intersect(outer), inner],
      [outer.intersect(inner), inner],
      [inner.intersect(of([{ from: 3, to: 5 }])), inner],
      [inner.intersect(both), inner],
      [both.union(inner), both],
      [inner.union(outer), outer],
      [outer.union(inner), outer],
      [inner.subtract(apart), inner],
      [both.subtract(of([{ from: 6, to: 19 }])), both],
      [IntervalSet.unionOf([inner]), inner],
    ])
      expect(result).toBe(same);
  });

  it('agrees on the union of many', () => {
    fc.assert(
      fc.property(fc.array(ranges, { maxLength: 7 }), (lists) => {
        expect(bitsFrom(IntervalSet.unionOf(lists.map(of)))).toEqual(bitsOf(lists.flat()));
      }),
    );
  });

  it('agrees on members, size and emptiness', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const [set, bits] = [of(list), bitsOf(list)];
        expect(bits.map((_, x) => set.contains(cast(x)))).toEqual(bits);
        expect(set.size()).toBe(BigInt(bits.filter(Boolean).length));
        expect(set.isEmpty()).toBe(!bits.includes(true));
      }),
    );
  });

  it('agrees after any sequence of operations', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('union', 'intersect', 'subtract'), ranges), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (list) => {
        let [set, bits] = [of([]), bitsOf([])];
        for (const [operation, operand] of list) {
          set = set[operation](of(operand));
          const keep = {
            union: (x: boolean, y: boolean) => x || y,
            intersect: (x: boolean, y: boolean) => x && y,
            subtract: (x: boolean, y: boolean) => x && !y,
          };
          bits = zip(bits, bitsOf(operand), keep[operation]);
        }
        expect(bitsFrom(set)).toEqual(bits);
      }),
    );
  });

  it('unites many sets as one by one', () => {
    fc.assert(
      fc.property(fc.array(ranges, { maxLength: 6 }), (lists) => {
        expect(IntervalSet.unionOf(lists.map(of))).toEqual(lists.map(of).reduce((a, b) => a.union(b), of([])));
      }),
    );
  });

  it('has one form for one set, whatever made it: laws hold as deep equality', () => {
    const all = of([{ from: 0, to: UNIVERSE - 1 }]);
    fc.assert(
      fc.property(ranges, ranges, ranges, (listA, listB, listC) => {
        const [a, b, c] = [of(listA), of(listB), of(listC)];
        expect(a.union(b)).toEqual(b.union(a));
        expect(a.intersect(b)).toEqual(b.intersect(a));
        expect(a.union(b).union(c)).toEqual(a.union(b.union(c)));
        expect(a.intersect(b).intersect(c)).toEqual(a.intersect(b.intersect(c)));
        expect(a.intersect(b.union(c))).toEqual(a.intersect(b).union(a.intersect(c)));
        expect(a.union(a)).toEqual(a);
        expect(a.intersect(a)).toEqual(a);
        expect(all.subtract(a.union(b))).toEqual(all.subtract(a).intersect(all.subtract(b)));
        expect(all.subtract(a.intersect(b))).toEqual(all.subtract(a).union(all.subtract(b)));
        expect(a.subtract(b).union(a.intersect(b))).toEqual(a);
        expect(a.subtract(b).intersect(b)).toEqual(of([]));
      }),
    );
  });
});

describe('hashes', () => {
  it('tell networks apart that differ in any bits of 128', () => {
    const sets = Array.from({ length: 120 }, (_, shift) => 1n << BigInt(shift)).map((from) =>
      IntervalSet.of([{ from, to: from + (from >> 1n) }]),
    );
    expect(new Set(sets.map((set) => set.hash())).size).toBeGreaterThan(110);
  });
});

describe('interval sets', () => {
  it('joins ranges that touch, and keeps apart those with one integer between', () => {
    expect(
      IntervalSet.of([
        { from: 5, to: 9 },
        { from: 0, to: 4 },
      ]).ranges(),
    ).toEqual([{ from: 0, to: 9 }]);
    expect(
      IntervalSet.of([
        { from: 6, to: 9 },
        { from: 0, to: 4 },
      ]).ranges(),
    ).toEqual([
      { from: 0, to: 4 },
      { from: 6, to: 9 },
    ]);
    expect(
      IntervalSet.of([
        { from: 0, to: 9 },
        { from: 2, to: 3 },
        { from: 9, to: 10 },
      ]).ranges(),
    ).toEqual([{ from: 0, to: 10 }]);
  });

  it('is a member-by-member difference even where the sets are far apart or nested', () => {
    const outer = IntervalSet.of([{ from: 0n, to: (1n << 128n) - 1n }]);
    const inner = IntervalSet.of([{ from: 1n << 64n, to: (1n << 64n) + 1n }]);
    expect(outer.subtract(inner).size()).toBe((1n << 128n) - 2n);
    expect(inner.subtract(outer).isEmpty()).toBe(true);
    expect(inner.contains((1n << 64n) + 1n)).toBe(true);
    expect(inner.contains((1n << 64n) + 2n)).toBe(false);
  });

  it('tells sets of the same number of ranges apart, and a set from the beginning of it', () => {
    const set = IntervalSet.of<number>([
      { from: 1, to: 2 },
      { from: 4, to: 5 },
    ]);
    expect(
      set.equals(
        IntervalSet.of<number>([
          { from: 1, to: 2 },
          { from: 4, to: 6 },
        ]),
      ),
    ).toBe(false);
    expect(IntervalSet.of<number>([{ from: 1, to: 2 }]).equals(set)).toBe(false);
    expect(set.equals(IntervalSet.of<number>([{ from: 1, to: 2 }]))).toBe(false);
  });

  it.each([
    [2, 1],
    [0.5, 1],
    [0, 1.5],
    [Number.NaN, 1],
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
    [0, 2 ** 53],
    [2n, 1n],
  ])('refuses the range %s to %s', (from, to) => {
    expect(() => IntervalSet.of([{ from, to }])).toThrow(new RangeError(`not a range of integers: ${from} to ${to}`));
  });

  it('cannot be changed: not itself, not by its operations, not through what it gives out or was given', () => {
    const given = [
      { from: 3, to: 4 },
      { from: 0, to: 1 },
    ];
    const set = IntervalSet.of(given);
    const before = structuredClone(set.ranges());
    given.reverse();
    (given[0] as { from: number }).from = 99;
    for (const range of set.ranges() as { from: number; to: number }[]) range.to = 99;
    set.union(IntervalSet.of<number>([{ from: 0, to: 9 }]));
    set.subtract(IntervalSet.of<number>([{ from: 0, to: 9 }]));
    expect(set.ranges()).toEqual(before);
    expect(Object.isFrozen(set)).toBe(true);
    for (const value of Object.values(set)) expect(Object.isFrozen(value)).toBe(true);
  });
});
