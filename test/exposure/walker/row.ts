import { type Flow, icmp, icmpv6, type Packet, tcp, udp } from './packet.ts';
import { walk } from './walk.ts';
import type { World } from './world.ts';

/** The protocols of a row of `postern exposure`. */
export type RowProtocol = 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'other';

/** The protocol under which a row lists a flow. */
export const rowProtocolOf = ({ protocol }: Flow): RowProtocol =>
  (({ [tcp]: 'tcp', [udp]: 'udp', [icmp]: 'icmp', [icmpv6]: 'icmpv6' }) as const)[protocol] ?? 'other';

/**
 * The flows that a row of a protocol stands for: one port of TCP or UDP; every request of ICMP that something answers; of other protocols each
 * that a rule of this world names, and one (253, for experiments: RFC 3692) that none does.
 */
function flowsOf(world: World, protocol: RowProtocol, port: number): readonly Flow[] {
  if (protocol === 'tcp' || protocol === 'udp') return [{ protocol: protocol === 'tcp' ? tcp : udp, port }];
  if (protocol === 'icmpv6') return [{ protocol: icmpv6, type: 128, code: 0 }];
  if (protocol === 'icmp') return [8, 13].map((type) => ({ protocol: icmp, type, code: 0 }));
  return otherProtocols(world).map((number) => ({ protocol: number }));
}

function otherProtocols({ securityGroups, networkAcls }: World): readonly number[] {
  const rules = securityGroups.flatMap(({ IpPermissions = [] }) => IpPermissions.map(({ IpProtocol }) => Number(IpProtocol)));
  const entries = networkAcls.flatMap(({ Entries = [] }) => Entries.map(({ Protocol }) => Number(Protocol)));
  const own: readonly number[] = [tcp, udp, icmp, icmpv6];
  return [...new Set([253, ...rules, ...entries])].filter((number) => number >= 0 && number < 256 && !own.includes(number));
}

/** Whether a row of this protocol (and port) is to list the source: whether one of its flows makes a round trip. */
export const belongsInRow = (
  world: World,
  { source, to }: Pick<Packet, 'source' | 'to'>,
  protocol: RowProtocol,
  port: number,
): boolean => flowsOf(world, protocol, port).some((flow) => walk(world, { source, to, flow }).reply);
