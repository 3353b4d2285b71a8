import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Subnets of a Region (EC2 DescribeSubnets). */
export const subnets = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeSubnets'] },
  item: 'subnet',
  none: 'no subnet in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    vpcId: member(v.string()),
    availabilityZoneId: member(v.string()),
    cidr: v.optional(member(v.string())),
    ipv6Cidrs: member(v.array(v.string())),
    /** Those of them whose addresses are private (`Ipv6AddressAttribute`), though they may be global unicast: no internet reaches them. */
    privateIpv6Cidrs: v.optional(member(v.array(v.string()))),
    mapPublicIpOnLaunch: member(v.boolean()),
    ownerId: member(v.string()),
    /** `BlockPublicAccessStates.InternetGatewayBlockMode`: off, block-bidirectional or block-ingress. */
    internetGatewayBlockMode: v.optional(member(v.string())),
    tags: member(tagsSchema),
  }),
});
