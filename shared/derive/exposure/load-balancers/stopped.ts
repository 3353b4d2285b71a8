import { isUnknown } from '../../../facts/fact.ts';
import type { IpSet } from '../../../net/ip-set.ts';
import type { Step } from '../exposure.ts';
import { nobody, ofFamily, peersAt } from '../traffic.ts';
import { clientsOf, forwards, type Hop, inbound, isApart, outbound } from './onward.ts';
import { type Lane, type Surroundings, zonePasses } from './pieces.ts';

/** What stops a way through a load balancer, what would open it, and how far packets came until then. */
export interface Stopped {
  readonly far: number;
  readonly step: Step;
  readonly open: Step;
}

/** One thing on the way, with who is left after it. */
type Obstacle = readonly [kind: string, id: string, says: string, remedy: string, left: (clients: IpSet) => IpSet];

/** The first thing on the way of a hop that leaves nobody of these clients; undefined where nothing does. */
export function stoppedAt(hop: Hop, lane: Lane, around: Surroundings, clients: IpSet): Stopped | undefined {
  let rest = clients;
  const answered: Left = (left) => left.intersect(clientsOf(hop, 'possible'));
  const all = [...outside(hop, lane), ...onward(hop, lane, around, answered)];
  for (const [far, [kind, id, says, remedy, left]] of all.entries()) {
    rest = left(rest);
    if (!rest.isEmpty()) continue;
    const step = { kind, id, says: `through ${lane.front.via}: ${says}` };
    return { far, step, open: { kind, id, says: remedy } };
  }
  return undefined;
}

/** The same from where the load balancer has taken packets. */
export function stoppedAfter(hop: Hop, lane: Lane, around: Surroundings): Stopped | undefined {
  const all = onward(hop, lane, around, only(forwards(hop, 'possible')));
  const far = all.findIndex(([, , , , left]) => left(ofFamily(hop.family)).isEmpty());
  const [kind = '', id = '', says = '', remedy = ''] = all[far] ?? [];
  if (far < 0) return undefined;
  return { far: far + 100, step: { kind, id, says: `through ${lane.front.via}: ${says}` }, open: { kind, id, says: remedy } };
}

/** From the internet to the load balancer's node. */
function outside({ node, dialled, groups, family }: Hop, { front, listener }: Lane): readonly Obstacle[] {
  const stages = node.entrance.outside.map(
    ({ kind, id, stops, traffic }): Obstacle => [
      kind,
      id,
      stops,
      'open the way to the load balancer’s subnet',
      (rest) => rest.intersect(peersAt(traffic, dialled)),
    ],
  );
  const acl = idOf(node.view.acl, node.subnetId);
  return [
    [
      'load-balancer',
      front.via,
      `it takes IP${family} here, which none of these sends`,
      'give it addresses of the other family',
      (rest) => rest.intersect(ofFamily(family)),
    ],
    ...stages,
    [
      'network-acl',
      acl,
      `no inbound rule lets it in to the listener at port ${listener.port}`,
      'let it in before a rule that denies it',
      (rest) => rest.intersect(peersAt(inbound(node.view.acl), dialled)),
    ],
    [
      'security-group',
      front.groupIds.join(' '),
      `no inbound rule of the load balancer admits it to port ${listener.port}`,
      'add an inbound rule',
      (rest) => rest.intersect(groups.taken.possible),
    ],
  ];
}

type Left = Obstacle[4];

/** All or nobody of those who came. */
const only =
  (passes: boolean): Left =>
  (rest) =>
    passes ? rest : nobody;

/** Those whom the target sees among these; of clients whose address it does not see, all pass or none. */
const among = ({ preserved, node, targetFamily }: Hop, set: IpSet): Left =>
  preserved ? (rest) => rest.intersect(set) : only(node.inside(targetFamily).meets(set));

/** From the node to the target, and back. */
function onward(hop: Hop, lane: Lane, around: Surroundings, back: Left): readonly Obstacle[] {
  const { front } = lane;
  const { node, target, groups, acl, preserved } = hop;
  const { securityGroupIds: own, id, subnetId } = target.item;
  const at = `port ${target.port} of ${id}`;
  const seen = preserved ? 'the client’s address' : 'the load balancer’s address';
  const zone = zonePasses(lane, node, around.zoneOf(subnetId), around) !== false;
  const leads = groups.sent.possible.contains(target.address);
  const sending = front.groupIds.join(' ');
  return [
    [
      'load-balancer',
      front.via,
      'no node with a way in forwards to the zone of the target',
      'balance across zones',
      only(zone),
    ],
    ['security-group', sending, `no outbound rule of it leads to ${at}`, 'add an outbound rule', only(leads)],
    ...(isApart(hop) ? betweenSubnets(hop, at, seen) : []),
    [
      'security-group',
      isUnknown(own) ? id : own.join(' '),
      `no inbound rule admits ${seen} to ${at}`,
      'add an inbound rule',
      among(hop, groups.accepted.possible),
    ],
    ['network-acl', idOf(acl, id), noReply, 'let out an answer to some client port', back],
  ];
}

const noReply = 'delivered, and no reply possible';

/** The network ACLs of the node's subnet and of the target's. */
function betweenSubnets(hop: Hop, at: string, seen: string): readonly Obstacle[] {
  const { node, target, acl, onward: flow } = hop;
  const goesOn = peersAt(outbound(node.view.acl), flow).contains(target.address);
  return [
    ['network-acl', idOf(node.view.acl, node.subnetId), `no outbound rule lets it go on to ${at}`, 'let it out', only(goesOn)],
    [
      'network-acl',
      idOf(acl, target.item.id),
      `no inbound rule lets ${seen} in to ${at}`,
      'let it in before a rule that denies it',
      among(hop, peersAt(inbound(acl), flow)),
    ],
  ];
}

const idOf = (acl: Hop['acl'], otherwise: string): string => (isUnknown(acl) ? otherwise : acl.id);
