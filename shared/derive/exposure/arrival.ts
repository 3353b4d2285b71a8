import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { IpSet } from '../../net/ip-set.ts';
import { blockPublicAccessOf } from './block-public-access.ts';
import type { NetworkFacts, Unless } from './exposure.ts';
import { gatewaysOf } from './gateways.ts';
import { memoised, unlessOf } from './listed.ts';
import { type CompiledAcl, networkAclsOf } from './network-acls.ts';
import { routeTablesOf } from './route-tables.ts';
import type { CompiledTable } from './routes.ts';
import {
  answerStage,
  backStage,
  blockStage,
  edgeClosed,
  edgeStage,
  edgeUnread,
  gatewayStage,
  inboundStage,
  type Stage,
} from './stages.ts';
import { allTraffic, everyone, internetTraffic, type Traffic } from './traffic.ts';

/** A way by which packets of the internet come to some addresses of a subnet, and answers go back: straight, or by an appliance. */
export interface Entrance {
  /** The addresses inside the VPC that it leads to. */
  readonly destinations: IpSet;
  readonly appliance: string | undefined;
  /** Gateway, its route table, block public access, and the subnet's routes back. */
  readonly outside: readonly Stage[];
  /** The network ACL, both ways. */
  readonly inbound: Stage;
  readonly answer: Stage;
  /** All of these together. */
  readonly stages: readonly Stage[];
  readonly unless: readonly Unless[];
  /** What passes all of these stages. */
  readonly traffic: Traffic;
}

/** A subnet as the internet meets it. */
export interface SubnetView {
  readonly acl: CompiledAcl | Unknown;
  readonly entrances: readonly Entrance[];
}

export type Arrival = (subnetId: string | Unknown, vpcId: string | Unknown) => SubnetView;

interface Edge {
  readonly destinations: IpSet;
  readonly appliance: string | undefined;
  readonly stage: Stage | undefined;
  /** Whether a hop may be an appliance that the gateway leads to, where that is not known. */
  readonly mayBeAppliance: (hop: string) => boolean;
}

/** How the internet comes into each subnet, and back out. */
export function arrivalOf(network: NetworkFacts): Arrival {
  const gatewayOf = gatewaysOf(network);
  const tables = routeTablesOf(network);
  const blockOf = blockPublicAccessOf(network);
  const aclOf = networkAclsOf(network);
  const answerOf = memoised((acl: CompiledAcl) => answerStage(acl.id, acl));
  const view = memoised((key: string): SubnetView => {
    const [subnetId = '', vpc = ''] = key.split(' ');
    const vpcId = vpc === '' ? unknown('the VPC of the subnet is not known') : vpc;
    const gateway = gatewayOf(vpcId);
    // A subnet that is not known has not the main table of its VPC: it may have any.
    const isPlaced = subnetId !== '';
    const table = isPlaced ? tables.ofSubnet(subnetId, vpcId) : unplaced;
    const acl = isPlaced ? aclOf(subnetId) : unplaced;
    const block = isPlaced ? blockOf(subnetId, vpcId) : { blocks: unplaced, step: undefined };
    const inbound = inboundStage(subnetId, acl);
    const answer = isUnknown(acl) ? answerStage(subnetId, acl) : answerOf(acl);
    const before = [gatewayStage(gateway, table), blockStage(subnetId, block)];
    const edgeId = gateway.id ?? tables.gatewaysOf(vpc).find(gateway.isIt) ?? '';
    const edges = edgesOf(edgeId, isUnknown(vpcId) ? vpcId : tables.ofGateway(edgeId));
    const entrances = edges.map(({ destinations, appliance, stage, mayBeAppliance }): Entrance => {
      const isBack = (hop: string): boolean => gateway.isIt(hop) || hop === appliance || mayBeAppliance(hop);
      const outside = [...before, ...(stage === undefined ? [] : [stage]), backStage(subnetId, table, isBack)];
      const stages = [...outside, inbound, answer];
      const restricting = stages.filter(({ traffic }) => traffic !== allTraffic);
      const traffic = restricting.reduce((passed, one) => passed.intersect(one.traffic), internetTraffic);
      const unless = stages.flatMap((one) => one.unless);
      return { destinations, appliance, outside, inbound, answer, stages, traffic, unless };
    });
    return { acl, entrances };
  });
  return (subnetId, vpcId) => view(`${isUnknown(subnetId) ? '' : subnetId} ${isUnknown(vpcId) ? '' : vpcId}`);
}

const unplaced = unknown('the subnet is not known');
const none = (): boolean => false;
const open: Edge = { destinations: everyone, appliance: undefined, stage: undefined, mayBeAppliance: none };

/** What a route leads to that can inspect: an endpoint of a firewall or a gateway load balancer, an interface. */
const isAppliance = (hop: string): boolean => /^(vpce|eni|i)-/.test(hop);

/**
 * Where a gateway leads what comes in (Amazon VPC User Guide, "Gateway route tables"): each appliance with its addresses, and the rest
 * straight.
 */
function edgesOf(gatewayId: string, table: CompiledTable | Unknown | undefined): readonly Edge[] {
  if (table === undefined) return [open];
  if (isUnknown(table)) return [{ ...open, stage: edgeUnread(gatewayId, table), mayBeAppliance: isAppliance }];
  const { set: straight, unread } = table.leadingTo((hop) => hop === 'local');
  const unless = unread === undefined ? [] : [unlessOf('prefixLists', unread)];
  const made = (destinations: IpSet, appliance: string | undefined, stage: Stage): Edge => ({
    destinations,
    appliance,
    stage: { ...stage, unless },
    mayBeAppliance: none,
  });
  const edges = [made(straight, undefined, edgeStage(table.id, undefined))];
  let rest = everyone.subtract(straight);
  for (const hop of [...table.hops].sort()) {
    const set = table.leadingTo((other) => other === hop).set.intersect(rest);
    if (set.isEmpty()) continue;
    edges.push(made(set, hop, edgeStage(table.id, hop)));
    rest = rest.subtract(set);
  }
  return rest.isEmpty() ? edges : [...edges, made(rest, undefined, edgeClosed(table.id))];
}
