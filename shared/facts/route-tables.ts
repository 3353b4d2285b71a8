import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Route tables of a Region (EC2 DescribeRouteTables). */
export const routeTables = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeRouteTables'] },
  item: 'route-table',
  none: 'no route table in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    vpcId: member(v.string()),
    associations: member(
      v.array(
        v.object({
          main: v.boolean(),
          subnetId: v.optional(v.string()),
          gatewayId: v.optional(v.string()),
          state: v.optional(v.string()),
        }),
      ),
    ),
    routes: member(
      v.array(
        v.object({
          /** One of them is present: an IPv4 or IPv6 CIDR, or a prefix list. */
          destinationCidr: v.optional(v.string()),
          destinationIpv6Cidr: v.optional(v.string()),
          destinationPrefixListId: v.optional(v.string()),
          /** What the route leads to, with the API's name of its kind: gatewayId (igw-, vgw-, local, vpce-), natGatewayId, … */
          target: v.object({ kind: v.string(), id: v.string() }),
          /** active, blackhole or filtered. */
          state: v.string(),
          origin: v.optional(v.string()),
        }),
      ),
    ),
  }),
});
