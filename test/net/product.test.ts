import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntervalSet } from '../../shared/net/interval-set.ts';
import { IpSet } from '../../shared/net/ip-set.ts';
import { type Box, Product } from '../../shared/net/product.ts';

type Line = IntervalSet<number>;
type Plane = Product<Line, Line>;
type Space = Product<Line, Plane>;

/** The oracle: a set of pairs or triples over 0…7 is the list of their names. */
const SPAN = 8;
const points = Array.from({ length: SPAN }, (_, x) => x);
const pairs = points.flatMap((x) => points.map((y) => [x, y] as const));
const triples = pairs.flatMap(([x, y]) => points.map((z) => [x, y, z] as const));

const line = fc
  .array(fc.tuple(fc.nat(SPAN - 1), fc.nat(SPAN - 1)), { maxLength: 2 })
  .map((list): Line => IntervalSet.of(list.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))));
const box2 = fc.record({ left: line, right: line });
const box3 = fc.record({ left: line, middle: line, right: line });
const boxes2 = fc.array(box2, { maxLength: 5 });
const boxes3 = fc.array(box3, { maxLength: 4 });

const named2 = (boxes: readonly { left: Line; right: Line }[]) =>
  new Set(pairs.filter(([x, y]) => boxes.some(({ left, right }) => left.contains(x) && right.contains(y))).map(String));
const named3 = (boxes: readonly { left: Line; middle: Line; right: Line }[]) =>
  new Set(
    triples
      .filter(([x, y, z]) =>
        boxes.some(({ left, middle, right }) => left.contains(x) && middle.contains(y) && right.contains(z)),
      )
      .map(String),
  );
const space = (boxes: readonly { left: Line; middle: Line; right: Line }[]): Space =>
  Product.of(boxes.map(({ left, middle, right }) => ({ left, right: Product.of([{ left: middle, right }]) })));
const flat = (set: Space) =>
  set.boxes.flatMap(({ left, right }) => right.boxes.map((inner) => ({ left, middle: inner.left, right: inner.right })));

/** The one form: lefts disjoint, rights different, nothing empty. */
function expectCanonical(boxes: readonly Box<Line, { equals(other: unknown): boolean; isEmpty(): boolean }>[]): void {
  for (const [index, box] of boxes.entries()) {
    expect(box.left.isEmpty() || box.right.isEmpty()).toBe(false);
    for (const other of boxes.slice(0, index)) {
      expect(box.left.intersect(other.left).isEmpty()).toBe(true);
      expect(box.right.equals(other.right)).toBe(false);
    }
  }
}

describe('products of two sets against a table of booleans', () => {
  it('agree on every operation, and stay in the one form', () => {
    fc.assert(
      fc.property(boxes2, boxes2, (listA, listB) => {
        const [a, b, inA, inB] = [Product.of(listA), Product.of(listB), named2(listA), named2(listB)];
        for (const [set, wanted] of [
          [a, inA],
          [a.union(b), inA.union(inB)],
          [a.intersect(b), inA.intersection(inB)],
          [a.subtract(b), inA.difference(inB)],
        ] as [Plane, Set<string>][]) {
          expectCanonical(set.boxes);
          expect(named2(set.boxes)).toEqual(wanted);
        }
        expect(a.isSubsetOf(b)).toBe(inA.isSubsetOf(inB));
        expect(a.intersect(b).isSubsetOf(b)).toBe(true);
        expect(a.isEmpty()).toBe(inA.size === 0);
        expect(a.equals(b)).toBe(inA.symmetricDifference(inB).size === 0);
      }),
      { numRuns: 500 },
    );
  });

  it('have one form for one set: laws hold as equality', () => {
    fc.assert(
      fc.property(boxes2, boxes2, boxes2, (listA, listB, listC) => {
        const [a, b, c] = [Product.of(listA), Product.of(listB), Product.of(listC)];
        expect(a.union(b).equals(b.union(a))).toBe(true);
        expect(
          a
            .union(b)
            .union(c)
            .equals(a.union(b.union(c))),
        ).toBe(true);
        expect(a.subtract(b).union(a.intersect(b)).equals(a)).toBe(true);
        expect(a.subtract(b.union(c)).equals(a.subtract(b).intersect(a.subtract(c)))).toBe(true);
        expect(Product.of(listA.toReversed()).equals(a)).toBe(true);
      }),
    );
  });
});

describe('products of products', () => {
  it('agree with a cube of booleans on every operation', () => {
    fc.assert(
      fc.property(boxes3, boxes3, (listA, listB) => {
        const [a, b, inA, inB] = [space(listA), space(listB), named3(listA), named3(listB)];
        expect(named3(flat(a.union(b)))).toEqual(inA.union(inB));
        expect(named3(flat(a.intersect(b)))).toEqual(inA.intersection(inB));
        expect(named3(flat(a.subtract(b)))).toEqual(inA.difference(inB));
        expect(a.isSubsetOf(b)).toBe(inA.isSubsetOf(inB));
        expect(a.equals(b)).toBe(inA.symmetricDifference(inB).size === 0);
        expectCanonical(a.union(b).boxes as never);
      }),
      { numRuns: 200 },
    );
  });
});

describe('products', () => {
  const ports = (from: number, to = from) => IntervalSet.of([{ from, to }]);

  it('make one box of many sources with the same ports, and split only where they differ', () => {
    const rules = [
      { left: IpSet.ofCidrs('0.0.0.0/1'), right: ports(22) },
      { left: IpSet.ofCidrs('128.0.0.0/1'), right: ports(22) },
      { left: IpSet.ofCidrs('10.0.0.0/8', '::/0'), right: ports(80, 90) },
    ];
    const product = Product.of(rules);
    const shown = product.boxes.map(({ left, right }) => [left.toCidrs().length, right.ranges().length, right.size()]);
    expect(shown.toSorted()).toEqual([
      [1, 1, 11n],
      [1, 2, 12n],
      [8, 1, 1n],
    ]);
    expect(product.equals(Product.of(rules.toReversed()))).toBe(true);
  });

  it('are themselves with nothing added', () => {
    const [one, none] = [Product.of([{ left: ports(1), right: ports(2) }]), Product.of<Line, Line>([])];
    expect(one.union(none)).toBe(one);
    expect(none.union(one)).toBe(one);
  });

  it('tell apart sets with the same lefts or the same rights', () => {
    const one = Product.of([{ left: ports(1), right: ports(2) }]);
    expect(one.equals(Product.of([{ left: ports(1), right: ports(3) }]))).toBe(false);
    expect(one.equals(Product.of([{ left: ports(3), right: ports(2) }]))).toBe(false);
    expect(one.equals(Product.of<Line, Line>([]))).toBe(false);
    expect(Product.of<Line, Line>([]).equals(one)).toBe(false);
  });

  it('cannot be changed, and do not follow what they were made of', () => {
    const given = { left: ports(1), right: ports(2) };
    const product = Product.of([given, { left: ports(5), right: ports(2) }, { left: ports(7), right: ports(3) }]);
    given.left = ports(9);
    expect(product.boxes.map(({ left }) => left.ranges())).toEqual([
      [
        { from: 1, to: 1 },
        { from: 5, to: 5 },
      ],
      [{ from: 7, to: 7 }],
    ]);
    for (const part of [product, product.boxes, ...product.boxes]) expect(Object.isFrozen(part)).toBe(true);
  });
});
