import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { flag, optional, structure, tagList, text } from './read.ts';
import { ipv6Blocks, privateIpv6Blocks } from './vpcs.ts';

export const subnets = collector('subnets', (context) =>
  ec2List(context, 'subnets', ['DescribeSubnets', 'Subnets', 1000], (subnet, from) => {
    const { InternetGatewayBlockMode } = structure(subnet.BlockPublicAccessStates);
    const mode = 'BlockPublicAccessStates.InternetGatewayBlockMode';
    return {
      id: from.id(subnet.SubnetId, 'SubnetId'),
      vpcId: from(text, subnet.VpcId, 'VpcId'),
      availabilityZoneId: from(text, subnet.AvailabilityZoneId, 'AvailabilityZoneId'),
      // A subnet of IPv6 alone has none.
      ...optional(from, 'cidr', text, subnet.CidrBlock, 'CidrBlock'),
      ipv6Cidrs: from(ipv6Blocks, subnet.Ipv6CidrBlockAssociationSet, 'Ipv6CidrBlockAssociationSet'),
      privateIpv6Cidrs: from(privateIpv6Blocks, subnet.Ipv6CidrBlockAssociationSet, 'Ipv6CidrBlockAssociationSet'),
      mapPublicIpOnLaunch: from(flag, subnet.MapPublicIpOnLaunch, 'MapPublicIpOnLaunch'),
      ownerId: from(text, subnet.OwnerId, 'OwnerId'),
      ...optional(from, 'internetGatewayBlockMode', text, InternetGatewayBlockMode, mode),
      tags: from(tagList, subnet.Tags, 'Tags'),
    };
  }),
);
