import { type Address, textOf } from './address.ts';
import type { Decision } from './packet.ts';
import { hopOf, routesTo, stands } from './route.ts';
import type { World } from './world.ts';

/** The internet gateway that is attached to a VPC; there is at most one. */
export function attachedGateway(world: World, vpcId: string): Decision {
  const gateway = world.internetGateways.find(({ Attachments = [] }) =>
    Attachments.some(({ VpcId, State }) => VpcId === vpcId && attached.has(State ?? '')),
  );
  const id = gateway?.InternetGatewayId;
  return {
    passes: id !== undefined,
    kind: 'internet-gateway',
    id: id ?? vpcId,
    says: `${id ? '' : 'no internet gateway is '}attached to ${vpcId}`,
  };
}

/** EC2 answers `available` where its model says `attached`. */
const attached: ReadonlySet<string> = new Set(['available', 'attached']);

/**
 * Where the gateway's own route table, if it has one, sends what comes in: on to the subnet (local), or to an appliance first, or nowhere.
 * (VPC User Guide, "Gateway route tables"; the destination is the private address, for the gateway has translated it by then.)
 * @returns the decision, and the appliance, if one is in the way
 */
export function edgeRoute(
  world: World,
  gatewayId: string,
  destination: Address,
): { readonly decision: Decision; readonly appliance?: string } {
  const table = world.routeTables.find(({ Associations = [] }) =>
    Associations.some(({ GatewayId, AssociationState }) => GatewayId === gatewayId && stands(AssociationState)),
  );
  const made = (passes: boolean, says: string): Decision => ({
    passes,
    kind: 'gateway-route-table',
    id: table?.RouteTableId ?? gatewayId,
    says: `${textOf(destination)}: ${says}`,
  });
  if (!table) return { decision: made(true, 'the gateway has no route table of its own') };
  const hops = routesTo(world, table, destination).map(hopOf);
  if (hops.includes('local')) return { decision: made(true, 'local') };
  const appliance = hops.find((hop) => hop !== undefined);
  if (appliance === undefined) return { decision: made(false, 'nowhere') };
  return { decision: made(true, `by way of ${appliance}`), appliance };
}

/**
 * Whether an answer leaves to the internet: the subnet's route to the client must lead to the VPC's own internet gateway, or back through the
 * appliance that the packet came by. An egress-only gateway, a NAT gateway or an appliance that did not see the request sends no answer.
 */
export function routeBack(
  world: World,
  table: Parameters<typeof routesTo>[1],
  client: Address,
  through: readonly (string | undefined)[],
): Decision {
  const hops = routesTo(world, table, client).map(hopOf);
  const hop = hops.find((id) => id !== undefined && through.includes(id));
  return {
    passes: hop !== undefined,
    kind: 'route-table',
    id: table.RouteTableId ?? '',
    says: `to ${textOf(client)}: ${hop ?? hops.map((id) => id ?? 'blackhole').join(' or ')}${hops.length === 0 ? 'no route' : ''}`,
  };
}
