import { describe, expect, test } from 'vitest';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { isListed } from './asked.ts';
import { factsOf } from './facts-of.ts';
import { rowProtocolOf } from './walker/row.ts';
import { traps } from './walker/traps.ts';
import { worldOf } from './walker/world.ts';

describe('exposures are what a person says', () => {
  test.each(traps)('$name', async ({ estate, packets }) => {
    const world = worldOf(estate);
    const found = exposuresOf(await factsOf(world), { place: { partition: 'aws', ...world } });
    expect(found.unknown).toEqual([]);
    for (const { packet, reachable } of packets) {
      // A row of ICMP stands for all messages that are answered: one that is not answered is in no row by itself.
      if (rowProtocolOf(packet.flow).startsWith('icmp') && !reachable) continue;
      if (rowProtocolOf(packet.flow) === 'other' && !reachable) continue;
      expect({ packet, reachable: isListed(found, packet) }).toEqual({ packet, reachable });
    }
    for (const { path, unless } of found.exposures) {
      expect(path.length).toBeGreaterThan(2);
      expect(unless).toBeUndefined();
    }
  });
});

test('open to all of IPv6 is open to the internet, though the network has a part of it', async () => {
  const { estate } = traps.find(({ name }) => name === '::/0 only') ?? {};
  if (estate === undefined) throw new Error('there is no such trap');
  const { exposures } = exposuresOf(await factsOf(worldOf(estate)));
  const six = exposures.filter(({ address }) => address.includes(':'));
  expect(six.map(({ internet }) => internet)).toEqual(six.map(() => true));
  expect(six).not.toEqual([]);
});
