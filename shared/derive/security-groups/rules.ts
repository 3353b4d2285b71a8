import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';
import { parseCidr } from '../../net/cidr.ts';
import { decimal } from '../../net/decimal.ts';
import { refused } from '../../net/parsed.ts';
import { portRange } from '../../net/port-set.ts';

type Group = Stored<'clusterSecurityGroups'>;
/** The rules of one group, as the derived fact holds them. */
export type Rules = Pick<Group, 'ingress' | 'complete'>;
type Rule = Extract<Group['ingress'], readonly unknown[]>[number];
type Permission = Extract<Stored<'securityGroups'>['ingress'], readonly unknown[]>[number];

/** A source with the CIDRs that it stands for, or why that is not known. */
type Source = { readonly id: string; readonly cidrs: readonly string[] | Unknown };

/** TCP and UDP, as EC2 names or numbers them: the protocols that have ports. */
const withPorts: ReadonlySet<string> = new Set(['tcp', 'udp', '6', '17']);
/** What EC2 has a name for (EC2 API, IpPermission `IpProtocol`): all protocols, and four of them. Any other is a number from 0 to 255. */
const named: ReadonlySet<string> = new Set(['-1', 'tcp', 'udp', 'icmp', 'icmpv6']);

/** Expands what each permission names. Sources that are security groups stand for no address and are left out. */
export function rulesOf(groupId: string, permissions: readonly Permission[], prefixLists: Fact<'prefixLists'>): Rules {
  const reasons: Unknown[] = [];
  const ingress = permissions.map((permission): Rule => {
    const sources = [
      ...[...permission.ipv4Cidrs, ...permission.ipv6Cidrs].map((cidr) =>
        valid({ id: cidr, cidrs: [cidr] }, `a rule of ${groupId}`),
      ),
      ...permission.prefixListIds.map((id) => valid(expanded(id, prefixLists), `prefix list ${id}`)),
    ];
    const ports = portsOf(permission, groupId);
    if (isUnknown(ports)) reasons.push(ports);
    reasons.push(...sources.map(({ cidrs }) => cidrs).filter(isUnknown));
    return {
      protocol: permission.protocol,
      ...(isUnknown(ports) ? {} : ports),
      sources: sources.flatMap(({ id, cidrs }) => (isUnknown(cidrs) || isUnknown(ports) ? [] : [{ id, cidrs: [...cidrs] }])),
      unread: sources.filter(({ cidrs }) => isUnknown(cidrs) || isUnknown(ports)).map(({ id }) => id),
    };
  });
  return { ingress, complete: reasons[0] ?? true };
}

/** Ports of a permission: none given (or -1) means all, and protocols without ports have none. A protocol that is none may have any. */
function portsOf(
  { protocol, fromPort: from, toPort: to }: Permission,
  groupId: string,
): Pick<Rule, 'fromPort' | 'toPort'> | Unknown {
  if (!named.has(protocol) && decimal(protocol, 0, protocol.length, 255) === undefined) return noProtocol(protocol, groupId);
  if (!withPorts.has(protocol) || ((from ?? -1) === -1 && (to ?? -1) === -1)) return {};
  const range = portRange(from ?? -1, to ?? -1);
  return range.ok ? { fromPort: from as number, toPort: to as number } : unknown(`a rule of ${groupId}: ${range.problem}`);
}

function noProtocol(text: string, groupId: string): Unknown {
  const refusal = refused(text, 'is not a protocol: -1, tcp, udp, icmp, icmpv6, or a number from 0 to 255');
  return unknown(`a rule of ${groupId}: ${refusal.ok ? '' : refusal.problem}`);
}

function expanded(id: string, prefixLists: Fact<'prefixLists'>): Source {
  if (!prefixLists.known) return { id, cidrs: prefixLists };
  const list = prefixLists.items.find((item) => item.id === id);
  if (list !== undefined) return { id, cidrs: list.cidrs };
  const missing = prefixLists.missing.find((item) => item.id === id);
  return {
    id,
    cidrs:
      missing === undefined
        ? unknown(`the prefix list ${id} was not read`, 'ec2:GetManagedPrefixListEntries')
        : unknown(missing.why, missing.action),
  };
}

function valid({ id, cidrs }: Source, where: string): Source {
  if (isUnknown(cidrs)) return { id, cidrs };
  const bad = cidrs.map(parseCidr).find(({ ok }) => !ok);
  return { id, cidrs: bad === undefined || bad.ok ? cidrs : unknown(`${where}: ${bad.problem}`) };
}
