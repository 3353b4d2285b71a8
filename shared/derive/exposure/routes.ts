import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import type { Cidr } from '../../net/cidr.ts';
import { IpSet } from '../../net/ip-set.ts';
import type { Step } from './exposure.ts';
import { about } from './listed.ts';
import { blocksOf, type prefixListBlocks } from './prefix-lists.ts';
import { type Asked, everyone, nobody } from './traffic.ts';

type Table = Stored<'routeTables'>;
type Route = Extract<Table['routes'], readonly unknown[]>[number];

/** Routes that compete for nothing but their blocks: of one prefix length and one rank. */
interface Level {
  readonly blocks: readonly { readonly block: IpSet; readonly route: Route }[];
  readonly all: IpSet;
}

/** Where packets to a set of destinations can go by a table. */
interface Led {
  /** Those that may be led there. */
  readonly set: IpSet;
  /** Set where a route that could not be read makes it more, or fewer. */
  readonly unread: Unknown | undefined;
}

/** A route table by longest prefix. `hop` is the id of what a route leads to, `local`, or undefined where it swallows. */
export interface CompiledTable {
  readonly id: string;
  readonly hops: ReadonlySet<string>;
  leadingTo(isHop: (hop: string) => boolean): Led;
  /** The routes by which what is asked is led there: the peers are destinations. */
  explain(isHop: (hop: string) => boolean, asked: Asked): readonly Step[];
}

/**
 * A route table (Amazon VPC User Guide, "Route priority"): the longest prefix; among equals a static route, then one by a prefix list, then a
 * propagated one. Two prefix lists that tie are chosen between at random: either counts. A blackhole matches like any other and swallows.
 */
export function compileTable(table: Table, list: ReturnType<typeof prefixListBlocks>): CompiledTable | Unknown {
  const { id, routes } = table;
  if (isUnknown(routes)) return about(id, routes);
  const levels = new Map<number, { block: Cidr; route: Route }[]>();
  const unread: { route: Route; why: Unknown }[] = [];
  for (const route of routes) {
    const blocks = destinationsOf(id, route, list);
    if (isUnknown(blocks)) {
      if (route.destinationPrefixListId === undefined) return blocks;
      unread.push({ route, why: blocks });
      continue;
    }
    for (const block of blocks) {
      // IPv4 and IPv6 never compete, so that prefix lengths of both can share a level.
      const level = block.prefix * 3 + (2 - later(route));
      levels.set(level, [...(levels.get(level) ?? []), { block, route }]);
    }
  }
  const order = [...levels.keys()].sort((a, b) => b - a).map((key) => levelOf(levels.get(key) ?? []));
  let pieces: ReturnType<typeof effective> | undefined;
  const leadingTo = (isHop: (hop: string) => boolean): Led => {
    const matched = led(order, isHop);
    const doubt = unread.map(({ why }) => why)[0];
    // A list that could not be read may hold every destination, or none.
    const opens = unread.some(({ route }) => isHop(hopOf(route) ?? ''));
    return { set: opens ? everyone : matched, unread: doubt };
  };
  return {
    id,
    hops: new Set(routes.map(hopOf).filter((hop) => hop !== undefined)),
    leadingTo,
    explain: (isHop, asked) => {
      pieces ??= effective(order);
      const own = pieces.filter(({ route, set }) => isHop(hopOf(route) ?? '') && asked.some(({ right }) => right.meets(set)));
      return [...new Set(own.map(({ route }) => route))].slice(0, shown).map((route) => stepOf(id, route));
    },
  };
}

function destinationsOf(id: string, route: Route, list: ReturnType<typeof prefixListBlocks>): readonly Cidr[] | Unknown {
  if (route.destinationPrefixListId !== undefined) return list(route.destinationPrefixListId);
  return blocksOf([route.destinationCidr ?? route.destinationIpv6Cidr ?? ''], `a route of ${id}`);
}

const propagated: readonly (string | undefined)[] = ['EnableVgwRoutePropagation', 'Advertisement'];
const later = ({ origin, destinationPrefixListId }: Route): number =>
  propagated.includes(origin) ? 2 : destinationPrefixListId === undefined ? 0 : 1;
const hopOf = ({ state, target }: Route): string | undefined => (state === 'active' ? target.id : undefined);

function levelOf(entries: readonly { readonly block: Cidr; readonly route: Route }[]): Level {
  const blocks = entries.map(({ block, route }) => ({ block: IpSet.of([block]), route }));
  return { blocks, all: IpSet.of(entries.map(({ block }) => block)) };
}

function led(levels: readonly Level[], isHop: (hop: string) => boolean): IpSet {
  let [set, taken] = [nobody, nobody];
  for (const { blocks, all } of levels) {
    const there = blocks.filter(({ route }) => isHop(hopOf(route) ?? '')).map(({ block }) => block);
    if (there.length > 0) set = set.union(IpSet.unionOf(there).subtract(taken));
    taken = taken.union(all);
  }
  return set;
}

/** As many routes as a path names. */
const shown = 4;

/** Of each route, the destinations that no better one takes. */
function effective(levels: readonly Level[]): readonly { readonly route: Route; readonly set: IpSet }[] {
  let taken = nobody;
  return levels.flatMap(({ blocks, all }) => {
    const own = blocks.map(({ block, route }) => ({ route, set: block.subtract(taken) }));
    taken = taken.union(all);
    return own;
  });
}

function stepOf(id: string, { destinationCidr, destinationIpv6Cidr, destinationPrefixListId, target }: Route): Step {
  const to = destinationCidr ?? destinationIpv6Cidr ?? destinationPrefixListId;
  return { kind: 'route-table', id, says: `route ${to} to ${target.id}` };
}

/** A contradiction that EC2 would never give. */
export const twice = (what: string, ids: readonly string[]): Unknown =>
  unknown(`EC2 lists two route tables of ${what}: ${ids.join(' and ')}`);
