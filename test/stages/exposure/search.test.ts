import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unknown } from '../../../shared/facts/fact.ts';
import type { FactsOfTarget, Stored } from '../../../shared/facts/index.ts';
import { formatAddress, parseAddress } from '../../../shared/net/ip.ts';
import type { NetworkPlace, NetworkSource } from '../../../shared/stages/exposure/place.ts';
import { type Sought, search } from '../../../shared/stages/exposure/search.ts';
import { nearAddresses, nearIds } from '../../../shared/stages/exposure-near.ts';

type Interface = Stored<'networkInterfaces'>;

const item = (id: string, more: Partial<Interface> = {}): Interface => ({
  id,
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  interfaceType: 'interface',
  status: 'in-use',
  description: '',
  securityGroupIds: [],
  privateAddresses: [],
  ipv6Addresses: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
  denyAllIgwTraffic: false,
  tags: {},
  ...more,
});
const listed = (...items: readonly Interface[]): FactsOfTarget => ({
  networkInterfaces: { known: true, items: [...items], missing: [] },
  instances: { known: true, items: [], missing: [] },
});
const places = (...facts: readonly FactsOfTarget[]): NetworkSource => ({
  atOnce: 1,
  async *places() {
    for (const [index, one] of facts.entries()) yield place(index, one);
  },
});
const place = (index: number, facts: FactsOfTarget): NetworkPlace => ({
  partition: 'aws',
  account: '111122223333',
  region: `eu-west-${index + 1}`,
  facts,
  network: () => Promise.reject(new Error('not asked for')),
});
const address = (text: string): Sought => {
  const read = parseAddress(text);
  if (!read.ok) throw new Error(read.problem);
  return { kind: 'address', id: text, address: read.value };
};
const found = async (source: NetworkSource, sought: Sought) =>
  (await search(source, sought)).found.map(({ id, place }) => `${id} ${place.region}`);

describe('what is looked for', () => {
  const source = places(
    listed(
      item('eni-1', { instanceId: 'i-1', privateAddresses: [{ address: '10.0.0.10', publicIp: '54.93.0.10' }] }),
      item('eni-2', { instanceId: 'i-1', ipv6Addresses: ['2600:1f14::10'], ipv4Prefixes: ['10.0.1.0/28'] }),
    ),
    listed(
      item('eni-3', {
        privateAddresses: [{ address: '10.0.0.10', carrierIp: '155.146.1.1' }],
        ipv6Prefixes: ['2600:1f14:0:1::/80'],
      }),
    ),
  );

  test.each<[Sought, readonly string[]]>([
    [{ kind: 'interface', id: 'eni-3' }, ['eni-3 eu-west-2']],
    [{ kind: 'instance', id: 'i-1' }, ['i-1 eu-west-1']],
    [address('54.93.0.10'), ['eni-1 eu-west-1']],
    [address('10.0.0.10'), ['eni-1 eu-west-1', 'eni-3 eu-west-2']],
    [address('10.0.1.15'), ['eni-2 eu-west-1']],
    [address('10.0.1.16'), []],
    [address('155.146.1.1'), ['eni-3 eu-west-2']],
    [address('2600:1f14:0:0:0::10'), ['eni-2 eu-west-1']],
    [address('2600:1f14:0:1::ff'), ['eni-3 eu-west-2']],
    [{ kind: 'interface', id: 'i-1' }, []],
    [{ kind: 'instance', id: 'eni-1' }, []],
  ])('%#', async (sought, expected) => {
    expect(await found(source, sought)).toEqual(expected);
  });

  test('is found by the list of instances alone', async () => {
    const instance = { id: 'i-9', state: 'stopped', imageId: 'ami-1', networkInterfaceIds: [], tags: {} };
    const facts: FactsOfTarget = { ...listed(), instances: { known: true, items: [instance], missing: [] } };
    expect(await found(places(facts), { kind: 'instance', id: 'i-9' })).toEqual(['i-9 eu-west-1']);
  });

  test('may be in what could not be read', async () => {
    const denied = unknown('AccessDenied: ec2:DescribeNetworkInterfaces', 'allow it');
    const reasons = async (facts: FactsOfTarget, sought: Sought) => (await search(places(facts), sought)).unread;
    const one: Sought = { kind: 'interface', id: 'eni-1' };
    expect(await reasons({ ...listed(), networkInterfaces: denied }, one)).toEqual([
      { id: 'eu-west-1', why: 'AccessDenied: ec2:DescribeNetworkInterfaces', action: 'allow it' },
    ]);
    expect(await reasons({}, one)).toEqual([{ id: 'eu-west-1', why: 'its network was not read' }]);
    const partial: FactsOfTarget = {
      networkInterfaces: { known: true, items: [], missing: [{ id: 'eni-5', why: 'malformed' }] },
    };
    expect(await reasons(partial, one)).toEqual([{ id: 'eni-5 in eu-west-1', why: 'malformed' }]);
    const garbled = listed(item('eni-4', { privateAddresses: unknown('malformed') }));
    expect(await reasons(garbled, one)).toEqual([]);
    expect(await reasons(garbled, address('10.0.0.1'))).toEqual([{ id: 'eni-4 in eu-west-1', why: 'malformed' }]);
    const instances: FactsOfTarget = { ...listed(), instances: denied };
    expect(await reasons(instances, { kind: 'instance', id: 'i-1' })).toMatchObject([{ id: 'eu-west-1' }]);
    expect(await reasons(instances, one)).toEqual([]);
  });
});

describe('what is near', () => {
  test('is an id with a letter wrong, missing or too many, or the rest of it', () => {
    const names = ['eni-0a1b2c3d4e5f60718', 'eni-0a1b2c3d4e5f60719', 'eni-0f00000000000000f'];
    expect(nearIds('eni-0a1b2c3d4e5f60717', names)).toEqual(names.slice(0, 2));
    expect(nearIds('eni-0a1b2c3d4e5f6071', names)).toEqual(names.slice(0, 2));
    expect(nearIds('eni-0f0', names)).toEqual(names.slice(2));
    expect(nearIds('eni-0a1b2cd34e5f60718', names)).toEqual(names.slice(0, 1).concat(names.slice(1, 2)));
    expect(nearIds('eni-11111111111111111', names)).toEqual([]);
    expect(nearIds('eni-1', [])).toEqual([]);
  });

  test('is an address of the same network, the nearest first', () => {
    const names = ['10.0.0.10', '10.0.9.9', '10.2.0.10', '54.93.0.10', '2600:1f14::10', 'no address'];
    const near = (text: string) => {
      const sought = address(text);
      return sought.kind === 'address' ? nearAddresses(sought.address, names) : [];
    };
    expect(near('10.0.0.12')).toEqual(['10.0.0.10', '10.0.9.9']);
    expect(near('2600:1f14::11')).toEqual(['2600:1f14::10']);
    expect(near('192.0.2.1')).toEqual([]);
  });

  test('is a few at most, and never another family', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 32 - 1 })), fc.nat({ max: 2 ** 32 - 1 }), (values, value) => {
        const names = values.map((one) => formatAddress({ family: 'v4', value: one }));
        expect(nearAddresses({ family: 'v4', value }, names).length).toBeLessThanOrEqual(4);
        expect(nearAddresses({ family: 'v6', value: BigInt(value) }, names)).toEqual([]);
      }),
    );
  });
});
