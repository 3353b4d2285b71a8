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

test('a world that names what it does not hold is no question for the walker', () => {
  const [{ estate, packets } = { estate: { accounts: {} }, packets: [] }] = traps;
  const [asked] = packets;
  const world = worldOf(estate);
  if (!asked) throw new Error('the first trap asks nothing');
  expect(() => walk({ ...world, securityGroups: [] }, asked.packet)).toThrow('no security group sg-1');
  expect(() => walk({ ...world, networkAcls: [] }, asked.packet)).toThrow('no network ACL of subnet-a');
  expect(() => walk({ ...world, instances: [] }, asked.packet)).toThrow('no instance i-1');
  expect(() => worldOf({ accounts: {} })).toThrow('no Region');
});
