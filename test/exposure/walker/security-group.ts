import type { IpPermission } from '@aws-sdk/client-ec2';
import type { Plain } from '../../../estate/demo/builders/parts.ts';
import { type Address, inside, textOf } from './address.ts';
import { type Datagram, type Decision, hasPorts, icmp, icmpv6, tcp, udp } from './packet.ts';
import { only, type World } from './world.ts';

/**
 * Whether one of the groups has a rule for the packet; there are no denies, and the rules of all groups count together. What answers passes
 * by itself, for groups are stateful. (Amazon VPC User Guide, "Control traffic to your AWS resources using security groups", "Security group
 * rules".)
 * @param peerGroups the groups of the other side, where it is an interface of this VPC: a reference to a group means those only, never
 *   an address of the internet
 */
export function securityGroups(
  world: World,
  groupIds: readonly string[],
  direction: 'in' | 'out',
  packet: Datagram,
  peerGroups: readonly string[] = [],
): Decision {
  const peer = direction === 'in' ? packet.source : packet.destination;
  const admitting = groupIds.filter((id) => {
    const group = only(world.securityGroups, `security group ${id}`, ({ GroupId }) => GroupId === id);
    const rules = (direction === 'in' ? group.IpPermissions : group.IpPermissionsEgress) ?? [];
    return rules.some((rule) => ofFlow(rule, packet) && ofPeer(world, rule, peer, peerGroups));
  });
  return {
    passes: admitting.length > 0,
    kind: 'security-group',
    id: (admitting.length > 0 ? admitting : groupIds).join(' '),
    says: `${admitting.length > 0 ? 'has a rule' : 'no rule'} for ${textOf(peer)} (${direction})`,
  };
}

const numbers: Readonly<Record<string, number>> = { tcp, udp, icmp, icmpv6 };

/** IpPermission: `-1` is all protocols; ports for TCP and UDP, type and code for ICMP, -1 being all; no ports for other protocols. */
function ofFlow({ IpProtocol = '', FromPort = -1, ToPort = -1 }: Plain<IpPermission>, packet: Datagram): boolean {
  if (IpProtocol === '-1') return true;
  if ((numbers[IpProtocol] ?? Number(IpProtocol)) !== packet.protocol) return false;
  if (hasPorts(packet)) return FromPort <= (packet.port ?? 0) && (packet.port ?? 0) <= ToPort;
  if (packet.protocol !== icmp && packet.protocol !== icmpv6) return true;
  return FromPort === -1 || (FromPort === packet.type && (ToPort === -1 || ToPort === packet.code));
}

function ofPeer(world: World, rule: Plain<IpPermission>, peer: Address, peerGroups: readonly string[]): boolean {
  const lists = (rule.PrefixListIds ?? []).flatMap(({ PrefixListId = '' }) => cidrsOf(world, PrefixListId));
  const v4 = (rule.IpRanges ?? []).map(({ CidrIp = '' }) => CidrIp);
  const v6 = (rule.Ipv6Ranges ?? []).map(({ CidrIpv6 = '' }) => CidrIpv6);
  return (
    [...v4, ...v6, ...lists].some((cidr) => inside(peer, cidr)) ||
    (rule.UserIdGroupPairs ?? []).some(({ GroupId = '' }) => peerGroups.includes(GroupId))
  );
}

/** The CIDRs of a managed prefix list, a customer's or AWS's own (GetManagedPrefixListEntries). */
export function cidrsOf(world: World, id: string): readonly string[] {
  const entries = world.prefixListEntries[id];
  if (!entries) throw new Error(`this world has no entries of prefix list ${id}`);
  return entries.map(({ Cidr = '' }) => Cidr);
}
