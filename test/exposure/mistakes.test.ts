import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampled } from '../whole.ts';
import { disagreementIn, judged } from './agreement.ts';
import { mistakes } from './random/mistakes.ts';
import { packetsAtBoundaries } from './random/packets.ts';
import { randomWorld } from './random/world.ts';
import { type World, worldOf } from './walker/world.ts';

const perWorld = 40;
const asked = fc
  .sample(randomWorld, { numRuns: 250, seed: 12 })
  .map((estate) => worldOf(estate))
  .map((world, i) => ({
    world,
    packets: packetsAtBoundaries(world, { seed: i, count: perWorld }),
    text: JSON.stringify(world),
  }));

/** Whether exposures of what a mistake makes one believe give it away: they disagree with the walker, or say that something is not known. */
async function isNoticed(believed: (world: World) => World): Promise<boolean> {
  for (const { world, packets, text } of asked) {
    const other = believed(world);
    // Where the mistake changes nothing, there is nothing to notice: `agreement.test.ts` sees to that.
    if (JSON.stringify(other) === text) continue;
    const found = await judged(other);
    if (found.unknown.length > 0 || disagreementIn(found, world, packets) !== undefined) return true;
  }
  return false;
}

test.each(sampled(mistakes, 3))('the packet walker would notice a mistake: $name', async ({ believed }) => {
  expect(await isNoticed(believed)).toBe(true);
});
