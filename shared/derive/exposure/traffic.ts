import { allFlows, type FlowSet, noFlows, portFlows, type TCP, type UDP } from '../../net/flow-set.ts';
import type { Family } from '../../net/ip.ts';
import { everyAddress, IpSet, noAddress } from '../../net/ip-set.ts';
import { portRange } from '../../net/port-set.ts';
import { Product } from '../../net/product.ts';
import { internet } from '../../net/reserved.ts';

/** Which peers can send (or be sent) which flows: a function from flows to addresses, so that a port has its sources in one place. */
export type Traffic = Product<FlowSet, IpSet>;

/** Every peer, and none. */
export const [everyone, nobody] = [everyAddress, noAddress];
const families = { v4: new IpSet(everyone.v4, nobody.v6), v6: new IpSet(nobody.v4, everyone.v6) } as const;
/** Every peer of a family. */
export const ofFamily = (family: Family): IpSet => families[family];

export const trafficOf = (flows: FlowSet, peers: IpSet): Traffic => Product.of([{ left: flows, right: peers }]);
export const allTraffic: Traffic = trafficOf(allFlows, everyone);
export const noTraffic: Traffic = Product.of<FlowSet, IpSet>([]);

/** Flows and peers that are asked about; several may overlap. */
export type Asked = readonly { readonly left: FlowSet; readonly right: IpSet }[];

/** Whether some of the flows are asked about, of some of the peers. */
export const isAmong = (asked: Asked, flows: FlowSet, peers: IpSet): boolean =>
  asked.some(({ left, right }) => left.meets(flows) && right.meets(peers));

/** The part of it with these peers. */
export const amongPeers = (traffic: Traffic, peers: IpSet): Traffic => traffic.intersect(fromPeers(peers));

/** Any flow of these peers. */
export const fromPeers = (peers: IpSet): Traffic => trafficOf(allFlows, peers);
/** Everything that the internet can send. */
export const internetTraffic: Traffic = fromPeers(internet);

/** The part of it that is these flows. */
export const amongFlows = (traffic: Traffic, flows: FlowSet): Traffic => traffic.intersect(trafficOf(flows, everyone));

/** A single flow: a port of TCP or UDP. */
export function flowTo(transport: typeof TCP | typeof UDP, port: number): FlowSet {
  const ports = portRange(port, port);
  return ports.ok ? portFlows(transport, ports.value) : noFlows;
}

/** Who can send a single flow. */
export const peersAt = (traffic: Traffic, flow: FlowSet): IpSet =>
  traffic.boxes.find(({ left }) => flow.isSubsetOf(left))?.right ?? nobody;
