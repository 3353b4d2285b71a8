import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress, parseAddress } from '../../shared/net/ip.ts';

const v4 = fc.nat(0xffff_ffff).map((value): Address => ({ family: 'v4', value }));
/** Mostly zeros and ones, so that runs of zero groups of every length and place occur. */
const group = fc.oneof(fc.constant(0), fc.constant(0), fc.constant(1), fc.nat(0xffff));
const groups = fc.array(group, { minLength: 8, maxLength: 8 });
const integerOf = (list: readonly number[]) => list.reduce((value, next) => (value << 16n) | BigInt(next), 0n);
const v6 = groups.map((list): Address => ({ family: 'v6', value: integerOf(list) }));

/** The URL standard (WHATWG, section 3.5) writes IPv6 as RFC 5952 does, without dotted quads: an oracle that we did not write. */
const urlForm = (text: string) => new URL(`http://[${text}]/`).hostname.slice(1, -1);

describe('addresses: text and number', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.oneof(v4, v6), (address) => {
        expect(parseAddress(formatAddress(address))).toEqual({ ok: true, value: address });
      }),
    );
  });

  it('writes IPv4 as four octets', () => {
    const octet = fc.nat(255);
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        const value = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
        expect(formatAddress({ family: 'v4', value })).toBe(`${a}.${b}.${c}.${d}`);
        expect(parseAddress(`${a}.${b}.${c}.${d}`)).toEqual({ ok: true, value: { family: 'v4', value } });
      }),
    );
  });

  it('writes IPv6 as the URL standard does', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const long = list.map((next) => next.toString(16)).join(':');
        expect(formatAddress({ family: 'v6', value: integerOf(list) })).toBe(urlForm(long));
      }),
    );
  });

  it('reads any spelling of an IPv6 address: long, short, upper case, padded, with a gap anywhere, with a dotted quad', () => {
    const spelling = fc.record({
      list: groups,
      start: fc.nat(7),
      length: fc.integer({ min: 0, max: 8 }),
      padded: fc.boolean(),
      upper: fc.boolean(),
      quad: fc.boolean(),
    });
    fc.assert(
      fc.property(spelling, ({ list, start, length, padded, upper, quad }) => {
        const zeroed = list.map((next, index) => (index >= start && index < start + length ? 0 : next));
        const words = zeroed.map((next) => (padded ? next.toString(16).padStart(4, '0') : next.toString(16)));
        const useQuad = quad && start + length <= 6;
        const [high, low] = zeroed.slice(6) as [number, number];
        if (useQuad) words.splice(6, 2, [high >> 8, high & 255, low >> 8, low & 255].join('.'));
        const text =
          length === 0 ? words.join(':') : `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`;
        const written = upper ? text.toUpperCase() : text;
        expect(isIPv6(written)).toBe(true);
        expect(parseAddress(written)).toEqual({ ok: true, value: { family: 'v6', value: integerOf(zeroed) } });
      }),
      { numRuns: 500 },
    );
  });

  it('accepts exactly what the platform accepts, zones aside', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      '01',
      '255',
      '256',
      '.',
      '.',
      ':',
      ':',
      '::',
      'f',
      'FFFF',
      '00000',
      'g',
      '1.2.3.4',
      ' ',
      '-',
      '+1',
      '0x1',
      '１',
    );
    const text = fc.array(piece, { maxLength: 14 }).map((list) => list.join(''));
    fc.assert(
      fc.property(text, (candidate) => {
        expect(parseAddress(candidate).ok).toBe(isIPv4(candidate) || isIPv6(candidate));
      }),
      { numRuns: 5_000 },
    );
  });

  it('accepts exactly what the platform accepts one edit away from an address', () => {
    const edit = fc.record({
      address: fc.oneof(v4, v6),
      at: fc.nat(40),
      drop: fc.nat(2),
      insert: fc.constantFrom('', '0', '1', '.', ':', '::', 'a', 'x', '99'),
    });
    fc.assert(
      fc.property(edit, ({ address, at, drop, insert }) => {
        const text = formatAddress(address);
        const edited = text.slice(0, at) + insert + text.slice(at + drop);
        expect(parseAddress(edited).ok).toBe(isIPv4(edited) || isIPv6(edited));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('addresses: the examples', () => {
  it.each([
    ['0.0.0.0', 'v4', 0n],
    ['255.255.255.255', 'v4', 0xffff_ffffn],
    ['10.0.0.1', 'v4', 0x0a00_0001n],
    ['::', 'v6', 0n],
    ['::1', 'v6', 1n],
    ['1::', 'v6', 1n << 112n],
    ['1:2:3:4:5:6:7::', 'v6', 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ['::2:3:4:5:6:7:8', 'v6', 0x0002_0003_0004_0005_0006_0007_0008n],
    ['2001:DB8::A', 'v6', 0x2001_0db8_0000_0000_0000_0000_0000_000an],
    ['::ffff:1.2.3.4', 'v6', 0xffff_0102_0304n],
    ['64:ff9b::8.8.8.8', 'v6', (0x64_ff9bn << 96n) | 0x0808_0808n],
    ['ABCD:EF01:2345:6789:ABCD:EF01:255.255.255.254', 'v6', 0xabcd_ef01_2345_6789_abcd_ef01_ffff_fffen],
  ])('%s is %s %d', (text, family, value) => {
    expect(parseAddress(text)).toEqual({ ok: true, value: { family, value: family === 'v4' ? Number(value) : value } });
  });

  // RFC 5952 section 4, and its examples.
  it.each([
    ['2001:0db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:DB8::', '2001:db8::'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['0:0:0:0:0:0:0:0', '::'],
  ])('%s is written %s', (text, canonical) => {
    const address = parseAddress(text);
    expect(address.ok && formatAddress(address.value)).toBe(canonical);
  });

  const notIpv4 = [
    '',
    '1',
    '1.2',
    '1.2.3',
    '10.1',
    '1.2.3.4.5',
    '1.2.3.4.',
    '.1.2.3.4',
    '1..2.3',
    '1.2.3.256',
    '1.2.3.1000',
    '010.0.0.1',
    '1.2.3.04',
    '00.0.0.0',
    '0x7f.1',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '2130706433',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2. 3.4',
    '1.2.3.4\n',
    '1.2.3.4\0',
    '+1.2.3.4',
    '-1.2.3.4',
    '1.2.3.-4',
    '1e1.2.3.4',
    '1.2.3.٤',
    '１.2.3.4',
    '1,2,3,4',
    'localhost',
    '1.2.3.4/32',
    '1.2.3./',
    '[1.2.3.4]',
  ];
  it.each(notIpv4)('%j is not an IPv4 address', (text) => {
    const problem = `${JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)} is not an IPv4 address: write four decimal numbers up to 255, without leading zeros`;
    expect(parseAddress(text)).toEqual({ ok: false, problem });
  });

  const notIpv6 = [
    ':',
    ':::',
    '1:',
    ':1',
    '1::2::3',
    '::1::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '1:2:3:4::5:6:7:8',
    '12345::',
    '::g',
    'fe80::1%eth0',
    'fe80::1%1',
    '[::1]',
    '::1 ',
    ' ::1',
    '::1\n',
    '::1/128',
    '::1.2.3',
    '::1.2.3.256',
    '::01.2.3.4',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1:2:3:4:5:6:7.8.9.10:1',
    '1:2:3:4:5:1.2.3.4',
    '1:2:3:4:5:6::1.2.3.4',
    '::.1.2.3',
    '0x1::',
    '1:-2::',
    '::１',
  ];
  it.each(notIpv6)('%j is not an IPv6 address', (text) => {
    const problem = `${JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)} is not an IPv6 address`;
    expect(parseAddress(text)).toEqual({ ok: false, problem });
  });

  it('does not read what is longer than any address', () => {
    expect(parseAddress('0000:0000:0000:0000:0000:0000:255.255.255.255').ok).toBe(true);
    expect(parseAddress('0000:0000:0000:0000:0000:00000:255.255.255.255')).toMatchObject({
      problem: expect.stringContaining('is not an IP address: it is too long'),
    });
  });
});
