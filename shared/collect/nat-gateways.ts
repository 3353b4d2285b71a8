import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { optional, text } from './read.ts';

/** Private NAT gateways have addresses without a public one. */
const publicIps = v.pipe(
  v.array(v.object({ PublicIp: v.optional(v.string()) })),
  v.transform((addresses) => addresses.flatMap(({ PublicIp }) => PublicIp ?? [])),
);

export const natGateways = collector('natGateways', (context) =>
  ec2List(context, 'natGateways', ['DescribeNatGateways', 'NatGateways', 1000], (gateway, from) => ({
    id: from.id(gateway.NatGatewayId, 'NatGatewayId'),
    vpcId: from(text, gateway.VpcId, 'VpcId'),
    // A regional gateway stands in no subnet.
    ...optional(from, 'subnetId', text, gateway.SubnetId, 'SubnetId'),
    state: from(text, gateway.State, 'State'),
    connectivityType: from(text, gateway.ConnectivityType, 'ConnectivityType'),
    publicIps: from(publicIps, gateway.NatGatewayAddresses, 'NatGatewayAddresses'),
  })),
);
