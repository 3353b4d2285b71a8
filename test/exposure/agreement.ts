import fc from 'fast-check';
import type { Exposures } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { isListed } from './asked.ts';
import { factsOf } from './facts-of.ts';
import { packetsAtBoundaries } from './random/packets.ts';
import { randomWorld } from './random/world.ts';
import type { Packet } from './walker/packet.ts';
import { belongsInRow, rowProtocolOf } from './walker/row.ts';
import { type World, worldOf } from './walker/world.ts';

/** Where exposures and the walker answer differently. */
export interface Disagreement {
  readonly packet: Packet;
  readonly listed: boolean;
  readonly walked: boolean;
}

export const judged = async (world: World): Promise<Exposures> =>
  exposuresOf(await factsOf(world), { place: { partition: 'aws', account: world.account, region: world.region } });

/** The first packet of which the exposures say something else than the walker does in this world. */
export function disagreementIn(found: Exposures, world: World, packets: readonly Packet[]): Disagreement | undefined {
  for (const packet of packets) {
    const listed = isListed(found, packet);
    const walked = belongsInRow(world, packet, rowProtocolOf(packet.flow), packet.flow.port ?? 0);
    if (listed !== walked) return { packet, listed, walked };
  }
  return undefined;
}

/**
 * Asks of random worlds, each with so many packets at its boundaries.
 * @returns how many were asked
 * @throws Error with the packet and the world as an estate file, shrunk, where the two disagree, or anything is not known in a world that lacks nothing
 */
export async function agree(worlds: number, perWorld: number, seed: number): Promise<number> {
  let asked = 0;
  const property = fc.asyncProperty(randomWorld, fc.nat(), async (estate, packetSeed) => {
    const world = worldOf(estate);
    const found = await judged(world);
    const packets = packetsAtBoundaries(world, { seed: packetSeed, count: perWorld });
    asked += packets.length;
    const disagreement = disagreementIn(found, world, packets);
    const doubts = [...found.unknown, ...found.exposures.filter(({ unless }) => unless !== undefined)];
    if (disagreement === undefined && doubts.length === 0) return;
    throw new Error(`${JSON.stringify(disagreement ?? doubts[0])}\nin this estate file:\n${JSON.stringify(estate)}`);
  });
  await fc.assert(property, { numRuns: worlds, seed });
  return asked;
}
