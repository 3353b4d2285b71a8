import { isUnknown, type Unknown } from '../../facts/fact.ts';
import { TCP } from '../../net/flow-set.ts';
import type { IpSet } from '../../net/ip-set.ts';
import { resourceOf, type Ways } from './direct.ts';
import type { Exposure, Located, NetworkFacts, UnknownExposure } from './exposure.ts';
import { gatesOf } from './interfaces.ts';
import { distinct, listed, memoised } from './listed.ts';
import { behindBalancers } from './load-balancers/behind.ts';
import { classicFronts } from './load-balancers/classic.ts';
import { elasticFronts } from './load-balancers/elastic.ts';
import type { Elsewhere, Front, Target } from './load-balancers/front.ts';
import { type Nodes, nodesOf } from './load-balancers/nodes.ts';
import { tellingApart } from './load-balancers/onward.ts';
import { hopsOf, type Lane, type Piece, type Pieces, piecesOf, type Surroundings } from './load-balancers/pieces.ts';
import { placesOf } from './load-balancers/targets.ts';
import type { SourceLists, Sources } from './source-lists.ts';
import { amongPeers, nobody, ofFamily } from './traffic.ts';

/** What the internet reaches through load balancers: a row for each listener, target and port, as far as its clients make a round trip. */
export function throughLoadBalancers(network: NetworkFacts, ways: Ways, { wanted, place }: Wanted): Found {
  const { fronts, nodes, around } = balancing(network, ways, place);
  const gateOf = gatesOf(network);
  const found: Found = { exposures: [], unknown: [] };
  const isNear = nearby(network, wanted);
  for (const front of fronts.filter(isNear)) {
    const rows = rowsOfFront(front, ways.listOf);
    for (const lane of lanesOf(front, nodes)) {
      const pieces = byClass(lane, around);
      for (const target of lane.forward.targets) {
        if (wanted !== undefined && !wanted.has(target.item.id)) continue;
        const gate = gateOf(target.item);
        if (gate.closed === undefined) rows.add(lane, target, pieces(target), gate.unless);
      }
      for (const [target, onward] of behindBalancers(lane, nodes, around)) {
        if (wanted !== undefined && !wanted.has(target.item.id)) continue;
        const gate = gateOf(target.item);
        if (gate.closed === undefined) rows.add(lane, target, onward, gate.unless);
      }
    }
    found.exposures.push(...rows.exposures);
    found.unknown.push(...rows.unknown);
    // What is no interface of the Region is none of those that are wanted; what has the address of one, beyond a peering, may be it.
    const elsewhere = front.elsewhere.filter((one) => wanted === undefined || isPerhaps(one, wanted));
    const unread = [...front.unread, ...elsewhere.map((one) => one.elsewhere)];
    if (unread.length > 0 && isReached(front, nodes)) found.unknown.push(...unreadOf(front, unread));
  }
  return found;
}

/** The load balancers of a network that face the internet, and what their ways lead past. */
export function balancing(network: NetworkFacts, ways: Ways, place: Located | undefined) {
  const places = placesOf(network);
  const fronts: readonly Front[] = [...elasticFronts(network, places), ...classicFronts(network, places, place)];
  const nodes = nodesOf(network, ways.arrival);
  const around: Surroundings = {
    groups: ways.groups,
    aclOf: ({ item }) => ways.arrival(item.subnetId, item.vpcId).acl,
    zoneOf: memoised(nodes.zoneOf),
  };
  return { fronts, nodes, around };
}

/** Only these interfaces, and where the network is. */
interface Wanted {
  readonly wanted: ReadonlySet<string> | undefined;
  readonly place: Located | undefined;
}

interface Found {
  readonly exposures: Exposure[];
  readonly unknown: UnknownExposure[];
}

const isPerhaps = ({ perhaps }: Elsewhere, wanted: ReadonlySet<string>): boolean => perhaps.some((id) => wanted.has(id));

/** Targets stand in the VPC of their load balancer: one in another VPC than all that is wanted leads to none of it, but by a peering. */
function nearby(network: NetworkFacts, wanted: ReadonlySet<string> | undefined): (front: Front) => boolean {
  if (wanted === undefined) return () => true;
  const own = listed('networkInterfaces', network.networkInterfaces).items.filter(({ id }) => wanted.has(id));
  const vpcIds = new Set(own.map(({ vpcId }) => vpcId));
  return ({ vpcId, elsewhere }) =>
    isUnknown(vpcId) || vpcIds.has(vpcId) || [...vpcIds].some(isUnknown) || elsewhere.some((one) => isPerhaps(one, wanted));
}

/** Every way from a listener to a target group, for each family and transport. */
export function* lanesOf(front: Front, nodes: Nodes): Generator<Lane> {
  for (const { family, unless } of front.families) {
    const own = nodes.of(front, family);
    for (const listener of front.listeners)
      for (const transport of listener.transports)
        for (const forward of listener.forwards)
          yield { front, family, unless, listener, transport, forward, nodes: own, arrivals: new Map() };
  }
}

/** Targets whose subnet, groups and port are the same, and whose addresses nothing on the way tells apart, have the same clients. */
function byClass(lane: Lane, around: Surroundings): (target: Target) => Pieces {
  const classes = new Map<string, { readonly tellingApart: readonly IpSet[]; readonly made: Map<string, Pieces> }>();
  return (target) => {
    const { subnetId, vpcId, securityGroupIds, interfaceType, id } = target.item;
    const unlike = isUnknown(securityGroupIds) || securityGroupIds.length === 0 ? `${id} ${interfaceType}` : '';
    const groups = isUnknown(securityGroupIds) ? '' : securityGroupIds.join(' ');
    const key = [subnetId, vpcId, groups, target.port, target.address.family, unlike].join('|');
    const alike = classes.get(key) ?? {
      tellingApart: [...hopsOf(lane, target, around)].flatMap(tellingApart),
      made: new Map(),
    };
    classes.set(key, alike);
    const signature = alike.tellingApart.map((set) => (set.contains(target.address) ? '1' : '0')).join('');
    const known = alike.made.get(signature) ?? piecesOf(lane, target, around);
    alike.made.set(signature, known);
    return known;
  };
}

interface Rows extends Found {
  add(lane: Lane, target: Target, pieces: Pieces, unless: Piece['unless']): void;
}

/** The rows of one load balancer. What leads to one target in two ways, by two rules for instance, is one row. */
function rowsOfFront(front: Front, listOf: SourceLists): Rows {
  const exposures: Exposure[] = [];
  const unknown: UnknownExposure[] = [];
  const taken = new Map<string, IpSet>();
  const doubted = new Set<string>();
  return {
    exposures,
    unknown,
    add: (lane, target, { pieces, unread }, unless) => {
      const { listener, transport, family } = lane;
      const key = [target.item.id, listener.port, transport, family, target.text, target.port].join(' ');
      for (const piece of pieces) {
        const before = taken.get(key);
        const sources = before === undefined ? piece.sources : piece.sources.subtract(before);
        if (sources.isEmpty()) continue;
        taken.set(key, (before ?? nobody).union(sources));
        exposures.push(rowOf(lane, target, piece, listOf(sources), unless));
      }
      for (const { why, action } of unread) {
        if (doubted.has(`${target.item.id} ${why}`)) continue;
        doubted.add(`${target.item.id} ${why}`);
        unknown.push({
          resource: resourceOf(target.item),
          why: `through ${front.via}: ${why}`,
          ...(action === undefined ? {} : { action }),
        });
      }
    },
  };
}

function rowOf(lane: Lane, target: Target, piece: Piece, shown: Sources, gate: Piece['unless']): Exposure {
  const { front, listener, transport } = lane;
  const unless = distinct([...piece.unless, ...gate]);
  return {
    resource: resourceOf(target.item),
    address: front.address,
    protocol: transport === TCP ? 'tcp' : 'udp',
    ports: [[listener.port, listener.port]],
    ...shown,
    via: front.via,
    to: { address: target.text, ports: [[target.port, target.port]] },
    ...(piece.inspection.length === 0 ? {} : { inspection: piece.inspection }),
    ...(unless.length === 0 ? {} : { unless }),
    path: [...piece.before, target.step, ...piece.after],
  };
}

/** Whether anyone of the internet comes as far as one of its nodes. */
const isReached = (front: Front, nodes: Nodes): boolean =>
  front.subnetIds.length === 0 ||
  front.families.some(({ family }) =>
    nodes.of(front, family).some(({ entrance }) => !amongPeers(entrance.traffic, ofFamily(family)).isEmpty()),
  );

const unreadOf = ({ via }: Front, unread: readonly Unknown[]): readonly UnknownExposure[] =>
  [...new Map(unread.map((one) => [one.why, one])).values()].map(({ why, action }: Unknown) => ({
    resource: { type: 'load-balancer', id: via },
    why,
    ...(action === undefined ? {} : { action }),
  }));
