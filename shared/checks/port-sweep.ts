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

/** A group has a part in opening ports, by itself or together with others. */
export interface Opened {
  readonly id: string;
  readonly range: 'internet' | 'large';
  readonly ports: Range<number>;
  readonly with: readonly string[];
}

/** A group while its rules come and go. */
interface Member {
  readonly id: string;
  /** By piece, how many of its open rules hold it. */
  readonly held: Map<Piece, number>;
  readonly extent: Extent;
}

/** All groups together at one port: by piece, how many of them hold it. */
interface Together {
  readonly members: readonly Member[];
  readonly holders: Map<Piece, number>;
  readonly extent: Extent;
}

type Change = { readonly member: Member; readonly pieces: readonly Piece[]; readonly step: 1 | -1 };

const ranges = ['internet', 'large'] as const;

/** What each group opens, over pieces of ports that all have the same sources; costs grow with the rules that are open at once. */
export function sweep(groups: readonly SweptGroup[], addresses: Addresses): readonly Opened[] {
  const members = groups.map(({ id }): Member => ({ id, held: new Map(), extent: new Extent() }));
  const together: Together = { members, holders: new Map(), extent: new Extent() };
  const changes = changesOf(groups, members, addresses);
  const edges = [...changes.keys()].sort((a, b) => a - b);
  return edges.flatMap((from, index) => {
    for (const change of changes.get(from) ?? []) apply(change, together);
    const ports = { from, to: (edges[index + 1] ?? from + 1) - 1 };
    return openedAt(together, addresses).map((opened) => ({ ...opened, ports }));
  });
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

function apply({ member, pieces, step }: Change, { holders, extent }: Together): void {
  for (const piece of pieces) {
    const rules = counted(member.held, piece, step);
    // Another rule of the group holds it all the same.
    if (rules !== Math.max(step, 0)) continue;
    const groups = counted(holders, piece, step);
    if (step > 0) member.extent.add(piece);
    else member.extent.remove(piece);
    if (groups !== Math.max(step, 0)) continue;
    if (step > 0) extent.add(piece);
    else extent.remove(piece);
  }
}

function counted(counts: Map<Piece, number>, piece: Piece, step: 1 | -1): number {
  const count = (counts.get(piece) ?? 0) + step;
  if (count === 0) counts.delete(piece);
  else counts.set(piece, count);
  return count;
}

/** Whoever opens something alone does so with nobody; of the others, those without whom it would not be open. The widest range counts. */
function openedAt(together: Together, { opens }: Addresses): readonly Omit<Opened, 'ports'>[] {
  let rest = together.members.filter(({ held }) => held.size > 0);
  const opened: Omit<Opened, 'ports'>[] = [];
  for (const range of ranges) {
    if (!opens(together.extent, range)) continue;
    const alone = rest.filter(({ extent }) => opens(extent, range));
    const others = rest.length === alone.length ? [] : partners(together, (extent) => opens(extent, range));
    const told = rest.filter((member) => alone.includes(member) || others.includes(member.id));
    for (const member of told)
      opened.push({ id: member.id, range, with: alone.includes(member) ? [] : others.filter((id) => id !== member.id) });
    rest = rest.filter((member) => !told.includes(member));
  }
  return opened;
}

/**
 * The groups that open something together: all of them do. Of all groups the smallest are left out first, as long as the rest still opens
 * it, so that a group beside one that is open is not blamed.
 */
function partners({ members, holders, extent }: Together, opens: (extent: Extent) => boolean): readonly string[] {
  const sized = members.filter(({ held }) => held.size > 0).map((member) => ({ member, size: member.extent.size() }));
  sized.sort((a, b) => Number(a.size > b.size) - Number(a.size < b.size) || (a.member.id < b.member.id ? -1 : 1));
  const leftOut = new Set<Member>();
  let rest = extent;
  for (const { member } of sized) {
    const without = rest.copy();
    for (const piece of member.held.keys()) if (holders.get(piece) === 1) without.remove(piece);
    if (!opens(without)) continue;
    for (const piece of member.held.keys()) holders.set(piece, (holders.get(piece) ?? 0) - 1);
    leftOut.add(member);
    rest = without;
  }
  // The counts are the sweep's: it goes on with all groups.
  for (const { held } of leftOut) for (const piece of held.keys()) holders.set(piece, (holders.get(piece) ?? 0) + 1);
  return sized
    .map(({ member }) => member)
    .filter((member) => !leftOut.has(member))
    .map(({ id }) => id);
}
