import type { Exposures } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { isListed } from './asked.ts';
import { factsOf } from './facts-of.ts';
import type { Packet } from './walker/packet.ts';
import { belongsInRow, rowProtocolOf } from './walker/row.ts';
import type { World } from './walker/world.ts';

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
