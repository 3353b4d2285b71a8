/** Walks the ports of the groups on an interface once, in order, and notes at which of them they open something. */
import type { Range } from '../net/interval-set.ts';
import type { IpSet } from '../net/ip-set.ts';
import type { PortSet } from '../net/port-set.ts';
import { type Addresses, Extent, type Piece } from './address-pieces.ts';

/** A group with the rules of one transport as sets. */
export interface SweptGroup {
  readonly id: string;
  readonly rules: readonly { readonly ports: PortSet; readonly sources: IpSet }[];
}

/** What a group has a part in opening, by itself or together with others: `with` are those. */
export interface Opened {
  readonly internet: Range<number>[];
  readonly large: Range<number>[];
  readonly with: Set<string>;
}

/** A group while its rules come and go. */
interface Member {
  readonly id: string;
  /** By piece, how many of its open rules hold it. */
  readonly held: Map<Piece, number>;
  readonly extent: Extent;
  readonly opened: Opened;
}

/** All groups together at one port. */
interface Together {
  readonly members: readonly Member[];
  /** By the index of a piece, how many groups hold it. */
  readonly holders: Int32Array;
  readonly extent: Extent;
}

type Change = { readonly member: Member; readonly pieces: readonly Piece[]; readonly step: 1 | -1 };

const ranges = ['internet', 'large'] as const;

/** What each group opens, by id; costs grow with the rules that are open at once. */
export function sweep(groups: readonly SweptGroup[], addresses: Addresses): ReadonlyMap<string, Opened> {
  const members = groups.map(({ id }): Member => {
    const opened = { internet: [], large: [], with: new Set<string>() };
    return { id, held: new Map(), extent: new Extent(), opened };
  });
  const together: Together = { members, holders: new Int32Array(addresses.count), extent: new Extent() };
  const changes = changesOf(groups, members, addresses);
  const edges = [...changes.keys()].sort((a, b) => a - b);
  for (const [index, from] of edges.entries()) {
    for (const change of changes.get(from) ?? []) apply(change, together);
    // After the last edge nothing is open: there is no port to tell of.
    noteOpened(together, addresses, { from, to: (edges[index + 1] ?? from + 1) - 1 });
  }
  return new Map(members.map(({ id, opened }) => [id, opened]));
}

/** The rules that begin, and those that no longer hold, by port. */
function changesOf(groups: readonly SweptGroup[], members: readonly Member[], addresses: Addresses): Map<number, Change[]> {
  const changes = new Map<number, Change[]>();
  const note = (port: number, change: Change) => {
    const others = changes.get(port);
    if (others === undefined) changes.set(port, [change]);
    else others.push(change);
  };
  for (const [index, { rules }] of groups.entries())
    for (const { ports, sources } of rules) {
      const pieces = ports.isEmpty() ? [] : addresses.piecesOf(sources);
      const member = members[index] as Member;
      for (const { from, to } of ports.ranges()) {
        note(from, { member, pieces, step: 1 });
        note(to + 1, { member, pieces, step: -1 });
      }
    }
  return changes;
}

function apply({ member: { held, extent }, pieces, step }: Change, together: Together): void {
  for (const piece of pieces) {
    const rules = (held.get(piece) ?? 0) + step;
    if (rules === 0) held.delete(piece);
    else held.set(piece, rules);
    // Other rules of the group hold it all the same.
    if (rules !== (step === 1 ? 1 : 0)) continue;
    if (step === 1) extent.add(piece);
    else extent.remove(piece);
    hold(together, piece, step);
  }
}

/** One group more or one less holds a piece: all of them together gain it with the first, and lose it with the last. */
function hold({ holders, extent }: Together, piece: Piece, step: 1 | -1): void {
  const before = holders[piece.index] ?? 0;
  holders[piece.index] = before + step;
  if (before === 0) extent.add(piece);
  else if (before + step === 0) extent.remove(piece);
}

/** Whoever opens something alone does so with nobody; of the others, those without whom it would not be open. The widest range counts. */
function noteOpened(together: Together, { opens }: Addresses, ports: Range<number>): void {
  if (!opens(together.extent, 'large')) return;
  let present = together.members.filter(({ held }) => held.size > 0);
  for (const range of ranges) {
    if (!opens(together.extent, range)) continue;
    const rest = present.filter(({ extent }) => !opens(extent, range));
    const needed = rest.length === 0 ? [] : partners(together, (extent) => opens(extent, range));
    for (const member of present) {
      const alone = !rest.includes(member);
      if (alone || needed.includes(member)) extend(member.opened[range], ports);
      if (!alone && needed.includes(member)) for (const other of needed) if (other !== member) member.opened.with.add(other.id);
    }
    present = rest.filter((member) => !needed.includes(member));
  }
}

/** Adds ports after those that are there. */
function extend(ranges: Range<number>[], { from, to }: Range<number>): void {
  const last = ranges.at(-1);
  if (last?.to === from - 1) ranges[ranges.length - 1] = { from: last.from, to };
  else ranges.push({ from, to });
}

/**
 * The groups that open something together: all of them do. Of all groups the smallest are left out first, as long as the rest still opens
 * it, so that a group beside one that is open is not blamed.
 */
function partners(together: Together, opens: (extent: Extent) => boolean): readonly Member[] {
  const sized = together.members
    .filter(({ held }) => held.size > 0)
    .map((member) => ({ member, size: member.extent.addresses() }))
    .sort((a, b) => Number(a.size > b.size) - Number(a.size < b.size) || (a.member.id < b.member.id ? -1 : 1));
  const change = ({ held }: Member, step: 1 | -1) => {
    for (const piece of held.keys()) hold(together, piece, step);
  };
  const [needed, leftOut]: [Member[], Member[]] = [[], []];
  for (const { member } of sized) {
    change(member, -1);
    if (opens(together.extent)) leftOut.push(member);
    else {
      change(member, 1);
      needed.push(member);
    }
  }
  // The sweep goes on with all groups.
  for (const member of leftOut) change(member, 1);
  return needed;
}
