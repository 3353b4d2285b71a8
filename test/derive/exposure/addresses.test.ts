import { describe, expect, test } from 'vitest';
import { publicAddresses } from '../../../shared/derive/exposure/addresses.ts';
import { about, listed, unlessOf } from '../../../shared/derive/exposure/listed.ts';
import { sourceLists } from '../../../shared/derive/exposure/source-lists.ts';
import { unknown } from '../../../shared/facts/fact.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { IpSet } from '../../../shared/net/ip-set.ts';
import { internet } from '../../../shared/net/reserved.ts';
import { listOf, lost, prefixList } from './facts.ts';

describe('addresses of an interface on the internet', () => {
  type Interface = Stored<'networkInterfaces'>;
  const of = (changed: Partial<Interface>) =>
    publicAddresses(
      { id: 'eni-1', privateAddresses: [], ipv6Addresses: [], ipv6Prefixes: [], ...changed } as unknown as Interface,
      IpSet.ofCidrs('2a01:4f8:1::/48'),
    );
  const six = (address: string, says: string, own = `${address}/128`) => ({
    family: 'v6',
    address,
    own: IpSet.ofCidrs(own),
    says,
  });

  test('are what is associated with a private one', () => {
    const privateAddresses = [{ address: '10.0.0.10', publicIp: '54.93.0.10' }, { address: '10.0.0.11' }];
    const own = IpSet.ofCidrs('10.0.0.10/32');
    const says = '10.0.0.10 is 54.93.0.10 on the internet';
    expect(of({ privateAddresses })).toEqual({ addresses: [{ family: 'v4', address: '54.93.0.10', own, says }], unread: [] });
  });

  test('are global unicast ones of IPv6, and of prefixes the part that is not private', () => {
    const ipv6Addresses = ['2a01:4f8::1', 'fd00::1', '2a01:4f8:1::1'];
    const found = of({ ipv6Addresses, ipv6Prefixes: ['2a01:4f8:0:1::/80', '2a01:4f8:1:1::/80'] });
    const prefix = '2a01:4f8:0:1::/80';
    expect(found).toEqual({
      addresses: [six('2a01:4f8::1', 'has 2a01:4f8::1'), six(prefix, `has the prefix ${prefix}`, prefix)],
      unread: [],
    });
  });

  test('that could not be read are said by family', () => {
    const [v4, v6] = (['v4', 'v6'] as const).map((family) => ({ family, why: lost }));
    expect(of({ privateAddresses: lost })).toEqual({ addresses: [], unread: [v4] });
    expect(of({ ipv6Addresses: lost, ipv6Prefixes: lost })).toEqual({ addresses: [], unread: [v6, v6] });
  });

  test.each<[Partial<Interface>, string, string]>([
    [{ privateAddresses: [{ address: 'x', publicIp: '54.93.0.10' }] }, 'v4', 'eni-1: "x" is not'],
    [{ privateAddresses: [{ address: '10.0.0.10', publicIp: 'y' }] }, 'v4', 'eni-1: "y" is not'],
    [{ ipv6Addresses: ['::z'] }, 'v6', 'eni-1: "::z" is not'],
    [{ ipv6Prefixes: ['::z/80'] }, 'v6', 'eni-1: "::z/80" is not'],
  ])('of %o are unknown, by the interface', (changed, family, why) => {
    const { addresses, unread } = of(changed);
    expect([addresses, unread.map((one) => one.family)]).toEqual([[], [family]]);
    expect(unread[0]?.why.why).toContain(why);
  });
});

describe('lists', () => {
  test('have no item that is missing as well', () => {
    const items = [prefixList('pl-1'), prefixList('pl-2')];
    const list = listed('prefixLists', { known: true, items, missing: [{ id: 'pl-2', why: 'read twice' }] });
    expect([list.items, list.find('pl-1'), list.find('pl-2')]).toEqual([[items[0]], items[0], unknown('read twice')]);
    expect(list.find('pl-3')).toEqual(unknown('AWS lists no prefix-list pl-3'));
    const whole = listed('prefixLists', listOf(...items));
    expect([whole.items, whole.unread, whole.find('pl-2')]).toEqual([items, undefined, items[1]]);
  });

  test('that are not known say why, with what to grant if anybody knows', () => {
    expect(Object.keys(unlessOf('subnets', unknown('malformed')))).toEqual(['fact', 'why']);
    expect(unlessOf('subnets', lost)).toEqual({ fact: 'subnets', why: lost.why, action: 'grant it' });
    expect(about('sg-1', unknown('sg-1: malformed'))).toEqual(unknown('sg-1: malformed'));
    expect(about('sg-1', unknown('malformed'))).toEqual(unknown('sg-1: malformed'));
  });
});

describe('sources', () => {
  type Table = Stored<'routeTables'>;
  const route = (id: string, destination: object) => ({
    target: { kind: 'gatewayId', id },
    state: 'active',
    ...destination,
  });
  const table = (id: string, routes: Table['routes']): Table => ({ id, vpcId: 'vpc-1', associations: [], routes });
  const own = IpSet.ofCidrs('2a01:4f8::/56');
  const network = {
    routeTables: listOf(
      table('rtb-1', [
        route('local', { destinationIpv6Cidr: '2a01:4f8::/56' }),
        route('local', { destinationCidr: '10.0.0.0/16' }),
        route('local', { destinationPrefixListId: 'pl-1' }),
        route('igw-1', { destinationCidr: '52.0.0.0/8' }),
      ]),
      table('rtb-2', lost),
    ),
  };

  test('are all of the internet without the addresses of the network itself, and no others', () => {
    const lists = sourceLists(network);
    const v6 = internet.subtract(IpSet.ofCidrs('0.0.0.0/0'));
    const v4 = internet.subtract(IpSet.ofCidrs('::/0'));
    expect([v6, v6.subtract(own), v4].map((set) => lists(set).internet)).toEqual([true, true, true]);
    const less = [v6.subtract(IpSet.ofCidrs('2a01:4f9::/56')), v4.subtract(IpSet.ofCidrs('52.0.0.0/8'))];
    expect(less.map((set) => lists(set).internet)).toEqual([false, false]);
  });

  test('are made once for sets that are equal', () => {
    const lists = sourceLists(network);
    const sets = ['52.0.0.0/8', '53.0.0.0/8', '52.0.0.0/8', '53.0.0.0/8'].map((cidr) => lists(IpSet.ofCidrs(cidr)));
    expect(sets.map(({ sources }) => sources)).toEqual([['52.0.0.0/8'], ['53.0.0.0/8'], ['52.0.0.0/8'], ['53.0.0.0/8']]);
    expect([sets[2], sets[3]].map((set, i) => set === sets[i])).toEqual([true, true]);
  });
});
