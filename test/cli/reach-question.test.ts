import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../cli/io.ts';
import { parseDestination, parseSources } from '../../cli/reach-question.ts';
import { formatAddress } from '../../shared/net/ip.ts';
import { internet } from '../../shared/net/reserved.ts';

describe('--to', () => {
  test.each([
    ['eni-0a1b2c3d4e5f60718', { to: { kind: 'interface', id: 'eni-0a1b2c3d4e5f60718' } }],
    ['i-0a1b2c3d4e5f60718:22', { to: { kind: 'instance', id: 'i-0a1b2c3d4e5f60718' }, port: 22 }],
    ['i-1:0/udp', { to: { kind: 'instance', id: 'i-1' }, port: 0, protocol: 'udp' }],
    ['54.93.0.10:65535/tcp', { to: { kind: 'address', id: '54.93.0.10' }, port: 65_535, protocol: 'tcp' }],
    ['10.0.0.10', { to: { kind: 'address', id: '10.0.0.10' } }],
    ['[2600:1f14::10]', { to: { kind: 'address', id: '2600:1f14::10' } }],
    ['[2600:1F14::10]:443', { to: { kind: 'address' }, port: 443 }],
    ['[::ffff:54.93.0.10]:443/tcp', { to: { kind: 'address', address: { family: 'v6' } }, port: 443, protocol: 'tcp' }],
  ])('%s', (text, expected) => {
    const read = parseDestination(text);
    expect(read).toMatchObject(expected);
    expect(Object.keys(read)).toEqual(Object.keys(expected));
  });

  test.each([
    ['', /it is not ENI, INSTANCE or ADDRESS/],
    ['sg-1', /it is not ENI, INSTANCE or ADDRESS/],
    ['eni-', /it is not ENI/],
    ['eni-1 ', /it is not ENI/],
    ['ENI-1', /it is not ENI/],
    ['i-1\n', /it is not ENI/],
    ['shop.example.com:443', /it is not ENI/],
    ['localhost', /it is not ENI/],
    ['54.93.0', /is not an IPv4 address/],
    ['54.93.0.256', /is not an IPv4 address/],
    ['054.93.0.1', /is not an IPv4 address/],
    ['54.93.0.0/24', /it is not ENI/],
    ['2600:1f14::10', /write an IPv6 address in brackets/],
    ['2600:1f14::10:22', /in brackets/],
    ['[2600:1f14::10', /the bracket is not closed/],
    ['[2600:1f14::10]22', /only :PORT may follow the bracket/],
    ['[2600:1f14::10] ', /only :PORT/],
    ['[]', /brackets are for IPv6/],
    ['[fe80::1%eth0]', /is not an IPv6 address/],
    ['[54.93.0.10]:22', /brackets are for IPv6/],
    ['[eni-1]', /brackets are for IPv6/],
    ['i-1:', /"" is not a port: one number from 0 to 65535/],
    ['i-1:ssh', /"ssh" is not a port/],
    ['i-1:65536', /is not a port/],
    ['i-1:022', /is not a port/],
    ['i-1:-1', /is not a port/],
    ['i-1:+22', /is not a port/],
    ['i-1:2e1', /is not a port/],
    ['i-1:22-23', /is not a port/],
    ['i-1:22,23', /is not a port/],
    ['i-1:/tcp', /"" is not a port/],
    ['i-1:22/', /"" is not tcp or udp/],
    ['i-1:22/TCP', /"TCP" is not tcp or udp/],
    ['i-1:22/icmp', /"icmp" is not tcp or udp/],
    ['i-1:22/tcp/udp', /"tcp\/udp" is not tcp or udp/],
    ['i-1/tcp', /it is not ENI/],
    ['i-1:22:23', /in brackets/],
    [`i-${'1'.repeat(127)}`, /it is longer than 128 characters/],
    ['\u001b[2J', /it is not ENI/],
  ])('%j is refused', (text, why) => {
    expect(() => parseDestination(text)).toThrow(UsageError);
    expect(() => parseDestination(text)).toThrow(why);
  });

  test('is read one way, or not at all', () => {
    const port = fc.integer({ min: 0, max: 65_535 });
    const address = fc.oneof(
      fc.nat({ max: 2 ** 32 - 1 }).map((value) => ({ family: 'v4' as const, value })),
      fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => ({ family: 'v6' as const, value })),
    );
    fc.assert(
      fc.property(address, port, fc.constantFrom('tcp' as const, 'udp' as const), (given, number, protocol) => {
        const text = formatAddress(given);
        const written = given.family === 'v6' ? `[${text}]` : text;
        const to = { kind: 'address', id: text, address: given };
        expect(parseDestination(`${written}:${number}/${protocol}`)).toEqual({ to, port: number, protocol });
        expect(parseDestination(written)).toEqual({ to });
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'eni-0a1.:/[]tcpud') }), (text) => {
        try {
          const { to, port, protocol } = parseDestination(text);
          const name = to.kind === 'address' && to.address.family === 'v6' ? `[${to.id}]` : to.id;
          const rest = port === undefined ? '' : `:${port}${protocol === undefined ? '' : `/${protocol}`}`;
          expect(`${name}${rest}`).toBe(text);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          expect(error.message).not.toContain('\n');
        }
      }),
    );
  });
});

describe('--from', () => {
  test('is the internet, or what a CIDR has of it', () => {
    expect(parseSources('internet')).toBe(internet);
    expect(parseSources('52.10.0.0/16').toCidrs()).toEqual(['52.10.0.0/16']);
    expect(parseSources('192.0.0.0/23').toCidrs()).toEqual(['192.0.1.0/24']);
    expect(parseSources('2a01:4f8::/32').toCidrs()).toEqual(['2a01:4f8::/32']);
  });

  test.each([
    ['Internet', /is not a CIDR/],
    ['', /is not a CIDR/],
    ['52.10.0.1', /it has no prefix length/],
    ['52.10.0.1/16', /it has bits set after the prefix, unlike 52\.10\.0\.0\/16/],
    ['52.10.0.0/33', /prefix length/],
    ['10.0.0.0/8', /no address of it is of the internet/],
    ['fd00::/8', /no address of it is of the internet/],
    ['i-1', /is not a CIDR/],
  ])('%j is refused', (text, why) => {
    expect(() => parseSources(text)).toThrow(UsageError);
    expect(() => parseSources(text)).toThrow(why);
  });
});
