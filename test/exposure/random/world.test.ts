import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkEstate } from '../../../estate/file.ts';
import { tries } from '../../whole.ts';
import { belongsInRow, rowProtocolOf } from '../walker/row.ts';
import { walk } from '../walker/walk.ts';
import { type World, worldOf } from '../walker/world.ts';
import { packetsAtBoundaries } from './packets.ts';
import { randomWorld } from './world.ts';

const seeded = { numRuns: tries(40, 150), seed: 5 };

describe('random small worlds', () => {
  test('are estate files that nothing is missing from, and every packet has an answer', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), (estate, seed) => {
        const world = worldOf(checkEstate(estate, 'a random world'));
        for (const packet of packetsAtBoundaries(world, { seed, count: 20 })) {
          const { delivered, reply, reached, by } = walk(world, packet);
          expect(by.length).toBeGreaterThan(0);
          if (reply) expect(delivered).toBe(true);
          if ('loadBalancer' in packet.to) expect(reached.length > 0).toBe(reply);
          if (reply) expect(belongsInRow(world, packet, rowProtocolOf(packet.flow), packet.flow.port ?? 0)).toBe(true);
        }
      }),
      seeded,
    );
  });

  test('are dense: every mechanism stops packets, and packets of every kind come back', () => {
    const stoppedBy = new Map<string, number>();
    const cameBack = new Map<string, number>();
    const count = (counts: Map<string, number>, kind: string) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const [i, estate] of fc.sample(randomWorld, { ...seeded, numRuns: tries(150, 400) }).entries()) {
      const world: World = worldOf(estate);
      for (const packet of packetsAtBoundaries(world, { seed: i, count: 20 })) {
        const { reply, by } = walk(world, packet);
        if (reply) count(cameBack, 'address' in packet.to ? rowProtocolOf(packet.flow) : 'load-balancer');
        else count(stoppedBy, by.at(-1)?.kind ?? '');
      }
    }
    const kinds =
      'address block-public-access gateway-route-table instance internet-gateway load-balancer network-acl network-interface';
    const others = 'protocol route-table security-group source target zone';
    expect([...stoppedBy.keys()].toSorted()).toEqual(`${kinds} ${others}`.split(' ').toSorted());
    expect([...cameBack.keys()].toSorted()).toEqual(['icmp', 'icmpv6', 'load-balancer', 'other', 'tcp', 'udp']);
  });
});
