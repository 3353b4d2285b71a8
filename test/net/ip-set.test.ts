import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cidrsOfRange, formatCidr } from '../../shared/net/cidr.ts';
import { IntervalSet } from '../../shared/net/interval-set.ts';
import { type Address, formatAddress } from '../../shared/net/ip.ts';
import { everyAddress, IpSet, noAddress } from '../../shared/net/ip-set.ts';

/** Two windows of 64 addresses, one in each family, so that random sets collide often. */
const V4_BASE = 0xc000_0200;
const V6_BASE = 0x2001_0db8_0000_0000_ffff_ffff_ffff_ffc0n;
const SPAN = 64;
const addresses: Address[] = Array.from({ length: SPAN }, (_, index) => index).flatMap((index): Address[] => [
  { family: 'v4', value: V4_BASE + index },
  { family: 'v6', value: V6_BASE + BigInt(index) },
]);

const texts = fc.array(
  fc.tuple(fc.boolean(), fc.nat(SPAN - 1), fc.nat(6)).map(([isV4, index, hostBits]) => {
    const first = index - (index % 2 ** hostBits);
    const range = { from: first, to: first + 2 ** hostBits - 1 };
    const [cidr] = isV4
      ? cidrsOfRange('v4', { from: V4_BASE + range.from, to: V4_BASE + range.to })
      : cidrsOfRange('v6', { from: V6_BASE + BigInt(range.from), to: V6_BASE + BigInt(range.to) });
    return formatCidr(cidr as NonNullable<typeof cidr>);
  }),
  { maxLength: 8 },
);

/** The platform's own block list decides membership: an oracle that we did not write. */
function members(list: readonly string[]): boolean[] {
  const blocks = new BlockList();
  for (const text of list) {
    const [address = '', prefix] = text.split('/');
    blocks.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return addresses.map((address) => blocks.check(formatAddress(address), address.family === 'v4' ? 'ipv4' : 'ipv6'));
}
const read = (set: IpSet) => addresses.map((address) => set.contains(address));

describe('IP sets', () => {
  it('of one address hold it and no other', () => {
    for (const address of addresses) {
      const set = IpSet.ofAddress(address);
      expect(addresses.filter((other) => set.contains(other))).toEqual([address]);
      expect(set.v4.size() + set.v6.size()).toBe(1n);
    }
  });

  it('hold all of both families, or nothing', () => {
    expect([everyAddress.v4.size(), everyAddress.v6.size()]).toEqual([1n << 32n, 1n << 128n]);
    expect(noAddress.isEmpty()).toBe(true);
  });

  it('are themselves where an operation changes nothing', () => {
    const [small, large] = [IpSet.ofCidrs('10.0.0.0/8', '2001:db8::/32'), IpSet.ofCidrs('0.0.0.0/0', '::/0')];
    for (const same of [small.intersect(large), small.union(small), small.subtract(IpSet.of([]))]) expect(same).toBe(small);
    expect(small.intersect(IpSet.ofCidrs('0.0.0.0/0')).toCidrs()).toEqual(['10.0.0.0/8']);
    expect(small.intersect(IpSet.ofCidrs('::/0')).toCidrs()).toEqual(['2001:db8::/32']);
  });

  it('hold what the blocks hold, in both families, and agree on every operation', () => {
    fc.assert(
      fc.property(texts, texts, (listA, listB) => {
        const [a, b, inA, inB] = [IpSet.ofCidrs(...listA), IpSet.ofCidrs(...listB), members(listA), members(listB)];
        expect(read(a)).toEqual(inA);
        expect(read(a.union(b))).toEqual(inA.map((x, i) => x || inB[i]));
        expect(read(a.intersect(b))).toEqual(inA.map((x, i) => x && inB[i]));
        expect(read(a.subtract(b))).toEqual(inA.map((x, i) => x && !inB[i]));
        expect(a.isSubsetOf(b)).toBe(inA.every((x, i) => !x || inB[i]));
        expect(a.meets(b)).toBe(inA.some((x, i) => x && inB[i]));
        expect(a.isEmpty()).toBe(!inA.includes(true));
        expect(a.equals(b)).toBe(inA.every((x, i) => x === inB[i]));
        expect(IpSet.unionOf([a, b])).toEqual(a.union(b));
        expect(a.v4.size() + a.v6.size()).toBe(BigInt(inA.filter(Boolean).length));
      }),
      { numRuns: 300 },
    );
  });

  it('print the same set as the same list, which reads back as the set', () => {
    fc.assert(
      fc.property(texts, (list) => {
        const set = IpSet.ofCidrs(...list);
        expect(IpSet.ofCidrs(...set.toCidrs())).toEqual(set);
        expect(IpSet.ofCidrs(...list.toReversed(), ...list).toCidrs()).toEqual(set.toCidrs());
        expect(set.toCidrs().length).toBeLessThanOrEqual(new Set(list).size);
      }),
    );
  });

  it('print IPv4 first and each family in ascending order', () => {
    const set = IpSet.ofCidrs('2001:db8::/32', '::1/128', '128.0.0.0/1', '10.0.0.2/32', '10.0.0.0/31', '10.0.0.3/32');
    expect(set.toCidrs()).toEqual(['10.0.0.0/30', '128.0.0.0/1', '::1/128', '2001:db8::/32']);
    expect(IpSet.ofCidrs('0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1').toCidrs()).toEqual(['0.0.0.0/0', '::/0']);
    expect(IpSet.ofCidrs('0.0.0.0/0').subtract(IpSet.ofCidrs('64.0.0.0/2')).toCidrs()).toEqual(['0.0.0.0/2', '128.0.0.0/1']);
    expect(IpSet.ofCidrs().toCidrs()).toEqual([]);
  });

  it('never mix the families', () => {
    const [v4, v6] = [IpSet.ofCidrs('0.0.0.0/0'), IpSet.ofCidrs('::/0')];
    expect(v4.intersect(v6).isEmpty()).toBe(true);
    expect(v6.subtract(v4)).toEqual(v6);
    expect(v4.isSubsetOf(v6)).toBe(false);
    expect(v6.isSubsetOf(v4)).toBe(false);
    expect(v4.equals(v4.union(v6))).toBe(false);
    expect(v6.equals(v4.union(v6))).toBe(false);
    expect(v4.isEmpty() || v6.isEmpty()).toBe(false);
    expect(v6.contains({ family: 'v4', value: 0 })).toBe(false);
    expect(v4.contains({ family: 'v6', value: 0n })).toBe(false);
    expect(IpSet.ofCidrs('::ffff:10.0.0.0/104').v4.isEmpty()).toBe(true);
  });

  it('name the first text that is not a CIDR, and leave none out', () => {
    const problem = '"10.0.0.0/33" is not a CIDR: its prefix length is not a number from 0 to 32';
    expect(IpSet.fromCidrs(['10.0.0.0/8', '10.0.0.0/33', 'x'])).toEqual({ ok: false, problem });
    expect(() => IpSet.ofCidrs('10.0.0.0/8', '10.0.0.0/33')).toThrow(new RangeError(problem));
    expect(IpSet.fromCidrs(new Set(['10.0.0.0/8']))).toEqual({ ok: true, value: IpSet.ofCidrs('10.0.0.0/8') });
  });

  it('cannot be changed', () => {
    const set = IpSet.ofCidrs('10.0.0.0/8');
    expect(Object.isFrozen(set)).toBe(true);
    expect(() => Object.assign(set, { v4: IntervalSet.of([]) })).toThrow(TypeError);
    expect(set.toCidrs()).toEqual(['10.0.0.0/8']);
  });
});

describe('a union of 10,000 CIDRs', () => {
  /** A multiplicative generator (Lehmer): the same blocks on every run. */
  function generator(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state * 48_271) % 0x7fff_ffff;
      return state % below;
    };
  }

  it('is right for IPv4: the same blocks painted on a map of a million addresses', () => {
    const next = generator(1);
    const [base, painted, read] = [0x0a00_0000, new Uint8Array(2 ** 20), new Uint8Array(2 ** 20)];
    const list = Array.from({ length: 10_000 }, () => {
      const prefix = 22 + next(11);
      const size = 2 ** (32 - prefix);
      const first = next(2 ** (prefix - 12)) * size;
      painted.fill(1, first, first + size);
      return `${formatAddress({ family: 'v4', value: base + first })}/${prefix}`;
    });
    const set = IpSet.ofCidrs(...list);
    for (const { from, to } of set.v4.ranges()) read.fill(1, from - base, to + 1 - base);
    expect(Buffer.compare(read, painted)).toBe(0);
    expect(set.v4.size()).toBe(BigInt(painted.reduce((sum, bit) => sum + bit, 0)));
    expect(set.v4.ranges().length).toBeGreaterThan(1_000);
  });

  it('is right for IPv6: neighbours join, and what stands alone stays', () => {
    const hex = (value: number) => value.toString(16);
    const list = Array.from({ length: 10_000 }, (_, index) => `2001:db8:${hex((index * 7) % 10_000)}::/48`);
    expect(IpSet.ofCidrs(...list).v6.ranges()).toEqual([
      { from: 0x2001_0db8n << 96n, to: (0x2001_0db8n << 96n) + 10_000n * 2n ** 80n - 1n },
    ]);
    const apart = Array.from({ length: 10_000 }, (_, index) => `2001:db8:${hex((index * 7) % 10_000)}:8000::/49`);
    expect(IpSet.ofCidrs(...apart).toCidrs()).toHaveLength(10_000);
  });
});
