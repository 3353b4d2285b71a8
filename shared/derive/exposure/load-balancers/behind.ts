import { isUnknown, type Unknown } from '../../../facts/fact.ts';
import { TCP } from '../../../net/flow-set.ts';
import type { Address, Family } from '../../../net/ip.ts';
import { formatAddress } from '../../../net/ip.ts';
import type { IpSet } from '../../../net/ip-set.ts';
import type { Step, Unless } from '../exposure.ts';
import { unlessOf } from '../listed.ts';
import { nobody, ofFamily } from '../traffic.ts';
import type { Behind, Destination, Forward, Target } from './front.ts';
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

/** A node of an application load balancer: as it forwards, and as the target that it is. */
interface InnerNode {
  readonly node: Node;
  readonly asTarget: Destination;
}

/** The same with who comes as far as that through the network load balancer before it. */
interface Taken extends InnerNode {
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
    const taken = innerNodes(lane, behind, nodes, around)
      .map((one): Taken => ({ ...one, pieces: piecesOf(lane, one.asTarget, around) }))
      .filter(({ pieces: { pieces, unread } }) => pieces.length + unread.length > 0);
    for (const forward of behind.listener.forwards)
      for (const target of forward.targets)
        yield [target, joined(taken.map((one) => secondHop(innerLane(lane, behind, forward, one), target, one, around)))];
  }
}

/** What an application load balancer forwards by one of its nodes. */
export const innerLane = (lane: Lane, behind: Behind, forward: Forward, { node }: InnerNode): Lane => {
  const { balancer: front, listener, unless } = behind;
  return { ...lane, front, listener, forward, unless, nodes: [node] };
};

/** The nodes of an application load balancer that a lane leads to. */
export const innerNodes = (lane: Lane, behind: Behind, nodes: Nodes, around: Surroundings): readonly InnerNode[] =>
  nodes.standing(behind.balancer).flatMap((standing) => innerNodesAt(lane, behind, standing, around));

/** The nodes of one place: one for each part of its addresses that something on the way tells apart. */
function innerNodesAt(
  lane: Lane,
  behind: Behind,
  { addresses: own, ...standing }: Standing,
  around: Surroundings,
): readonly InnerNode[] {
  const { family } = lane.forward;
  const addresses = behind.at === undefined ? own : own.intersect(behind.at);
  const [entrance] = standing.view.entrances;
  const block = addresses.intersect(ofFamily(family));
  const [first] = addressesIn(block);
  if (first === undefined || entrance === undefined) return [];
  const sets = [...hopsOf(lane, targetAt(first, behind, standing), around)].flatMap(tellingApart);
  return apart(block, sets).flatMap((part): InnerNode[] => {
    const [address] = addressesIn(part);
    const inside = (to: Family): IpSet => (to === family ? part : addresses.intersect(ofFamily(to)));
    const node = { ...standing, entrance, inside };
    return address === undefined ? [] : [{ node, asTarget: targetAt(address, behind, standing) }];
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
