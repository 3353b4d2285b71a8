import { addressOf, textOf } from './address.ts';
import { stop } from './arrival.ts';
import { nowhere, walkToAddress } from './direct.ts';
import { isOfTheInternet } from './internet.ts';
import type { Packet, Walk } from './packet.ts';
import { walkToBalancer } from './walk-balancer.ts';
import type { World } from './world.ts';

/**
 * Walks one packet from the internet to what it dials, and its answer back, as AWS's documentation says that packets go.
 * @returns whether it arrives, whether anything can come back to a client that chooses its port freely, and what decided
 * @throws Error if the world names something that it does not hold
 */
export function walk(world: World, { source, to, flow }: Packet): Walk {
  const client = addressOf(source);
  if (!isOfTheInternet(client)) return { ...nowhere, by: [stop('source', textOf(client), 'is no address of the internet')] };
  return 'address' in to
    ? walkToAddress(world, client, addressOf(to.address), flow)
    : walkToBalancer(world, client, to.loadBalancer, flow);
}
