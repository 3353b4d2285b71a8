import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exposures, NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { facts as definitions } from '../../shared/facts/index.ts';
import { tries } from '../whole.ts';
import { rowsListing } from './asked.ts';
import { factsOf } from './facts-of.ts';
import { packetsAtBoundaries } from './random/packets.ts';
import { randomWorld } from './random/world.ts';
import { belongsInRow, rowProtocolOf } from './walker/row.ts';
import { worldOf } from './walker/world.ts';

type Name = keyof NetworkFacts;
/** What only ever closes, where it closes anything: without it rows stand, with a reason. */
const restricting: readonly Name[] = [
  'blockPublicAccess',
  'instances',
  'internetGateways',
  'networkAcls',
  'routeTables',
  'subnets',
];
/** What opens: without it something is unknown. */
const opening: readonly Name[] = [
  'classicLoadBalancers',
  'listenerRules',
  'listeners',
  'loadBalancers',
  'networkInterfaces',
  'prefixLists',
  'securityGroups',
  'targetGroups',
];

const why = 'AccessDenied: it was not to be read';
const lost = unknown(why, 'grant it');

/** The same network without one of its facts. */
const without = (network: NetworkFacts, name: Name): NetworkFacts => ({ ...network, [name]: lost });

/** Without one item of a list, which is missing instead. */
function withoutItem(network: NetworkFacts, name: Name, choice: number): NetworkFacts {
  const fact = network[name];
  if (!fact.known || !('items' in fact) || fact.items.length === 0) return without(network, name);
  const items: readonly object[] = fact.items;
  const gone = items[choice % items.length];
  const idOf = (definitions[name] as unknown as { readonly id: (item: object | undefined) => { readonly id: string } }).id;
  const missing = [{ id: idOf(gone).id, why, action: 'grant it' }];
  return { ...network, [name]: { ...fact, items: items.filter((item) => item !== gone), missing } } as NetworkFacts;
}

const place = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };

/** Small worlds with what is true of packets to them. */
const asked = await Promise.all(
  fc.sample(randomWorld, { numRuns: tries(20, 60), seed: 3 }).map(async (estate, seed) => {
    const world = worldOf(estate);
    const packets = packetsAtBoundaries(world, { seed, count: 20 }).map((packet) => ({
      packet,
      walked: belongsInRow(world, packet, rowProtocolOf(packet.flow), packet.flow.port ?? 0),
    }));
    return { network: await factsOf(world), packets, seed };
  }),
);

/** Every packet that comes back is in a row, or something is unknown; every row that is too much says what could close it. */
function bounded(name: Name, lose: typeof withoutItem, isRestricting: boolean): void {
  for (const { network, packets, seed } of asked) {
    const found: Exposures = exposuresOf(lose(network, name, seed), { place });
    for (const { packet, walked } of packets) {
      const rows = rowsListing(found, packet);
      const context = { seed, packet, walked, rows, unknown: found.unknown };
      const isBounded = walked
        ? rows.length > 0 || (!isRestricting && found.unknown.length > 0)
        : rows.every(({ unless }) => unless !== undefined);
      if (!isBounded) expect(context).toBe('bounded');
    }
  }
}

describe('what could not be read hides nothing', () => {
  test.each(restricting)('without %s rows stand, unless …', (name) => bounded(name, without, true));
  test.each(restricting)('without an item of %s rows stand, unless …', (name) => bounded(name, withoutItem, true));
  test.each(opening)('without %s something is unknown', (name) => bounded(name, without, false));
  test.each(opening)('without an item of %s something is unknown', (name) => bounded(name, withoutItem, false));
});
