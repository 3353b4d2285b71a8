import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exposure } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { tries } from '../whole.ts';
import { factsOf } from './facts-of.ts';
import { randomWorld } from './random/world.ts';
import { rowInWords } from './said.ts';
import { estateOf } from './walker/estate-of.ts';
import type { Sketch } from './walker/sketch.ts';
import { everyFlow, machine, plain } from './walker/trap.ts';
import { worldOf } from './walker/world.ts';

const lost = unknown('it was not to be read');
const factsWith = (changed: Partial<Sketch>) => factsOf(worldOf(estateOf({ ...plain, ...changed })));
const found = async (changed: Partial<Sketch>) => exposuresOf(await factsWith(changed)).exposures.map(rowInWords);

describe('rows and what is unknown come in one order', () => {
  type Key = readonly (string | number)[];
  const keyOf = ({ resource, address, via, protocol, ports, to, sources }: Exposure): Key => [
    resource.id,
    address,
    via,
    protocol,
    ports?.[0]?.[0] ?? 0,
    to?.address ?? '',
    to?.ports[0]?.[0] ?? 0,
    sources[0] ?? '',
  ];
  const isBefore = (a: Key, b: Key): boolean => {
    const i = a.findIndex((part, n) => part !== b[n]);
    return i < 0 || (a[i] ?? 0) < (b[i] ?? 0);
  };

  test('by resource, address, way, protocol, port, target and source', async () => {
    const property = fc.asyncProperty(randomWorld, async (estate) => {
      const world = worldOf(estate);
      const turned = { ...world, networkInterfaces: world.networkInterfaces.toReversed() };
      const keys = exposuresOf(await factsOf(turned)).exposures.map(keyOf);
      for (const [i, key] of keys.entries()) expect(isBefore(keys[i - 1] ?? key, key)).toBe(true);
    });
    await fc.assert(property, { numRuns: tries(15, 60), seed: 9 });
  });

  test('by type, name and reason', async () => {
    const network = await factsWith({});
    const missing = (...ids: string[]) => ({
      known: true as const,
      items: [],
      missing: ids.map((id) => ({ id, why: 'gone' })),
    });
    const lists = {
      networkInterfaces: missing('eni-2', 'eni-1'),
      loadBalancers: lost,
      classicLoadBalancers: missing('b', 'a'),
    };
    const said = (wanted?: ReadonlySet<string>) =>
      exposuresOf({ ...network, ...lists }, wanted === undefined ? {} : { interfaces: wanted }).unknown;
    const balancers = ['a', 'b', 'load balancers'].map((id) => ({ type: 'load-balancer', id }));
    const interfaces = ['eni-1', 'eni-2'].map((id) => ({ type: 'network-interface', id }));
    expect(said().map(({ resource }) => resource)).toEqual([...balancers, ...interfaces]);
    expect(said(new Set(['eni-2'])).map(({ resource }) => resource)).toEqual([...balancers, interfaces[1]]);
    expect(said().map((one) => Object.keys(one))).toEqual(said().map(() => ['resource', 'why']));
  });
});

describe('a gateway that leads to appliances', () => {
  const edge = (...routes: readonly (readonly [string, string])[]): Partial<Sketch> => ({
    tables: [...plain.tables, { id: 'rtb-edge', edge: true, routes: routes.map(([to, via]) => ({ to, via })) }],
  });

  test('has each for its own addresses', async () => {
    const [four, six] = ['54.93.0.10', '2600:1f14:abc:de00::10'];
    expect(await found(edge(['10.0.0.0/24', 'vpce-b'], ['2600:1f14:abc:de00::/64', 'vpce-a']))).toEqual([
      `eni-1 at ${six}: tcp 22 via direct from the internet inspected by vpce-a`,
      `eni-1 at ${four}: tcp 22 via direct from the internet inspected by vpce-b`,
    ]);
  });

  test('has parts of a prefix, each as it is led', async () => {
    const half = '2600:1f14:abc:de00:1:8000::/81';
    const interfaces = [{ ...machine, addresses: [], six: ['2600:1f14:abc:de00:1::/80'] }];
    expect(await found({ interfaces, ...edge([half, 'vpce-a']) })).toEqual([
      `eni-1 at ${half}: tcp 22 via direct from the internet inspected by vpce-a`,
      'eni-1 at 2600:1f14:abc:de00:1::/81: tcp 22 via direct from the internet',
    ]);
  });
});

test('addresses that could not be read leave no doubt where nothing comes in of their family', async () => {
  const doubts = async (changed: Partial<Sketch>, member: 'privateAddresses' | 'ipv6Addresses') => {
    const network = await factsWith(changed);
    if (!network.networkInterfaces.known) throw new Error('interfaces are known');
    const items = network.networkInterfaces.items.map((item) => ({ ...item, [member]: lost }));
    return exposuresOf({ ...network, networkInterfaces: { ...network.networkInterfaces, items } }).unknown.map(
      ({ why }) => why,
    );
  };
  const acls = [{ id: 'acl-1', entries: everyFlow(101, true, '::/0') }];
  expect([await doubts({}, 'privateAddresses'), await doubts({}, 'ipv6Addresses')]).toEqual([[lost.why], [lost.why]]);
  expect(await doubts({ acls: [...acls, ...plain.acls.slice(1)] }, 'privateAddresses')).toEqual([]);
  expect(await doubts({ acls: [...acls, ...plain.acls.slice(1)] }, 'ipv6Addresses')).toEqual([lost.why]);
});
