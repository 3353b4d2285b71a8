import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { text } from './read.ts';

/** What a route leads to. An instance's route names its interface too, which is nearer to the truth and stands first. */
const targets = [
  ['gatewayId', 'GatewayId'],
  ['natGatewayId', 'NatGatewayId'],
  ['egressOnlyInternetGatewayId', 'EgressOnlyInternetGatewayId'],
  ['transitGatewayId', 'TransitGatewayId'],
  ['vpcPeeringConnectionId', 'VpcPeeringConnectionId'],
  ['networkInterfaceId', 'NetworkInterfaceId'],
  ['instanceId', 'InstanceId'],
  ['localGatewayId', 'LocalGatewayId'],
  ['carrierGatewayId', 'CarrierGatewayId'],
  ['coreNetworkArn', 'CoreNetworkArn'],
  ['odbNetworkArn', 'OdbNetworkArn'],
] as const;

/** An instance is named beside its interface; nothing else is named beside anything. */
const ofOneInstance: readonly string[] = ['networkInterfaceId', 'instanceId'];
const destinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;
const mayBe = v.optional(v.pipe(v.string(), v.nonEmpty()));
const route = v.pipe(
  v.object({
    DestinationCidrBlock: mayBe,
    DestinationIpv6CidrBlock: mayBe,
    DestinationPrefixListId: mayBe,
    State: v.picklist(['active', 'blackhole']),
    Origin: mayBe,
    ...v.entriesFromList(
      targets.map(([, name]) => name),
      mayBe,
    ),
  }),
  v.check(
    (one) => (one.DestinationCidrBlock ?? one.DestinationIpv6CidrBlock ?? one.DestinationPrefixListId) !== undefined,
    'gave a route without destination',
  ),
  v.check((one) => targets.some(([, name]) => one[name] !== undefined), 'gave a route that leads to nothing it names'),
  v.check((one) => destinations.filter((name) => one[name] !== undefined).length === 1, 'gave a route with two destinations'),
  v.check(
    (one) => targets.filter(([kind, name]) => !ofOneInstance.includes(kind) && one[name] !== undefined).length < 2,
    'gave a route that leads to two places',
  ),
  v.transform((one) => {
    const [kind, name] = targets.find(([, name]) => one[name] !== undefined) ?? targets[0];
    return {
      ...(one.DestinationCidrBlock !== undefined && { destinationCidr: one.DestinationCidrBlock }),
      ...(one.DestinationIpv6CidrBlock !== undefined && { destinationIpv6Cidr: one.DestinationIpv6CidrBlock }),
      ...(one.DestinationPrefixListId !== undefined && { destinationPrefixListId: one.DestinationPrefixListId }),
      target: { kind, id: one[name] ?? '' },
      state: one.State,
      ...(one.Origin !== undefined && { origin: one.Origin }),
    };
  }),
);

const association = v.pipe(
  v.object({
    Main: v.boolean(),
    SubnetId: mayBe,
    GatewayId: mayBe,
    AssociationState: v.optional(v.object({ State: mayBe })),
  }),
  v.transform(({ Main, SubnetId, GatewayId, AssociationState }) => ({
    main: Main,
    ...(SubnetId !== undefined && { subnetId: SubnetId }),
    ...(GatewayId !== undefined && { gatewayId: GatewayId }),
    ...(AssociationState?.State !== undefined && { state: AssociationState.State }),
  })),
);

export const routeTables = collector('routeTables', (context) =>
  ec2List(context, 'routeTables', ['DescribeRouteTables', 'RouteTables', 100], (table, from) => ({
    id: from.id(table.RouteTableId, 'RouteTableId'),
    vpcId: from(text, table.VpcId, 'VpcId'),
    associations: from(v.array(association), table.Associations, 'Associations'),
    routes: from(v.array(route), table.Routes, 'Routes'),
  })),
);
