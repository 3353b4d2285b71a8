import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cidr, cidrsOfRange, formatCidr, parseCidr } from '../../shared/net/cidr.ts';

const BITS = { v4: 32, v6: 128 } as const;

/** Any block, from the definition: the bits before the prefix, then zeros, then ones. */
function block(family: 'v4' | 'v6', seed: bigint, prefix: number): Cidr {
  const hostBits = BigInt(BITS[family] - prefix);
  const from = BigInt.asUintN(BITS[family], (seed >> hostBits) << hostBits);
  const to = from + 2n ** hostBits - 1n;
  return family === 'v4' ? { family, prefix, from: Number(from), to: Number(to) } : { family, prefix, from, to };
}
const seed = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
const cidrs = fc.oneof(
  fc.tuple(seed, fc.nat(32)).map(([bits, prefix]) => block('v4', bits, prefix)),
  fc.tuple(seed, fc.nat(128)).map(([bits, prefix]) => block('v6', bits, prefix)),
);

const problemOf = (text: string): string | undefined => {
  const cidr = parseCidr(text);
  return cidr.ok ? undefined : cidr.problem;
};

describe('CIDRs', () => {
  it('reads back what it writes, with the first and the last address', () => {
    fc.assert(
      fc.property(cidrs, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual({ ok: true, value: cidr });
      }),
    );
  });

  it('refuses a block with a bit after the prefix, and names the one it would be', () => {
    fc.assert(
      fc.property(cidrs, fc.nat(127), (cidr, bit) => {
        fc.pre(bit < BITS[cidr.family] - cidr.prefix);
        const text = formatCidr(cidr);
        const first = parseCidr(text.replace(/\/.*/, `/${BITS[cidr.family]}`));
        if (!first.ok) throw new Error(first.problem);
        const moved = formatCidr(block(cidr.family, BigInt(first.value.from) + 2n ** BigInt(bit), BITS[cidr.family]));
        const wrong = moved.replace(/\/.*/, `/${cidr.prefix}`);
        expect(problemOf(wrong)).toBe(`"${wrong}" is not a CIDR: it has bits set after the prefix, unlike ${text}`);
      }),
    );
  });

  it.each([
    ['0.0.0.0/0', 'v4', 0, 0xffff_ffff, 0],
    ['10.0.0.0/8', 'v4', 0x0a00_0000, 0x0aff_ffff, 8],
    ['255.255.255.255/32', 'v4', 0xffff_ffff, 0xffff_ffff, 32],
    ['::/0', 'v6', 0n, 2n ** 128n - 1n, 0],
    ['2000::/3', 'v6', 1n << 125n, 2n ** 126n - 1n, 3],
    ['::ffff:1.2.3.4/128', 'v6', 0xffff_0102_0304n, 0xffff_0102_0304n, 128],
    ['::ffff:0:0/96', 'v6', 0xffff_0000_0000n, 0xffff_ffff_ffffn, 96],
  ])('%s is a CIDR', (text, family, from, to, prefix) => {
    expect(parseCidr(text)).toEqual({ ok: true, value: { family, from, to, prefix } });
  });

  it.each(['10.0.0.0', '::', '', 'sg-0123', '10.0.0.0\\8'])('%j has no prefix length', (text) => {
    expect(problemOf(text)).toBe(`${JSON.stringify(text)} is not a CIDR: it has no prefix length, such as /24`);
  });

  // The first four are read as something else by libraries that many tools use (reference, A8).
  it.each([
    '010.0.0.1/8',
    '0x7f.1/8',
    '10.1/8',
    '10/8',
    '/8',
    '1.2.3.4.5/8',
    ' 10.0.0.0/8',
    '10.0.0.0 /8',
    '０.0.0.0/0',
    '0/0',
    '10.0.0.256/32',
  ])('%j has no IPv4 address', (text) => {
    expect(problemOf(text)).toContain(' is not an IPv4 address');
  });

  it.each(['fe80::%1/64', ':::/0', '[::]/0', 'g::/16', '1:2/32'])('%j has no IPv6 address', (text) => {
    expect(problemOf(text)).toContain(' is not an IPv6 address');
  });

  it.each([
    ['1.2.3.4/33', 32],
    ['1.2.3.4/128', 32],
    ['1.2.3.4/', 32],
    ['1.2.3.4/032', 32],
    ['1.2.3.4/00', 32],
    ['1.2.3.4/-1', 32],
    ['1.2.3.4/+1', 32],
    ['1.2.3.4/1e1', 32],
    ['1.2.3.4/32 ', 32],
    ['1.2.3.4/ 32', 32],
    ['1.2.3.4/32\n', 32],
    ['1.2.3.4/32/32', 32],
    ['1.2.3.4/255.255.255.255', 32],
    ['1.2.3.4/4294967328', 32],
    ['::/129', 128],
    ['::/0128', 128],
    ['::/1280', 128],
  ])('%j has no prefix length in range', (text, bits) => {
    const why = `is not a CIDR: its prefix length is not a number from 0 to ${bits}`;
    expect(problemOf(text)).toBe(`${JSON.stringify(text)} ${why}`);
  });

  it('says it in one short line of ASCII, whatever the text', () => {
    const units = fc.array(fc.nat(0xffff), { maxLength: 80 });
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        expect(problemOf(text)).toMatch(/^[ -~]{1,1200}$/);
      }),
    );
    expect(problemOf('\u202e"\u0007\u009b\ud800')).toBe(
      '"\\u202e\\"\\u0007\\u009b\\ud800" is not a CIDR: it has no prefix length, such as /24',
    );
    expect(problemOf(`${'x'.repeat(64)}`)).toContain(`"${'x'.repeat(64)}" `);
    expect(problemOf(`${'x'.repeat(65)}`)).toContain(`"${'x'.repeat(64)}..." `);
  });
});

describe('the fewest CIDRs of a range', () => {
  /** The oracle for the count: walk the binary tree of blocks of a tiny space, and take a block where all of it is wanted. */
  function fewest(from: number, to: number, first = 0, size = 32): number {
    if (to < first || from > first + size - 1) return 0;
    if (from <= first && first + size - 1 <= to) return 1;
    return fewest(from, to, first, size / 2) + fewest(from, to, first + size / 2, size / 2);
  }

  it('covers each range of a small space exactly, in order, with as few as there can be', () => {
    for (const base of [0, 0xc000_0200, 0xffff_ffe0]) {
      for (let from = 0; from < 32; from += 1) {
        for (let to = from; to < 32; to += 1) {
          const list = cidrsOfRange('v4', { from: base + from, to: base + to });
          expect(list.map((cidr) => Number(cidr.from))).toEqual([
            base + from,
            ...list.slice(0, -1).map((cidr) => Number(cidr.to) + 1),
          ]);
          expect(list.at(-1)?.to).toBe(base + to);
          expect(list).toEqual(list.map((cidr) => block('v4', BigInt(cidr.from), cidr.prefix)));
          expect(list).toHaveLength(fewest(from, to));
        }
      }
    }
  });

  it('does so for IPv6, where a block is one CIDR and all but one address takes 128', () => {
    fc.assert(
      fc.property(cidrs, (cidr) => {
        expect(cidrsOfRange(cidr.family, cidr)).toEqual([cidr]);
      }),
    );
    expect(cidrsOfRange('v6', { from: 1n, to: 2n ** 128n - 1n }).map(formatCidr)).toEqual(
      Array.from({ length: 128 }, (_, bit) => formatCidr(block('v6', 2n ** BigInt(bit), 128 - bit))),
    );
    expect(cidrsOfRange('v4', { from: 0, to: 0xffff_ffff }).map(formatCidr)).toEqual(['0.0.0.0/0']);
    expect(cidrsOfRange('v6', { from: 0n, to: 0n }).map(formatCidr)).toEqual(['::/128']);
  });
});
