import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { Plain } from '../../../estate/demo/builders/parts.ts';
import { inside, textOf } from './address.ts';
import { type Datagram, type Decision, hasPorts, icmp, icmpv6 } from './packet.ts';
import { only, type World } from './world.ts';

/**
 * Whether the subnet's network ACL lets a packet in or out: the entries of the direction, lowest number first; the first that matches
 * decides; what none matches is denied. (Amazon VPC User Guide, "Control subnet traffic with network access control lists", "Network ACL
 * rules"; port ranges and ICMP types count for their protocols only: CreateNetworkAclEntry.)
 */
export function networkAcl(world: World, subnetId: string, direction: 'in' | 'out', packet: Datagram): Decision {
  const acl = only(world.networkAcls, `network ACL of ${subnetId}`, ({ Associations = [] }) =>
    Associations.some(({ SubnetId }) => SubnetId === subnetId),
  );
  const entries = (acl.Entries ?? [])
    .filter(({ Egress }) => Egress === (direction === 'out'))
    .toSorted((one, other) => (one.RuleNumber ?? 0) - (other.RuleNumber ?? 0));
  const decisive = entries.find((entry) => matches(entry, direction === 'in' ? packet.source : packet.destination, packet));
  return {
    passes: decisive?.RuleAction === 'allow',
    kind: 'network-acl',
    id: acl.NetworkAclId ?? '',
    says: `${direction} of ${subnetId}, ${textOf(packet.source)} to ${textOf(packet.destination)}: rule ${decisive?.RuleNumber ?? '*'}`,
  };
}

function matches(entry: Plain<NetworkAclEntry>, peer: Datagram['source'], packet: Datagram): boolean {
  const { CidrBlock, Ipv6CidrBlock, Protocol, PortRange, IcmpTypeCode } = entry;
  if (!inside(peer, CidrBlock ?? Ipv6CidrBlock ?? '')) return false;
  if (Protocol === '-1') return true;
  if (Number(Protocol) !== packet.protocol) return false;
  if (hasPorts(packet)) return (PortRange?.From ?? 0) <= (packet.port ?? 0) && (packet.port ?? 0) <= (PortRange?.To ?? 65_535);
  if (packet.protocol !== icmp && packet.protocol !== icmpv6) return true;
  const { Type = -1, Code = -1 } = IcmpTypeCode ?? {};
  return (Type === -1 || Type === packet.type) && (Code === -1 || Code === packet.code);
}
