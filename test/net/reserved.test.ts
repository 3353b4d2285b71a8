import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Address, formatAddress, parseAddress } from '../../shared/net/ip.ts';
import { IpSet } from '../../shared/net/ip-set.ts';
import { internet, isWholeInternet } from '../../shared/net/reserved.ts';

function address(text: string): Address {
  const read = parseAddress(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}
const isInternet = (text: string) => internet.contains(address(text));

/** Blocks that are not of the internet, in full: written from the registries a second time, and judged by the platform's block list. */
const RESERVED = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
] as const;

describe('the internet, IPv4', () => {
  const blocks = new BlockList();
  for (const [first, last] of RESERVED) blocks.addRange(first, last);

  it('is everything but the reserved blocks, at every edge', () => {
    for (const [first, last] of RESERVED) {
      const edges = [address(first), address(last)].flatMap(({ value }) => [
        Number(value) - 1,
        Number(value),
        Number(value) + 1,
      ]);
      for (const value of edges.filter((edge) => edge >= 0 && edge <= 0xffff_ffff)) {
        const text = formatAddress({ family: 'v4', value });
        expect([text, isInternet(text)]).toEqual([text, !blocks.check(text)]);
      }
    }
  });

  it('has 3,702,258,688 addresses', () => {
    const reserved = RESERVED.reduce(
      (sum, [first, last]) => sum + Number(address(last).value) - Number(address(first).value) + 1,
      0,
    );
    expect(internet.v4.size()).toBe(BigInt(2 ** 32 - reserved));
    expect(internet.v4.size()).toBe(3_702_258_688n);
  });

  it.each([
    [['0.0.0.0/0'], true],
    [['0.0.0.0/1', '128.0.0.0/1'], true],
    [['128.0.0.0/2', '0.0.0.0/2', '192.0.0.0/2', '64.0.0.0/2'], true],
    [internet.toCidrs(), true],
    [['0.0.0.0/0', '::/0'], true],
    [['0.0.0.0/1'], false],
    [['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3'], true], // multicast and above may be missing
    [['0.0.0.0/1', '128.0.0.0/2'], false],
    [['::/0'], false],
    [['::ffff:0:0/96'], false],
    [['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], false],
    [[], false],
  ])('%j is the whole of it: %s', (list, whole) => {
    expect(isWholeInternet(IpSet.ofCidrs(...list), 'v4')).toBe(whole);
  });

  it('is whole without what is private, and without the retired relays of 6to4, but not without one host', () => {
    const all = IpSet.ofCidrs('0.0.0.0/0');
    const without = (...list: string[]) => isWholeInternet(all.subtract(IpSet.ofCidrs(...list)), 'v4');
    expect(without('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16')).toBe(true);
    expect(without('192.88.99.0/24')).toBe(true);
    expect(isInternet('192.88.99.1')).toBe(true);
    expect(without('192.88.99.0/24', '192.88.98.255/32')).toBe(false);
    expect(without('192.88.100.0/32')).toBe(false);
    expect(without('8.8.8.8/32')).toBe(false);
  });
});

describe('the internet, IPv6', () => {
  it.each([
    '2000::',
    '2001:200::',
    '2600::1',
    '2a05:d018::1',
    '2001:4860:4860::8888',
    '2620:4f:8000::1',
    '3ffe::1',
    '3fff:1000::',
    '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001::',
    '2001:0:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:3::',
    '2001:3:ffff::',
    '2001:4:112::',
    '2001:4:112:ffff:ffff:ffff:ffff:ffff',
    '2001:20::',
    '2001:2f:ffff::',
    '2001:30::',
    '2001:3f:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db9::',
    '2002:808:808::1',
    '2002:808:808:ffff:ffff:ffff:ffff:ffff',
    '2002:9ff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2002:b00::',
    '2003::',
    '64:ff9b::8.8.8.8',
    '64:ff9b::9.255.255.255',
    '64:ff9b::11.0.0.0',
    '64:ff9b::1.0.0.0',
    '64:ff9b::223.255.255.255',
  ])('%s is of it', (text) => {
    expect(isInternet(text)).toBe(true);
  });

  it.each([
    '::',
    '::1',
    '::8.8.8.8',
    '::ffff:8.8.8.8',
    '100::1',
    '100:0:0:1::1',
    '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '4000::',
    '5f00::1',
    'fc00::1',
    'fdff::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'ff0e::1',
    '64:ff9b:1::8.8.8.8',
    '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff',
    '64:ff9b::1:0:0',
    '2001:1::',
    '2001:1::1',
    '2001:2::',
    '2001:2:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:4::',
    '2001:4:111:ffff:ffff:ffff:ffff:ffff',
    '2001:4:113::',
    '2001:5::',
    '2001:10::',
    '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:40::',
    '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db8::',
    '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
    '3fff::',
    '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2002::',
    '2002:a00::',
    '2002:aff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2002:c0a8:101::1',
    '2002:7f00:1::',
    '2002:ffff:ffff::1',
    '64:ff9b::',
    '64:ff9b::10.0.0.0',
    '64:ff9b::10.255.255.255',
    '64:ff9b::192.168.1.1',
    '64:ff9b::224.0.0.1',
    '64:ff9b::255.255.255.255',
  ])('%s is not of it', (text) => {
    expect(isInternet(text)).toBe(false);
  });

  it.each([
    [['::/0'], true],
    [['2000::/3'], true],
    [['2000::/4', '3000::/4'], true],
    [['::/1', '8000::/1'], true],
    [['::/2'], true],
    [internet.toCidrs(), true],
    [['2000::/4'], false],
    [['3000::/4'], false],
    [['4000::/2', '8000::/1'], false],
    [['0.0.0.0/0'], false],
    [['fc00::/7'], false],
    [[], false],
  ])('%j is the whole of it: %s', (list, whole) => {
    expect(isWholeInternet(IpSet.ofCidrs(...list), 'v6')).toBe(whole);
  });

  it('is whole without the blocks that hold no host of their own, but not without one host', () => {
    const all = IpSet.ofCidrs('2000::/3');
    const without = (...list: string[]) => isWholeInternet(all.subtract(IpSet.ofCidrs(...list)), 'v6');
    expect(without('2001::/23', '2002::/16', '2001:db8::/32', '3fff::/20')).toBe(true);
    expect(without('2001:200::/128')).toBe(false);
    expect(without('2003::/128')).toBe(false);
    expect(without('3fff:1000::/128')).toBe(false);
    expect(without('2600::1/128')).toBe(false);
  });
});
