import { TCP, UDP } from '../../../net/flow-set.ts';
import type { Transport } from './front.ts';

/** What a listener or a target group speaks (ELBv2 API, Listener and TargetGroup `Protocol`): UDP and QUIC are datagrams, TCP_UDP and TCP_QUIC are both. */
const transports: ReadonlyMap<string, readonly Transport[]> = new Map([
  ['HTTP', [TCP]],
  ['HTTPS', [TCP]],
  ['TCP', [TCP]],
  ['TLS', [TCP]],
  ['UDP', [UDP]],
  ['QUIC', [UDP]],
  ['TCP_UDP', [TCP, UDP]],
  ['TCP_QUIC', [TCP, UDP]],
]);

/** The transports of a protocol by its name in ELBv2; undefined for one that it does not have. */
export const transportsOf = (protocol: string): readonly Transport[] | undefined => transports.get(protocol);
