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
