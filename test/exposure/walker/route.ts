import type { Route, RouteTable } from '@aws-sdk/client-ec2';
import type { Plain } from '../../../estate/demo/builders/parts.ts';
import { type Address, inside, prefixLength } from './address.ts';
import { cidrsOf } from './security-group.ts';
import { only, subnetOf, type World } from './world.ts';

/** The route table of a subnet: the one that is associated with it, else the main one of its VPC. (VPC User Guide, "Subnet route tables") */
export function routeTableOf(world: World, subnetId: string): Plain<RouteTable> {
  const { VpcId } = subnetOf(world, subnetId);
  const explicit = world.routeTables.find(({ Associations = [] }) =>
    Associations.some(({ SubnetId, AssociationState }) => SubnetId === subnetId && stands(AssociationState)),
  );
  return (
    explicit ??
    only(
      world.routeTables,
      `main route table of ${VpcId}`,
      (table) => table.VpcId === VpcId && (table.Associations ?? []).some(({ Main }) => Main === true),
    )
  );
}

/** An association that failed or was taken back is none. */
export const stands = (state: { readonly State?: string | undefined } | undefined): boolean =>
  state?.State !== 'disassociated' && state?.State !== 'failed';

/**
 * Where a table sends a packet: the longest prefix; among equals a static route before a prefix list's before a propagated one. More than one
 * only where prefix lists tie: AWS then chooses at random. A blackhole matches like any other route, and swallows. (VPC User Guide, "Route priority")
 */
export function routesTo(world: World, table: Plain<RouteTable>, destination: Address): readonly Plain<Route>[] {
  const matching = (table.Routes ?? []).flatMap((route) =>
    destinationsOf(world, route)
      .filter((cidr) => inside(destination, cidr))
      .map((cidr) => ({ route, rank: [prefixLength(cidr), -later(route)] as const })),
  );
  const best = matching.toSorted((one, other) => other.rank[0] - one.rank[0] || other.rank[1] - one.rank[1])[0];
  return matching.filter(({ rank }) => rank.join() === best?.rank.join()).map(({ route }) => route);
}

function destinationsOf(world: World, route: Plain<Route>): readonly string[] {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = route;
  if (DestinationPrefixListId !== undefined) return cidrsOf(world, DestinationPrefixListId);
  return [DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? ''];
}

function later({ Origin, DestinationPrefixListId }: Plain<Route>): number {
  if (Origin === 'EnableVgwRoutePropagation' || Origin === 'Advertisement') return 2;
  return DestinationPrefixListId === undefined ? 0 : 1;
}

/** What a route leads to, by its id; `local` inside the VPC; undefined where it swallows. */
export function hopOf(route: Plain<Route>): string | undefined {
  if (route.State !== 'active') return undefined;
  return (
    route.GatewayId ??
    route.NetworkInterfaceId ??
    route.EgressOnlyInternetGatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.CarrierGatewayId ??
    route.LocalGatewayId
  );
}
