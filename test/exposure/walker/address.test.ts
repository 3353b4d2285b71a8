import { BlockList } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, endsOf, inside, textOf } from './address.ts';
import { isOfTheInternet } from './internet.ts';

const cases = [
  { family: 'ipv4' as const, text: fc.ipV4(), bits: 32 },
  {
    family: 'ipv6' as const,
    text: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => textOf({ family: 6, value })),
    bits: 128,
  },
];

test.each(cases)('a CIDR of $family holds what node:net says that it holds', ({ family, text, bits }) => {
  const near = fc.record({ base: text, other: text, length: fc.nat({ max: bits }), beside: fc.integer({ min: -1, max: 1 }) });
  fc.assert(
    fc.property(near, ({ base, other, length, beside }) => {
      const cidr = `${base}/${length}`;
      const list = new BlockList();
      list.addSubnet(base, length, family);
      const [first, last] = endsOf(cidr);
      const asked = [addressOf(other), addressOf(base), { ...last, value: last.value + BigInt(beside) }, first];
      for (const address of asked.filter(({ value }) => value >= 0n && value < 1n << BigInt(bits)))
        expect(inside(address, cidr)).toBe(list.check(textOf(address), family));
    }),
    { seed: 1 },
  );
});

test('an address written out and read again is the same', () => {
  expect(textOf(addressOf('2600:1f14:abc:de00:1::77'))).toBe('2600:1f14:abc:de00:1:0:0:77');
  expect(textOf(addressOf('::'))).toBe('0:0:0:0:0:0:0:0');
  expect(textOf(addressOf('2a01:4f8::'))).toBe('2a01:4f8:0:0:0:0:0:0');
  expect(inside(addressOf('10.0.0.1'), '::/0')).toBe(false);
});

test.each([
  ['8.8.8.8', true],
  ['172.15.255.255', true],
  ['172.16.0.0', false],
  ['100.128.0.0', true],
  ['223.255.255.255', true],
  ['224.0.0.0', false],
  ['2a01:4f8::1', true],
  ['4000::1', false],
  ['fd00::1', false],
  ['2002:808:808::1', true],
  ['2002:a00:1::1', false],
])('%s of the internet: %s', (text, expected) => {
  expect(isOfTheInternet(addressOf(text))).toBe(expected);
});
