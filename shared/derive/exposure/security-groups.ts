import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { type FlowSet, portFlows, portsOf, TCP, UDP } from '../../net/flow-set.ts';
import { IpSet } from '../../net/ip-set.ts';
import { Product } from '../../net/product.ts';
import { internet } from '../../net/reserved.ts';
import type { NetworkFacts, Step } from './exposure.ts';
import { flowsInWords, flowsOf } from './flows.ts';
import { about, listed, memoised } from './listed.ts';
import { blocksOf, prefixListBlocks } from './prefix-lists.ts';
import { noTraffic, type Traffic } from './traffic.ts';

type Permission = Extract<Stored<'securityGroups'>['ingress'], readonly unknown[]>[number];
type Direction = 'ingress' | 'egress';

/** One rule: its flows, the peers that it names by address, those that it names by group, and as a step of a path. */
interface Rule {
  readonly flows: FlowSet;
  readonly peers: IpSet;
  readonly groups: readonly string[];
  readonly step: Step;
}

/** What a part of a group could let in that could not be read: flows, to or from anyone. */
interface Unread {
  readonly flows: FlowSet | undefined;
  readonly why: Unknown;
}

/** The rules of a direction of some groups together. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly unread: readonly Unread[];
  /** What the rules of addresses of the internet let through: it is certain. References to groups are not in it. */
  readonly traffic: Traffic;
}

export interface SecurityGroups {
  /** The union of the rules of several groups, which is what an interface has that carries them all. */
  of(groupIds: readonly string[], direction: Direction): Rules;
}

/**
 * Security groups (Amazon VPC User Guide, "Security group rules"): rules allow and never deny, and those of all groups of an interface count
 * together; answers pass by themselves. A group, a prefix list or a rule that could not be read may let in anyone, and is said as `unread`.
 */
export function securityGroupsOf(network: Pick<NetworkFacts, 'securityGroups' | 'prefixLists'>): SecurityGroups {
  const groups = listed('securityGroups', network.securityGroups);
  const list = prefixListBlocks(network.prefixLists);
  const own = memoised((key: string): Rules => {
    const [direction, id = ''] = key.split(' ');
    const group = groups.find(id);
    const permissions = isUnknown(group) ? group : direction === 'ingress' ? group.ingress : group.egress;
    if (isUnknown(permissions))
      return {
        rules: [],
        unread: [{ flows: undefined, why: isUnknown(group) ? group : about(id, permissions) }],
        traffic: noTraffic,
      };
    return rulesOf(id, direction as Direction, permissions, list);
  });
  const together = memoised((key: string): Rules => {
    const [direction, ...ids] = key.split(' ');
    const all = ids.map((id) => own(`${direction} ${id}`));
    const rules = all.flatMap((one) => one.rules);
    const unread = all.flatMap((one) => one.unread);
    return { rules, unread, traffic: all.reduce((sum, { traffic }) => sum.union(traffic), noTraffic) };
  });
  return { of: (groupIds, direction) => together([direction, ...[...new Set(groupIds)].sort()].join(' ')) };
}

type ListBlocks = ReturnType<typeof prefixListBlocks>;

function rulesOf(id: string, direction: Direction, permissions: readonly Permission[], list: ListBlocks): Rules {
  const rules: Rule[] = [];
  const unread: Unread[] = [];
  for (const permission of permissions) {
    const flows = flowsOf(permission.protocol, permission.fromPort, permission.toPort);
    if (!flows.ok) {
      unread.push({ flows: undefined, why: unknown(`a rule of ${id}: ${flows.problem}`) });
      continue;
    }
    const peers = peersOf(id, permission, list);
    for (const why of peers.unread) unread.push({ flows: flows.value, why });
    rules.push({
      flows: flows.value,
      peers: peers.set,
      groups: permission.securityGroupIds,
      step: { kind: 'security-group', id, says: inWords(direction, permission), ...opensOf(flows.value) },
    });
  }
  return { rules, unread, traffic: union(rules) };
}

/**
 * What rules let through of the internet. Most rules are of addresses inside, which need no algebra; rules of the same flows are brought
 * together first, since a group has many peers and few kinds of flows.
 */
function union(rules: readonly Rule[]): Traffic {
  const outside = rules.filter(({ peers }) => peers.meets(internet));
  const byFlows = Map.groupBy(outside, ({ flows }) =>
    flows
      .ranges()
      .map(({ from, to }) => `${from}-${to}`)
      .join(),
  );
  return Product.of(
    [...byFlows.values()].flatMap((same) =>
      same.slice(0, 1).map(({ flows }) => ({ left: flows, right: IpSet.unionOf(same.map(({ peers }) => peers)) })),
    ),
  );
}

function peersOf(id: string, permission: Permission, list: ListBlocks): { readonly set: IpSet; readonly unread: Unknown[] } {
  const { ipv4Cidrs, ipv6Cidrs, prefixListIds } = permission;
  const all = [blocksOf([...ipv4Cidrs, ...ipv6Cidrs], `a rule of ${id}`), ...prefixListIds.map(list)];
  return {
    set: IpSet.of(all.flatMap((blocks) => (isUnknown(blocks) ? [] : blocks))),
    unread: all.filter(isUnknown),
  };
}

/** The ports of a rule that is of TCP or of UDP; nothing of any other. */
function opensOf(flows: FlowSet): Pick<Step, 'opens'> {
  for (const [name, protocol] of [
    ['tcp', TCP],
    ['udp', UDP],
  ] as const) {
    const ports = portsOf(flows, protocol);
    if (flows.equals(portFlows(protocol, ports)))
      return { opens: { protocol: name, ports: ports.ranges().map(({ from, to }) => [from, to]) } };
  }
  return {};
}

/** As many peers as a step names. */
const shown = 4;

function inWords(direction: Direction, permission: Permission): string {
  const { ipv4Cidrs, ipv6Cidrs, prefixListIds, securityGroupIds } = permission;
  const peers = [...ipv4Cidrs, ...ipv6Cidrs, ...prefixListIds, ...securityGroupIds];
  const named = peers.length > shown ? [...peers.slice(0, shown), `${peers.length - shown} more`] : peers;
  const flows = flowsInWords(permission.protocol, permission.fromPort, permission.toPort);
  return `${direction} rule: ${flows} ${direction === 'ingress' ? 'from' : 'to'} ${named.join(', ')}`;
}
