import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closure, inOrder, prerequisites } from '../../shared/engine/order.ts';
import type { Origin } from '../../shared/facts/fact.ts';
import { facts } from '../../shared/facts/index.ts';

const definitions: Readonly<Record<string, Origin>> = {
  clock: { given: true },
  clusters: { reads: { aws: ['eks:ListClusters'] } },
  keys: { reads: {}, after: ['clusters'] },
  cluster: { from: ['clusters'] },
  state: { from: ['cluster', 'keys', 'clock'] },
};

describe('prerequisites', () => {
  it.each([
    ['clock', []],
    ['clusters', []],
    ['keys', ['clusters']],
    ['state', ['cluster', 'keys', 'clock']],
  ])('of %s', (name, before) => {
    expect(prerequisites(definitions[name] as Origin)).toEqual(before);
  });
});

describe('inOrder', () => {
  it('puts what is needed first, and otherwise goes by name', () => {
    expect(inOrder(Object.keys(definitions), definitions)).toEqual(['clock', 'clusters', 'cluster', 'keys', 'state']);
  });

  it('keeps to the names it is given', () => {
    expect(inOrder(['state', 'clusters'], definitions)).toEqual(['clusters', 'state']);
    expect(inOrder([], definitions)).toEqual([]);
  });

  it('names a circle', () => {
    const circle = { a: { from: ['b'] }, b: { from: ['c'] }, c: { from: ['a'] } };
    expect(() => inOrder(['a', 'b', 'c'], circle)).toThrow('facts depend on each other in a circle: a → b → c → a');
  });

  it('names a fact that does not exist, and who asks for it', () => {
    expect(() => inOrder(['a', 'b'], { a: { from: ['b'] } })).toThrow('a names the fact b, which does not exist');
    expect(() => inOrder(['b'], {})).toThrow('the list names the fact b, which does not exist');
  });

  it('is the same whatever the order of the names', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(facts)), (names) => {
        const order = inOrder(names, facts);
        expect(order).toEqual(inOrder([...names].sort(), facts));
        expect([...order].sort()).toEqual([...names].sort());
        for (const [index, name] of order.entries())
          for (const before of prerequisites(facts[name as keyof typeof facts]))
            if (names.includes(before)) expect(order.indexOf(before)).toBeLessThan(index);
      }),
    );
  });
});

describe('closure', () => {
  it('reaches everything that is needed, through any number of steps', () => {
    expect([...closure(['state'], definitions)].sort()).toEqual(['clock', 'cluster', 'clusters', 'keys', 'state']);
    expect([...closure(['clock', 'clock'], definitions)]).toEqual(['clock']);
    expect(closure([], definitions).size).toBe(0);
  });

  it('ends in a circle, and names a fact that does not exist', () => {
    expect([...closure(['a'], { a: { from: ['b'] }, b: { from: ['a'] } })]).toEqual(['a', 'b']);
    expect(() => closure(['a'], {})).toThrow('no fact is called a');
  });
});

it('no fact depends on itself, and every fact that one names exists', () => {
  expect(inOrder(Object.keys(facts), facts)).toHaveLength(Object.keys(facts).length);
});
