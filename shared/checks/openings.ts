/** What security groups on one interface let in from the internet, by exact set algebra over protocols, ports and addresses. */
import type { Item } from '../facts/index.ts';
import { decimal } from '../net/decimal.ts';
import { IntervalSet } from '../net/interval-set.ts';
import { everyAddress, IpSet } from '../net/ip-set.ts';
import { allPorts, noPorts, type PortSet, portRange } from '../net/port-set.ts';
import { internet } from '../net/reserved.ts';
import { addressesOf } from './address-pieces.ts';
import { type Opened, sweep } from './port-sweep.ts';
import type { LargeRange } from './public-range.ts';

export type Rule = Item<'clusterSecurityGroups'>['ingress'][number];
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

const numbers: Readonly<Record<Transport, string>> = { tcp: '6', udp: '17' };

/** The names that EC2 has for single protocols; all others are numbers. */
const otherNames: ReadonlySet<string> = new Set(['tcp', 'udp', 'icmp', 'icmpv6']);
const isOther = (protocol: string): boolean =>
  otherNames.has(protocol) || decimal(protocol, 0, protocol.length, 255) !== undefined;

/** The ports of a transport that a rule opens: none for other protocols, and any for a text that is no protocol, whose sources are unread. */
export function portsOf({ protocol, fromPort, toPort }: Rule, transport: Transport): PortSet {
  const matches = protocol === '-1' || protocol === transport || protocol === numbers[transport];
  if (!matches) return isOther(protocol) ? noPorts : allPorts;
  if (fromPort === undefined || toPort === undefined) return allPorts;
  const range = portRange(fromPort, toPort);
  // The fact holds ranges of ports only: a rule with another is unread, and has none.
  if (!range.ok) throw new RangeError(range.problem);
  return range.value;
}

/** The sources of a rule that could be read, made once: the same rule is asked about for each interface of its group. */
const sourcesRead = remembered((rule: Rule): IpSet => {
  const set = IpSet.fromCidrs(rule.sources.flatMap(({ cidrs }) => cidrs));
  // The fact holds CIDRs only: any other text is unread.
  if (!set.ok) throw new RangeError(set.problem);
  return set.value;
});

const sourcesOf = (rule: Rule, assume: Unread): IpSet =>
  assume === 'everybody' && rule.unread.length > 0 ? everyAddress : sourcesRead(rule);

const ruleLetsInternetIn = remembered(
  (rule: Rule): boolean =>
    transports.some((transport) => !portsOf(rule, transport).isEmpty()) &&
    !sourcesOf(rule, 'everybody').intersect(internet).isEmpty(),
);

/** Whether rules let in any address of the internet at all, as far as can be known. */
export const letsInternetIn = (rules: readonly Rule[]): boolean => rules.some(ruleLetsInternetIn);

/** What the own group opens, by itself or together with one of the sets of others. */
export function openings(
  own: RulesOfGroup,
  together: readonly (readonly RulesOfGroup[])[],
  large: LargeRange,
  assume: Unread,
): Openings {
  const sets = (together.length === 0 ? [[]] : together).map((others) =>
    [own, ...others].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
  );
  const found = sets.map((set) => openedBy(set, large, assume));
  const opened = (transport: Transport) => found.flatMap((set) => set[transport].get(own.id) ?? []);
  const portsFor = (range: 'internet' | 'large', transport: Transport) =>
    IntervalSet.of(opened(transport).flatMap((one) => one[range]));
  const whole = { tcp: portsFor('internet', 'tcp'), udp: portsFor('internet', 'udp') };
  return {
    internet: whole,
    large: { tcp: portsFor('large', 'tcp').subtract(whole.tcp), udp: portsFor('large', 'udp').subtract(whole.udp) },
    with: [...new Set(transports.flatMap((transport) => opened(transport).flatMap((one) => [...one.with])))].sort(),
  };
}

/** What each group of a set opens, by id. */
type OpenedBySet = Readonly<Record<Transport, ReadonlyMap<string, Opened>>>;

/** What each group of a set opens. All of them are asked for, one after the other: found once, and remembered as long as their rules live. */
function openedBy(set: readonly RulesOfGroup[], large: LargeRange, assume: Unread): OpenedBySet {
  const results = set.reduce((node, { rules }) => node.after(rules), start).results;
  const key = JSON.stringify([set.map(({ id }) => id), large.ipv4Addresses, large.ipv6Networks, assume]);
  const known = results.get(key);
  if (known !== undefined) return known;
  const found = sweepSet(set, large, assume);
  results.set(key, found);
  return found;
}

/** Results by the rules of each group of a set, in order: by identity, since rules are never changed. */
interface Node {
  readonly after: (rules: readonly Rule[]) => Node;
  readonly results: Map<string, OpenedBySet>;
}
const node = (): Node => ({ after: remembered(node), results: new Map() });
const start = node();

function sweepSet(set: readonly RulesOfGroup[], large: LargeRange, assume: Unread): OpenedBySet {
  const addresses = addressesOf(
    set.flatMap(({ rules }) => rules.map((rule) => sourcesOf(rule, assume))),
    large,
  );
  const of = (transport: Transport) =>
    sweep(
      set.map(({ id, rules }) => ({
        id,
        rules: rules.map((rule) => ({ ports: portsOf(rule, transport), sources: sourcesOf(rule, assume) })),
      })),
      addresses,
    );
  return { tcp: of('tcp'), udp: of('udp') };
}

/** The same function, which remembers what it said of an object for as long as the object lives. */
function remembered<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const values = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const known = values.get(key) ?? { value: compute(key) };
    values.set(key, known);
    return known.value;
  };
}
