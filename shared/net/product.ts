/** What every set of this folder can do, so that products can be made of any of them, products included. */
export interface SetAlgebra<S> {
  union(other: S): S;
  intersect(other: S): S;
  subtract(other: S): S;
  isSubsetOf(other: S): boolean;
  isEmpty(): boolean;
  equals(other: S): boolean;
}

/** All pairs of a member of `left` and a member of `right`. */
export interface Box<A, B> {
  readonly left: A;
  readonly right: B;
}

/**
 * A set of pairs, immutable, as disjoint boxes: no two lefts overlap, no two rights are equal, nothing is empty. That form is the
 * function from a left member to all its right members, written by value, so each set has one (boxes in any order). Three dimensions
 * are a product whose right is a product: source × (destination × flow). Costs grow with the product of the numbers of boxes, which
 * stay few because equal rights merge: a hundred CIDRs with the same ports are one box.
 */
export class Product<A extends SetAlgebra<A>, B extends SetAlgebra<B>> implements SetAlgebra<Product<A, B>> {
  readonly boxes: readonly Box<A, B>[];

  private constructor(boxes: Box<A, B>[]) {
    this.boxes = Object.freeze(mergedByRight(boxes));
    Object.freeze(this);
  }

  /** The union of boxes, which may overlap. */
  static of<A extends SetAlgebra<A>, B extends SetAlgebra<B>>(boxes: Iterable<Box<A, B>>): Product<A, B> {
    const nothing = new Product<A, B>([]);
    let level = Array.from(boxes, (box) => new Product([box]));
    // Neighbours, again and again: most unions are of few boxes, where one after the other would be of all that came before.
    while (level.length > 1)
      level = level.flatMap((one, index) => (index % 2 === 1 ? [] : one.union(level[index + 1] ?? nothing)));
    return level[0] ?? nothing;
  }

  /** Pairs in either. */
  union(other: Product<A, B>): Product<A, B> {
    if (this.isEmpty()) return other;
    if (other.isEmpty()) return this;
    const both = this.overlaps(other, (mine, theirs) => mine.union(theirs));
    return new Product([...both, ...this.beside(other), ...other.beside(this)]);
  }

  /** Pairs in both. */
  intersect(other: Product<A, B>): Product<A, B> {
    return new Product(this.overlaps(other, (mine, theirs) => mine.intersect(theirs)));
  }

  /** Pairs that are not in `other`. */
  subtract(other: Product<A, B>): Product<A, B> {
    const both = this.overlaps(other, (mine, theirs) => mine.subtract(theirs));
    return new Product([...both, ...this.beside(other)]);
  }

  /** Whether every pair is in `other`. */
  isSubsetOf(other: Product<A, B>): boolean {
    return this.subtract(other).isEmpty();
  }

  isEmpty(): boolean {
    return this.boxes.length === 0;
  }

  equals(other: Product<A, B>): boolean {
    const has = (box: Box<A, B>) => other.boxes.some(({ left, right }) => left.equals(box.left) && right.equals(box.right));
    return this.boxes.length === other.boxes.length && this.boxes.every(has);
  }

  /** Where the lefts of both overlap, with what `combine` makes of the rights. */
  private overlaps(other: Product<A, B>, combine: (mine: B, theirs: B) => B): Box<A, B>[] {
    const boxes: Box<A, B>[] = [];
    for (const mine of this.boxes)
      for (const theirs of other.boxes) {
        const left = mine.left.intersect(theirs.left);
        if (!left.isEmpty()) boxes.push({ left, right: combine(mine.right, theirs.right) });
      }
    return boxes;
  }

  /** The boxes, without the lefts that occur in `other`. */
  private beside(other: Product<A, B>): Box<A, B>[] {
    return this.boxes.map(({ left, right }) => ({
      left: other.boxes.reduce((rest, box) => rest.subtract(box.left), left),
      right,
    }));
  }
}

/** Boxes with disjoint lefts, brought into the one form. */
function mergedByRight<A extends SetAlgebra<A>, B extends SetAlgebra<B>>(boxes: readonly Box<A, B>[]): Box<A, B>[] {
  const merged: Box<A, B>[] = [];
  for (const { left, right } of boxes) {
    if (left.isEmpty() || right.isEmpty()) continue;
    const index = merged.findIndex((box) => box.right.equals(right));
    const same = merged[index];
    if (same === undefined) merged.push(Object.freeze({ left, right }));
    else merged[index] = Object.freeze({ left: same.left.union(left), right });
  }
  return merged;
}
