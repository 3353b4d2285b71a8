/** What the internet reaches, in words and as ways that someone can follow. */
import type { Item } from '../facts/index.ts';
import { IntervalSet } from '../net/interval-set.ts';
import type { IpSet } from '../net/ip-set.ts';
import type { PortSet } from '../net/port-set.ts';
import type { Evidence, Severity } from './check.ts';
import { type LargeRange, largeRange, publicSize } from './public-range.ts';
import { count, listed, portWords } from './words.ts';

export type Reached = Item<'nodeExposures'>['reached'][number];

/** One thing that a row leads to, and how bad it is that the whole internet reaches it. */
export interface Met {
  readonly name: string;
  readonly ports: PortSet;
  readonly severity: Severity;
}

/** A row with what it leads to of all that a check is about, and how much of the internet reaches it. */
export interface Hit<R extends Reached = Reached> {
  readonly row: R;
  readonly met: readonly Met[];
  readonly range: 'internet' | 'large' | 'small';
  readonly sources: IpSet;
  /** The worst of what is met: less where it is not the whole internet, none where it is a few addresses. */
  readonly severity: Severity | undefined;
}

export const portSet = (ports: readonly (readonly number[])[]): PortSet =>
  IntervalSet.of(ports.map(([from = 0, to = from]) => ({ from, to })));

/** Ways that are shown whole; the other interfaces are named. */
const ways = 3;
const named = 20;

/** `the whole internet reaches SSH (tcp 22), on 2 of 5 interfaces`. */
export function reasons(hits: readonly Hit[], large: LargeRange, interfaces?: number): string {
  const parts = (['internet', 'large'] as const).flatMap((range) => {
    const own = hits.filter((hit) => hit.range === range);
    if (own.length === 0) return [];
    const who = range === 'internet' ? 'the whole internet reaches' : `more than ${largeRange(large)} reach`;
    return [`${who} ${listed(unique(own.flatMap(({ met }) => met.map(({ name }) => name))))}`];
  });
  const number = new Set(hits.map(({ row }) => row.id)).size;
  const of = interfaces === undefined || interfaces === number ? '' : ` of ${interfaces}`;
  return `${parts.join('; ')}, on ${of === '' ? count(number, 'interface', 'interfaces') : `${number}${of} interfaces`}`;
}

/** What a few addresses reach: nothing to mend, and worth knowing. */
export const smallSources = (hits: readonly Hit[]): readonly string[] => {
  const small = hits.filter(({ range }) => range === 'small');
  const says = small.map(({ met, sources }) => `${listed(met.map(({ name }) => name))} from ${publicSize(sources)}`);
  return small.length === 0 ? [] : [`a few addresses only reach ${listed(unique(says), 3)}`];
};

/** The first ways whole, each of something else, and the interfaces or instances that are reached besides. */
export function waysOf(hits: readonly Hit[]): readonly Evidence[] {
  const first = new Map<string, Hit>();
  for (const hit of hits) {
    const key = hit.met.map(({ name }) => name).join();
    if (!first.has(key)) first.set(key, hit);
  }
  const shown = [...first.values()].slice(0, ways);
  const rest = hits.filter((hit) => !shown.includes(hit));
  const others = unique(rest.map(({ row }) => row.instanceId ?? row.id));
  return [
    ...shown.flatMap(wayOf),
    ...others.slice(0, named).map((id): Evidence => {
      const own = rest.filter(({ row }) => (row.instanceId ?? row.id) === id);
      const met = own.flatMap((hit) => hit.met.map(({ name }) => `${name} at ${hit.row.to?.address ?? hit.row.address}`));
      return {
        kind: id.startsWith('i-') ? 'instance' : 'network-interface',
        id,
        says: `reached as well: ${listed(unique(met), 3)}`,
      };
    }),
  ];
}

/** From the internet to the port, in order. */
function wayOf({ row, met, range, sources }: Hit): readonly Evidence[] {
  const cidrs = row.internet ? [row.sources[0]?.includes(':') ? '::/0' : '0.0.0.0/0'] : row.sources;
  const dialled = row.via === 'direct' ? '' : `, which dials ${at(row.address, row.ports ?? [], row.protocol)}`;
  const who = range === 'internet' ? 'the whole internet' : publicSize(sources);
  const [address, ports] =
    row.to === undefined ? [row.address, met.map((one) => portWords(one.ports))] : [row.to.address, undefined];
  const port =
    ports === undefined ? at(address, row.to?.ports ?? [], row.protocol) : joined(address, listed(ports, 3), row.protocol);
  return [
    { kind: 'internet', id: listed(cidrs, 3), says: `${who}${dialled}` },
    ...row.path.flatMap((step) => (row.via === 'direct' && !leadsTo(step, row, met) ? [] : [shown(step)])),
    { kind: 'port', id: port, says: listed(met.map(({ name }) => name)) },
    ...(row.probed ?? []),
  ];
}

type Step = Reached['path'][number];

/** Whether a step has to do with what is met: the rules of a row's other ports are none of its way. */
const leadsTo = ({ opens }: Step, { protocol }: Reached, met: readonly Met[]): boolean => {
  if (opens === undefined) return true;
  const ports = portSet(opens.ports);
  return opens.protocol === protocol && met.some((one) => one.ports.meets(ports));
};

const shown = ({ kind, id, says }: Step): Evidence => ({ kind, id, says });

const at = (address: string, ports: readonly (readonly number[])[], protocol: string): string =>
  joined(
    address,
    listed(
      ports.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)),
      3,
    ),
    protocol,
  );

const joined = (address: string, ports: string, protocol: string): string =>
  `${address.includes(':') ? `[${address}]` : address}:${ports}/${protocol}`;

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
