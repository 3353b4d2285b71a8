import type { Interface } from '../../../estate/demo/builders/parts.ts';
import { type Address, textOf } from './address.ts';
import { anyPort, arrive, between, goBack, stop, walkThrough } from './arrival.ts';
import { occupied } from './instance.ts';
import type { Datagram, Decision, Flow, Walk } from './packet.ts';
import { admitsTheInternet, publicAddress } from './public-address.ts';
import { securityGroups } from './security-group.ts';
import type { World } from './world.ts';

/** A packet to a public address of an interface, and back. */
export function walkToAddress(world: World, client: Address, address: Address, flow: Flow): Walk {
  const found = publicAddress(world, address);
  if (!found) {
    const says = 'no interface has this address of the internet';
    return { ...nowhere, by: [stop('address', textOf(address), says)] };
  }
  const { interface: to, own } = found;
  const { SubnetId = '' } = to;
  const packet = between(client, own, flow);
  const arrival = arrive(world, SubnetId, packet);
  const { inspection } = arrival;
  if (!arrival.passes) return { ...nowhere, by: arrival.by };
  const entry = walkThrough([() => admitsTheInternet(to, own), () => groupsOf(world, to, packet), () => occupied(world, to)]);
  const by = [...arrival.by, ...entry.by];
  if (!entry.passes) return { ...nowhere, inspection, by };
  const back = anyPort(world, packet, (answer) => goBack(world, SubnetId, answer, inspection));
  return { delivered: true, reply: back.passes, by: [...by, ...back.by], inspection, reached: [] };
}

/** Only a network load balancer's interface may have no groups, and then nothing filters it; any other without groups admits nothing. */
function groupsOf(
  world: World,
  { Groups = [], InterfaceType, NetworkInterfaceId = '' }: Interface,
  packet: Datagram,
): Decision {
  const ids = Groups.map(({ GroupId = '' }) => GroupId);
  if (ids.length === 0 && InterfaceType === 'network_load_balancer')
    return { passes: true, kind: 'security-group', id: NetworkInterfaceId, says: 'a network load balancer without groups' };
  return securityGroups(world, ids, 'in', packet);
}

export const nowhere: Walk = { delivered: false, reply: false, by: [], inspection: [], reached: [] };
