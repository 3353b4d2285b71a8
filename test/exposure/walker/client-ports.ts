import { type Datagram, hasPorts } from './packet.ts';
import type { World } from './world.ts';

/**
 * Ports to try for the side that began, which chooses one as it likes: the lowest and highest that it may have, and those at and beside the
 * ends of every port range of a network ACL. Between two such ports no entry tells them apart.
 */
export function clientPorts(world: World, packet: Datagram, lowest = 1): readonly number[] {
  if (!hasPorts(packet)) return [lowest];
  const ranges = world.networkAcls.flatMap(({ Entries = [] }) => Entries.flatMap(({ PortRange }) => PortRange ?? []));
  const ports = ranges.flatMap(({ From = 0, To = 65_535 }) => [From - 1, From, To, To + 1]);
  return [...new Set([lowest, 65_535, ...ports])].filter((port) => port >= lowest && port <= 65_535);
}

/** What a load balancer uses towards its targets when it connects by itself (Elastic Load Balancing user guides, "ephemeral ports"). */
export const lowestOfLoadBalancers = 1024;
