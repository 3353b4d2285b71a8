import { type Address, textOf } from './address.ts';
import { blockPublicAccess } from './block-public-access.ts';
import { clientPorts } from './client-ports.ts';
import { attachedGateway, edgeRoute, routeBack } from './gateway.ts';
import { networkAcl } from './network-acl.ts';
import { type Datagram, type Decision, replyTo } from './packet.ts';
import { routeTableOf } from './route.ts';
import { subnetOf, type World } from './world.ts';

/** A way that was walked as far as it went: the decisions in order, the last of which may have stopped it. */
export interface Way {
  readonly passes: boolean;
  readonly by: readonly Decision[];
}

/** Asks one after the other, until one says no. */
export function walkThrough(steps: readonly (() => Decision)[]): Way {
  const by: Decision[] = [];
  for (const step of steps) {
    const decision = step();
    by.push(decision);
    if (!decision.passes) return { passes: false, by };
  }
  return { passes: true, by };
}

/** From the internet into a subnet: gateway, gateway route table, block public access, network ACL. */
export function arrive(world: World, subnetId: string, packet: Datagram): Way & { readonly inspection: readonly string[] } {
  const { VpcId = '' } = subnetOf(world, subnetId);
  const gateway = attachedGateway(world, VpcId);
  const edge = edgeRoute(world, gateway.id, packet.destination);
  const way = walkThrough([
    () => gateway,
    () => edge.decision,
    () => blockPublicAccess(world, subnetId),
    () => networkAcl(world, subnetId, 'in', packet),
  ]);
  return { ...way, inspection: edge.appliance === undefined ? [] : [edge.appliance] };
}

/**
 * From a subnet back to the client on the internet: the network ACL lets the answer out, the subnet's route table leads to the gateway, or
 * back through the appliance by which the request came.
 */
export function goBack(world: World, subnetId: string, answer: Datagram, inspection: readonly string[]): Way {
  const gateway = attachedGateway(world, subnetOf(world, subnetId).VpcId ?? '');
  return walkThrough([
    () => networkAcl(world, subnetId, 'out', answer),
    () => routeBack(world, routeTableOf(world, subnetId), answer.destination, [gateway.id, ...inspection]),
  ]);
}

/** Asks for every client port whether the answer gets back, until one does: the client chooses. */
export function anyPort(world: World, request: Datagram, back: (answer: Datagram, port: number) => Way, lowest?: number): Way {
  let last: Way = { passes: false, by: [noAnswer(request)] };
  for (const port of clientPorts(world, request, lowest)) {
    const answer = replyTo(request, port);
    if (!answer) return { passes: false, by: [noAnswer(request)] };
    last = back(answer, port);
    if (last.passes) return last;
  }
  return last;
}

const noAnswer = ({ protocol, type, code, destination }: Datagram): Decision => ({
  passes: false,
  kind: 'protocol',
  id: String(protocol),
  says: `nothing at ${textOf(destination)} answers type ${type}, code ${code}`,
});

/** A decision that ends the way before anything of the VPC was asked. */
export const stop = (kind: string, id: string, says: string): Decision => ({ passes: false, kind, id, says });

/** A packet from one address to another. */
export const between = (source: Address, destination: Address, flow: Omit<Datagram, 'source' | 'destination'>): Datagram => ({
  ...flow,
  source,
  destination,
});
