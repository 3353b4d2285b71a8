import { isUnknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { type PublicAddress, privateBlocksOf, publicAddresses } from './addresses.ts';
import type { Entrance } from './arrival.ts';
import type { Ways } from './direct.ts';
import type { NetworkFacts, Step } from './exposure.ts';
import { admissionsOf } from './groups-of-interface.ts';
import { deniesGateways, gatesOf } from './interfaces.ts';
import { amongPeers, noTraffic, ofFamily, type Traffic } from './traffic.ts';

type Interface = Stored<'networkInterfaces'>;

/** A mechanism that packets meet on their way, in order, with what it lets through. */
interface Obstacle {
  readonly step: Step;
  readonly traffic: Traffic;
  /** What would let it through. */
  readonly remedy: string;
  /** Whether it stops the answer only: the packet itself is delivered. */
  readonly back: boolean;
}

export interface Stops {
  readonly stoppedBy: readonly Step[];
  /** What would have to change, all of it, to open the way that lacks least. */
  readonly open: readonly Step[];
}

/**
 * What stops traffic of the internet on its way to an interface by the interface's own addresses and back. Of several addresses and entrances
 * the way counts that lacks least.
 */
export function stopsOf(network: NetworkFacts, ways: Ways, item: Interface, asked: Traffic): Stops {
  const own = publicAddresses(item, privateBlocksOf(network)(item.subnetId).set).addresses;
  const none = (says: string, remedy: string): Stops => {
    const step = { kind: 'network-interface', id: item.id, says };
    return { stoppedBy: [step], open: [{ ...step, says: remedy }] };
  };
  if (own.length === 0) return none('has no address on the internet', 'give it a public address');
  // Where nothing is asked of a family, each mechanism would seem to stop all of it.
  const addresses = own.filter(({ family }) => !amongPeers(asked, ofFamily(family)).isEmpty());
  if (addresses.length === 0)
    return none('has no address of the family that these send from', 'give it one of the other family');
  const { entrances } = ways.arrival(item.subnetId, item.vpcId);
  const all = addresses.flatMap((address) =>
    entrances
      .filter(({ destinations }) => !address.own.intersect(destinations).isEmpty())
      .map((entrance) =>
        stopsOnWay(obstacles(network, ways, item, entrance), amongPeers(asked, ofFamily(address.family)), address),
      ),
  );
  const [least] = all.filter(({ stoppedBy }) => stoppedBy.length > 0).sort((a, b) => a.stoppedBy.length - b.stoppedBy.length);
  return least ?? { stoppedBy: [], open: [] };
}

/** In the order in which a packet and its answer meet them. */
function obstacles(network: NetworkFacts, { groups }: Ways, item: Interface, entrance: Entrance): readonly Obstacle[] {
  const made = ({ kind, id, stops, traffic }: Entrance['stages'][number]): Obstacle => {
    const back = kind === 'route-table' || stops.startsWith('no outbound');
    const step = { kind, id, says: back ? `delivered, and no reply possible: ${stops}` : stops };
    return { step, traffic, remedy: remedies[back ? `${kind} back` : kind] ?? '', back };
  };
  const gates = [gatesOf(network)(item), deniesGateways(item)].flatMap(({ closed }): Obstacle[] =>
    closed === undefined ? [] : [{ step: closed, traffic: noTraffic, remedy: remedies[closed.kind] ?? '', back: false }],
  );
  const admission = admissionsOf(groups)(item);
  const stages = entrance.stages.map(made);
  const id = isUnknown(item.securityGroupIds) ? item.id : item.securityGroupIds.join(' ') || item.id;
  const group: Obstacle = {
    step: { kind: 'security-group', id, says: 'no inbound rule admits it' },
    traffic: admission.traffic,
    remedy: 'add an inbound rule',
    back: false,
  };
  return [...stages.filter(({ back }) => !back), group, ...gates, ...stages.filter(({ back }) => back)];
}

const remedies: Readonly<Record<string, string>> = {
  'internet-gateway': 'attach an internet gateway, with a route to it',
  'block-public-access': 'exclude the subnet, or its VPC, for both directions',
  'gateway-route-table': 'lead its addresses to the subnet',
  'network-acl': 'let it in before a rule that denies it',
  'network-acl back': 'let out an answer to some client port',
  'route-table back': 'add a route to the internet gateway',
  instance: 'start the instance',
  'network-interface': 'attach it to a running instance that takes traffic of internet gateways',
};

/** What lets nothing through by itself; else the first that leaves nothing of what came so far. */
function stopsOnWay(all: readonly Obstacle[], asked: Traffic, address: PublicAddress): Stops {
  const closed = all.filter(({ traffic }) => asked.intersect(traffic).isEmpty());
  const stopping = closed.length > 0 ? closed : first(all, asked);
  return {
    stoppedBy: stopping.map(({ step }) => ({ ...step, says: `${address.address}: ${step.says}` })),
    open: stopping.map(({ step: { kind, id }, remedy }) => ({ kind, id, says: remedy })),
  };
}

function first(all: readonly Obstacle[], asked: Traffic): readonly Obstacle[] {
  let rest = asked;
  for (const one of all) {
    rest = rest.intersect(one.traffic);
    if (rest.isEmpty()) return [one];
  }
  return [];
}
