import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampled } from '../../whole.ts';
import { walk } from '../walker/walk.ts';
import { type World, worldOf } from '../walker/world.ts';
import { mistakes } from './mistakes.ts';
import { packetsAtBoundaries } from './packets.ts';
import { randomWorld } from './world.ts';

const perWorld = 20;
const worlds = fc.sample(randomWorld, { numRuns: 250, seed: 12 }).map((estate) => worldOf(estate));
const asked = worlds.map((world, i) => {
  const packets = packetsAtBoundaries(world, { seed: i, count: perWorld });
  return { world, packets, answers: packets.map((packet) => walk(world, packet).reply) };
});

/** How many packets it takes until the mistake shows, or undefined. */
function foundAfter(believed: (world: World) => World): number | undefined {
  for (const [i, { world, packets, answers }] of asked.entries()) {
    const other = believed(world);
    const shown = packets.findIndex((packet, n) => walk(other, packet).reply !== answers[n]);
    if (shown >= 0) return i * perWorld + shown + 1;
  }
  return undefined;
}

test.each(sampled(mistakes, 3))('packets at boundaries of small worlds show a mistake: $name', ({ believed }) => {
  const after = foundAfter(believed);
  expect(after).toBeLessThanOrEqual(worlds.length * perWorld);
});
