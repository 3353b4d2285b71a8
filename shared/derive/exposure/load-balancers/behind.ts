import { isUnknown, type Unknown } from '../../../facts/fact.ts';
import { TCP } from '../../../net/flow-set.ts';
import type { Address, Family } from '../../../net/ip.ts';
import { formatAddress } from '../../../net/ip.ts';
import type { IpSet } from '../../../net/ip-set.ts';
import type { Step, Unless } from '../exposure.ts';
import { unlessOf } from '../listed.ts';
import { nobody, ofFamily } from '../traffic.ts';
import type { Behind, Destination, Target } from './front.ts';
import type { Node, Nodes, Standing } from './nodes.ts';
import { aclUnless, forwards, isApart, tellingApart } from './onward.ts';
import {
  byCertainty,
  hopsOf,
  type Lane,
  type Piece,
  type Pieces,
  piecesOf,
  type Surroundings,
  stepsOnward,
  zonePasses,
} from './pieces.ts';

/** Where an application load balancer stands, and who comes as far as that through the network load balancer before it. */
interface Taken {
  readonly node: Node;
  readonly pieces: Pieces;
}

/**
 * Everyone who reaches the targets of application load balancers behind a network load balancer (Elastic Load Balancing, "Application Load
 * Balancers as targets"): the first hop is one to a target like any other, which sees the client's address; the second is the application load
 * balancer's own, with its own address, so that whoever comes as far as a node of it comes to whatever that node can connect to.
 */
export function* behindBalancers(lane: Lane, nodes: Nodes, around: Surroundings): Generator<readonly [Target, Pieces]> {
  if (lane.transport !== TCP) return;
  for (const behind of lane.forward.behind) {
    const taken = nodes.standing(behind.balancer).flatMap((standing) => takenAt(lane, behind, standing, around));
    for (const forward of behind.listener.forwards) {
      const { balancer: front, listener } = behind;
      const second = { ...lane, front, listener, forward, unless: behind.unless };
      for (const target of forward.targets)
        yield [target, joined(taken.map((one) => secondHop({ ...second, nodes: [one.node] }, target, one, around)))];
    }
  }
}

/** The nodes of one place: one for each part of its addresses that something on the way tells apart, if anyone comes as far as that. */
function takenAt(lane: Lane, behind: Behind, { addresses, ...standing }: Standing, around: Surroundings): readonly Taken[] {
  const { family } = lane.forward;
  const [entrance] = standing.view.entrances;
  const block = addresses.intersect(ofFamily(family));
  const [first] = addressesIn(block);
  if (first === undefined || entrance === undefined) return [];
  const sets = [...hopsOf(lane, targetAt(first, behind, standing), around)].flatMap(tellingApart);
  return apart(block, sets).flatMap((part): Taken[] => {
    const [address] = addressesIn(part);
    if (address === undefined) return [];
    const pieces = piecesOf(lane, targetAt(address, behind, standing), around);
    const inside = (to: Family): IpSet => (to === family ? part : addresses.intersect(ofFamily(to)));
    return pieces.pieces.length + pieces.unread.length === 0 ? [] : [{ node: { ...standing, entrance, inside }, pieces }];
  });
}

function targetAt(address: Address, behind: Behind, { subnetId, vpcId }: Omit<Standing, 'addresses'>): Destination {
  const { balancer, groupIds, listener } = behind;
  const item = { id: balancer.via, subnetId, vpcId, securityGroupIds: groupIds, interfaceType: 'interface' };
  return { item, text: formatAddress(address), address, port: listener.port, step: balancer.step };
}

/** A set cut along others: of each part, all or nothing is in any of them. */
const apart = (block: IpSet, sets: readonly IpSet[]): readonly IpSet[] =>
  sets.reduce<readonly IpSet[]>(
    (parts, set) => parts.flatMap((part) => [part.intersect(set), part.subtract(set)]).filter((part) => !part.isEmpty()),
    block.isEmpty() ? [] : [block],
  );

/** The first address of each range. */
const addressesIn = ({ v4, v6 }: IpSet): readonly Address[] => [
  ...v4.ranges().map(({ from }): Address => ({ family: 'v4', value: from })),
  ...v6.ranges().map(({ from }): Address => ({ family: 'v6', value: from })),
];

const nothing: Pieces = { pieces: [], unread: [] };

/** What of those who were taken comes on to a target. */
function secondHop(lane: Lane, target: Target, { node, pieces }: Taken, around: Surroundings): Pieces {
  const [hop] = hopsOf(lane, target, around);
  const zone = zonePasses(lane, node, around.zoneOf(target.item.subnetId), around);
  if (hop === undefined || zone === false || !forwards(hop, 'possible')) return nothing;
  if (!forwards(hop, 'certain')) return { pieces: [], unread: [...hop.groups.sent.unread, ...hop.groups.accepted.unread] };
  const unless: readonly Unless[] = [
    ...lane.unless,
    ...lane.forward.unless,
    ...aclUnless(isApart(hop) ? [node.view.acl, hop.acl] : []),
    ...(isUnknown(zone) ? [unlessOf('subnets', zone)] : []),
  ];
  const steps: readonly Step[] = [lane.front.step, ...stepsOnward(hop, nobody, lane, around)];
  const onward = (piece: Piece): Piece => ({
    ...piece,
    unless: [...piece.unless, ...unless],
    before: [...piece.before, ...steps],
  });
  return { pieces: pieces.pieces.map(onward), unread: pieces.unread };
}

const joined = (all: readonly Pieces[]): Pieces => ({
  pieces: all.flatMap(({ pieces }) => pieces).sort(byCertainty),
  unread: all.flatMap(({ unread }): readonly Unknown[] => unread),
});
