import type { Exposure, Exposures } from '../../shared/derive/exposure/exposure.ts';
import { addressOf, inside, textOf } from './walker/address.ts';
import type { Packet } from './walker/packet.ts';
import { rowProtocolOf } from './walker/row.ts';

/** Whether some row lists a packet: its address or load balancer, its protocol and port, its source. */
export const isListed = ({ exposures }: Exposures, packet: Packet): boolean => exposures.some((row) => lists(row, packet));

/** The rows that list it. */
export const rowsListing = ({ exposures }: Exposures, packet: Packet): readonly Exposure[] =>
  exposures.filter((row) => lists(row, packet));

function lists(row: Exposure, { source, to, flow }: Packet): boolean {
  if (row.protocol !== rowProtocolOf(flow)) return false;
  if ('address' in to ? row.via !== 'direct' || !isAt(row.address, to.address) : row.via !== to.loadBalancer) return false;
  const port = flow.port ?? 0;
  if (row.ports !== undefined && !row.ports.some(([from, upTo]) => from <= port && port <= upTo)) return false;
  return row.sources.some((cidr) => inside(addressOf(source), cidr));
}

const isAt = (dialled: string, address: string): boolean =>
  dialled.includes('/') ? inside(addressOf(address), dialled) : textOf(addressOf(dialled)) === textOf(addressOf(address));
