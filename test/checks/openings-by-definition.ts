/** What groups open by the plain definition: every piece of ports is judged on its own, with set algebra. Slow, and short enough to believe. */
import { type Openings, portsOf, type RulesOfGroup, transports, type Unread } from '../../shared/checks/openings.ts';
import { publicRange } from '../../shared/checks/public-range.ts';
import type { Value } from '../../shared/facts/index.ts';
import { IntervalSet } from '../../shared/net/interval-set.ts';
import { IpSet } from '../../shared/net/ip-set.ts';

type LargeRange = Value<'settings'>['largeRange'];
type Transport = (typeof transports)[number];
type Sets = readonly { readonly id: string; readonly set: IpSet }[];

export function openingsByDefinition(
  own: RulesOfGroup,
  together: readonly (readonly RulesOfGroup[])[],
  large: LargeRange,
  assume: Unread,
): Openings {
  const found = transports.flatMap((transport) =>
    (together.length === 0 ? [[]] : together).flatMap((others) => {
      const groups = [own, ...others];
      return pieces(groups, own, transport).flatMap((piece) => {
        const sets = groups.map((group) => ({ id: group.id, set: sourcesAt(group, transport, piece.from, assume) }));
        const opened = widest(own.id, sets, large);
        return opened === undefined ? [] : [{ transport, piece, ...opened }];
      });
    }),
  );
  const ports = (range: string, transport: Transport) =>
    IntervalSet.of(found.filter((one) => one.range === range && one.transport === transport).map(({ piece }) => piece));
  const internet = { tcp: ports('internet', 'tcp'), udp: ports('internet', 'udp') };
  return {
    internet,
    large: { tcp: ports('large', 'tcp').subtract(internet.tcp), udp: ports('large', 'udp').subtract(internet.udp) },
    with: [...new Set(found.flatMap((one) => one.with))].sort(),
  };
}

/** The ports of the own group, cut where a rule of any begins or ends. */
function pieces(groups: readonly RulesOfGroup[], own: RulesOfGroup, transport: Transport) {
  const opened = IntervalSet.unionOf(own.rules.map((rule) => portsOf(rule, transport)));
  const ranges = groups.flatMap(({ rules }) => rules.flatMap((rule) => portsOf(rule, transport).ranges()));
  const cuts = [...new Set(ranges.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  return cuts
    .slice(1)
    .map((next, index) => ({ from: cuts[index] as number, to: next - 1 }))
    .filter(({ from }) => opened.contains(from));
}

const sourcesAt = ({ rules }: RulesOfGroup, transport: Transport, port: number, assume: Unread): IpSet =>
  IpSet.unionOf(
    rules
      .filter((rule) => portsOf(rule, transport).contains(port))
      .map(({ sources, unread }) =>
        assume === 'everybody' && unread.length > 0
          ? IpSet.ofCidrs('0.0.0.0/0', '::/0')
          : IpSet.ofCidrs(...sources.flatMap(({ cidrs }) => cidrs)),
      ),
  );

function widest(own: string, sets: Sets, large: LargeRange) {
  for (const range of ['internet', 'large'] as const) {
    const open = (some: Sets): boolean => {
      const found = publicRange(IpSet.unionOf(some.map(({ set }) => set)), large);
      return found === 'internet' || found === range;
    };
    const others = open(sets) ? partners(own, sets, open) : undefined;
    if (others !== undefined) return { range, with: others };
  }
  return undefined;
}

/** The smallest groups are left out first, as long as the rest still opens it. */
function partners(own: string, sets: Sets, open: (some: Sets) => boolean): readonly string[] | undefined {
  if (open(sets.filter(({ id }) => id === own))) return [];
  let needed = [...sets].sort((a, b) => Number(size(a.set) - size(b.set)) || (a.id < b.id ? -1 : 1));
  for (const one of needed) {
    const rest = needed.filter((other) => other !== one);
    if (open(rest)) needed = rest;
  }
  const ids = needed.map(({ id }) => id);
  return ids.includes(own) ? ids.filter((id) => id !== own) : undefined;
}

/** By addresses; one network of IPv6 counts as one of IPv4. */
const size = ({ v4, v6 }: IpSet): bigint => v4.size() + (v6.size() >> 64n);
