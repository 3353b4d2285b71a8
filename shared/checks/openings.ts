/** What security groups on one interface let in from the internet, by exact set algebra over protocols, ports and addresses. */
import type { Item, Value } from '../facts/index.ts';
import { decimal } from '../net/decimal.ts';
import { IntervalSet, type Range } from '../net/interval-set.ts';
import { IpSet } from '../net/ip-set.ts';
import { allPorts, type PortSet, portRange } from '../net/port-set.ts';
import { internet } from '../net/reserved.ts';
import { publicRange } from './public-range.ts';

export type Rule = Item<'clusterSecurityGroups'>['ingress'][number];
export type LargeRange = Value<'settings'>['largeRange'];
export type PortsOf = Readonly<Record<'tcp' | 'udp', PortSet>>;
export const transports = ['tcp', 'udp'] as const;
type Transport = (typeof transports)[number];

export interface RulesOfGroup {
  readonly id: string;
  readonly rules: readonly Rule[];
}

/** Ports that are open to the whole internet, or to more of it than the owner's threshold; `with`: other groups that have a part in it. */
export interface Openings {
  readonly internet: PortsOf;
  readonly large: PortsOf;
  readonly with: readonly string[];
}

/** Whom a source that could not be read is taken for. */
export type Unread = 'nobody' | 'everybody';

const everybody = IpSet.ofCidrs('0.0.0.0/0', '::/0');
const numbers: Readonly<Record<Transport, string>> = { tcp: '6', udp: '17' };
const noPort: PortSet = IntervalSet.of<number>([]);

/** The names that EC2 has for single protocols; all others are numbers. */
const otherNames: ReadonlySet<string> = new Set(['tcp', 'udp', 'icmp', 'icmpv6']);
const isOther = (protocol: string): boolean =>
  otherNames.has(protocol) || decimal(protocol, 0, protocol.length, 255) !== undefined;

/** The ports of a transport that a rule opens: none for other protocols, and any for a text that is no protocol, whose sources are unread. */
export function portsOf({ protocol, fromPort, toPort }: Rule, transport: Transport): PortSet {
  const matches = protocol === '-1' || protocol === transport || protocol === numbers[transport];
  if (!matches) return isOther(protocol) ? noPort : allPorts;
  if (fromPort === undefined || toPort === undefined) return allPorts;
  const range = portRange(fromPort, toPort);
  // The fact holds ranges of ports only: a rule with another is unread, and has none.
  if (!range.ok) throw new RangeError(range.problem);
  return range.value;
}

function sourcesOf({ sources, unread }: Rule, assume: Unread): IpSet {
  if (assume === 'everybody' && unread.length > 0) return everybody;
  const set = IpSet.fromCidrs(sources.flatMap(({ cidrs }) => cidrs));
  // The fact holds CIDRs only: any other text is unread.
  if (!set.ok) throw new RangeError(set.problem);
  return set.value;
}

/** Whether rules let in any address of the internet at all, as far as can be known. */
export const letsInternetIn = (rules: readonly Rule[]): boolean =>
  rules.some(
    (rule) =>
      transports.some((transport) => !portsOf(rule, transport).isEmpty()) &&
      !sourcesOf(rule, 'everybody').intersect(internet).isEmpty(),
  );

/** A group with its rules as sets: made once, asked for every piece of ports. */
interface Group {
  readonly id: string;
  readonly rules: readonly { readonly ports: PortsOf; readonly sources: IpSet }[];
}

/** What the own group opens, by itself or together with one of the sets of others. */
export function openings(
  own: RulesOfGroup,
  together: readonly (readonly RulesOfGroup[])[],
  large: LargeRange,
  assume: Unread,
): Openings {
  const groups = new Map([own, ...together.flat()].map((group) => [group.id, asSets(group, assume)]));
  const sets = (together.length === 0 ? [[]] : together).map((others) =>
    [own, ...others].flatMap(({ id }) => groups.get(id) ?? []),
  );
  const found = transports.flatMap((transport) =>
    sets.flatMap((set) =>
      pieces(set, own.id, transport).flatMap((piece) => {
        const sources = set.map((group) => ({ id: group.id, set: sourcesAt(group, transport, piece.from) }));
        const opened = widest(own.id, sources, large);
        return opened === undefined ? [] : [{ transport, piece, ...opened }];
      }),
    ),
  );
  const portsFor = (range: 'internet' | 'large', transport: Transport) =>
    IntervalSet.of(found.filter((one) => one.range === range && one.transport === transport).map(({ piece }) => piece));
  const whole = { tcp: portsFor('internet', 'tcp'), udp: portsFor('internet', 'udp') };
  return {
    internet: whole,
    large: { tcp: portsFor('large', 'tcp').subtract(whole.tcp), udp: portsFor('large', 'udp').subtract(whole.udp) },
    with: [...new Set(found.flatMap((one) => one.with))].sort(),
  };
}

const asSets = ({ id, rules }: RulesOfGroup, assume: Unread): Group => ({
  id,
  rules: rules.map((rule) => ({
    ports: { tcp: portsOf(rule, 'tcp'), udp: portsOf(rule, 'udp') },
    sources: sourcesOf(rule, assume),
  })),
});

/** The ports of the own group, cut where a rule of any begins or ends: all ports of a piece have the same sources. */
function pieces(groups: readonly Group[], own: string, transport: Transport): readonly Range<number>[] {
  const portsOfAll = (some: readonly Group[]) => some.flatMap(({ rules }) => rules.map(({ ports }) => ports[transport]));
  const opened = IntervalSet.unionOf(portsOfAll(groups.filter(({ id }) => id === own)));
  const edges = portsOfAll(groups).flatMap((ports) => ports.ranges().flatMap(({ from, to }) => [from, to + 1]));
  const cuts = [...new Set(edges)].sort((a, b) => a - b);
  return cuts
    .slice(1)
    .map((next, index) => ({ from: cuts[index] as number, to: next - 1 }))
    .filter(({ from }) => opened.contains(from));
}

const sourcesAt = ({ rules }: Group, transport: Transport, port: number): IpSet =>
  IpSet.unionOf(rules.filter(({ ports }) => ports[transport].contains(port)).map(({ sources }) => sources));

type Sets = readonly { readonly id: string; readonly set: IpSet }[];

/** As what the ports are open, if the own group has a part in it. */
function widest(own: string, sets: Sets, large: LargeRange) {
  // Most rules let in nobody of the internet.
  if (sets.every(({ id, set }) => id !== own || publicRange(set, large) === 'none')) return undefined;
  for (const range of openRanges(IpSet.unionOf(sets.map(({ set }) => set)), large)) {
    const opens = (set: IpSet) => openRanges(set, large).includes(range);
    const others = partners(own, sets, opens);
    if (others !== undefined) return { range, with: others };
  }
  return undefined;
}

/** The whole internet is a large range, too. */
function openRanges(set: IpSet, large: LargeRange): readonly ('internet' | 'large')[] {
  const range = publicRange(set, large);
  return range === 'internet' ? ['internet', 'large'] : range === 'large' ? ['large'] : [];
}

/**
 * The groups with which the own one opens something: none if it does so alone, `undefined` if it has no part in it. All of them do. Of
 * all groups the smallest are left out first, as long as the rest still opens it, so that a group beside one that is open is not blamed.
 */
function partners(own: string, sets: Sets, opens: (set: IpSet) => boolean): readonly string[] | undefined {
  const open = (some: Sets) => opens(IpSet.unionOf(some.map(({ set }) => set)));
  if (open(sets.filter(({ id }) => id === own))) return [];
  let needed = [...sets].sort((a, b) => bySize(a.set, b.set) || (a.id < b.id ? -1 : 1));
  for (const one of needed) {
    const rest = needed.filter((other) => other !== one);
    if (open(rest)) needed = rest;
  }
  const ids = needed.map(({ id }) => id);
  return ids.includes(own) ? ids.filter((id) => id !== own) : undefined;
}

/** By addresses; one network of IPv6 counts as one of IPv4. */
function bySize(a: IpSet, b: IpSet): number {
  const [left, right] = [a, b].map(({ v4, v6 }) => v4.size() + (v6.size() >> 64n)) as [bigint, bigint];
  return left < right ? -1 : left > right ? 1 : 0;
}
