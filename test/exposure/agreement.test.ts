import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disagreementIn, judged } from './agreement.ts';
import { packetsAtBoundaries } from './random/packets.ts';
import { randomWorld } from './random/world.ts';
import { worldOf } from './walker/world.ts';

const perWorld = 20;
const worlds = 250;

test('exposures and the packet walker agree on packets at every boundary of random worlds', async () => {
  await fc.assert(
    fc.asyncProperty(randomWorld, fc.nat(), async (estate, seed) => {
      const world = worldOf(estate);
      const found = await judged(world);
      expect(found.unknown).toEqual([]);
      expect(found.exposures.filter(({ unless }) => unless !== undefined)).toEqual([]);
      const disagreement = disagreementIn(
        found,
        world,
        packetsAtBoundaries(world, { seed, count: perWorld }).filter(({ to }) => 'address' in to),
      );
      if (disagreement) throw new Error(`${JSON.stringify(disagreement)} in the estate file ${JSON.stringify(estate)}`);
    }),
    { numRuns: worlds, seed: 5 },
  );
});
