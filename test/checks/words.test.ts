import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settings } from '../../shared/checks/base.ts';
import { services } from '../../shared/checks/known-services.ts';
import { largeRange, publicRange, publicSize } from '../../shared/checks/public-range.ts';
import { count, listed } from '../../shared/checks/words.ts';
import { IpSet } from '../../shared/net/ip-set.ts';

describe('count', () => {
  it.each([
    [0, '0 days'],
    [1, '1 day'],
    [2, '2 days'],
    [999, '999 days'],
    [1000, '1,000 days'],
    [65_536, '65,536 days'],
    [4_294_967_296n, '4,294,967,296 days'],
    [1n, '1 day'],
  ])('%s', (number, expected) => {
    expect(count(number, 'day', 'days')).toBe(expected);
  });

  it('groups as en-US does', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (number) => count(number, '', '').trim() === number.toLocaleString('en-US')));
  });
});

it('listed shows the first few', () => {
  expect(listed([])).toBe('');
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
  expect(listed(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d, e and 1 more');
  expect(listed(['a', 'b', 'c'], 1)).toBe('a and 2 more');
});

describe('publicRange', () => {
  const of = (...cidrs: string[]) => publicRange(IpSet.ofCidrs(...cidrs), settings.largeRange);
  it.each([
    ['none', []],
    ['none', ['10.0.0.0/8', '203.0.113.0/24', 'fc00::/7', '2001:db8::/32']],
    ['small', ['52.0.0.0/16']],
    ['small', ['52.0.0.0/16', '10.0.0.0/8']],
    ['large', ['52.0.0.0/16', '52.1.0.0/32']],
    ['large', ['0.0.0.0/1']],
    ['small', ['2a05:d000::/32']],
    ['large', ['2a05:d000::/31']],
    ['large', ['2a05:d000::/32', '2a06::/128']],
    ['internet', ['0.0.0.0/0']],
    ['internet', ['52.0.0.0/16', '::/0']],
  ] as const)('%s: %j', (range, cidrs) => {
    expect(of(...cidrs)).toBe(range);
  });

  it('takes a threshold that is no whole number', () => {
    const large = { ipv4Addresses: 1.9, ipv6Networks: 0.5 };
    expect(publicRange(IpSet.ofCidrs('52.0.0.0/32'), large)).toBe('small');
    expect(publicRange(IpSet.ofCidrs('52.0.0.0/31'), large)).toBe('large');
    expect(publicRange(IpSet.ofCidrs('2a05:d000::/128'), large)).toBe('large');
  });

  it.each([
    [[], 'no public address'],
    [['10.0.0.0/8'], 'no public address'],
    [['52.0.0.0/32'], '1 public IPv4 address'],
    [['2a05:d000::/128'], '1 public IPv6 network of /64'],
    [['2a05:d000::/64'], '1 public IPv6 network of /64'],
    [['2a05:d000::/63'], '2 public IPv6 networks of /64'],
    [['52.0.0.0/31', '2a05:d000::/48'], '2 public IPv4 addresses and 65,536 public IPv6 networks of /64'],
  ])('%j has the size: %s', (cidrs, size) => {
    expect(publicSize(IpSet.ofCidrs(...cidrs))).toBe(size);
  });

  it('has its threshold in words', () => {
    expect(largeRange({ ipv4Addresses: 1, ipv6Networks: 1 })).toBe('1 IPv4 address or 1 IPv6 network of /64');
  });
});

describe('services', () => {
  it('share no port: each opening is one service', () => {
    for (const transport of ['tcp', 'udp'] as const)
      for (const [index, one] of services.entries())
        for (const other of services.slice(index + 1))
          expect(one[transport].intersect(other[transport]).isEmpty(), `${one.name} and ${other.name}`).toBe(true);
  });

  it('leave the ports of the web to load balancers', () => {
    for (const { tcp, udp } of services)
      for (const port of [80, 443]) expect(tcp.contains(port) || udp.contains(port)).toBe(false);
  });

  it('have a name and a port each', () => {
    expect(new Set(services.map(({ name }) => name)).size).toBe(services.length);
    for (const { tcp, udp } of services) expect(tcp.isEmpty() && udp.isEmpty()).toBe(false);
  });
});
