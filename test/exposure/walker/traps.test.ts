import { describe, expect, test } from 'vitest';
import { checkEstate } from '../../../estate/file.ts';
import { traps } from './traps.ts';
import { walk } from './walk.ts';
import { worldOf } from './world.ts';

describe('the walker answers as a person does', () => {
  test.each(traps)('$name', ({ name, estate, packets }) => {
    const world = worldOf(checkEstate(estate, name));
    for (const { packet, reachable } of packets) {
      const { reply, by } = walk(world, packet);
      expect({ packet, reachable: reply, by }).toEqual({ packet, reachable, by });
    }
  });
});

test('every trap has a name of its own, and asks something', () => {
  expect(new Set(traps.map(({ name }) => name)).size).toBe(traps.length);
  for (const { packets } of traps) expect(packets.length).toBeGreaterThan(0);
});
