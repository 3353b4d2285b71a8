import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** Elastic network interfaces of a Region (EC2 DescribeNetworkInterfaces). */
export const networkInterfaces = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeNetworkInterfaces'] },
  item: 'network-interface',
  none: 'no network interface in this Region',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    vpcId: member(v.string()),
    subnetId: member(v.string()),
    /** interface, trunk, branch, network_load_balancer, natGateway, … */
    interfaceType: member(v.string()),
    status: member(v.string()),
    description: member(v.string()),
    requesterId: v.optional(member(v.string())),
    ownerId: v.optional(member(v.string())),
    securityGroupIds: member(v.array(v.string())),
    instanceId: v.optional(member(v.string())),
    /** On the first network card: 0 is the primary interface of the instance, to which load balancers send what is for an instance. */
    deviceIndex: v.optional(member(v.number())),
    /** Each private IPv4 address with the public one that is associated with it, if any. */
    privateAddresses: member(
      v.array(
        v.object({
          address: v.string(),
          publicIp: v.optional(v.string()),
          carrierIp: v.optional(v.string()),
          customerOwnedIp: v.optional(v.string()),
        }),
      ),
    ),
    ipv6Addresses: member(v.array(v.string())),
    ipv4Prefixes: member(v.array(v.string())),
    ipv6Prefixes: member(v.array(v.string())),
    denyAllIgwTraffic: member(v.boolean()),
    tags: member(tagsSchema),
  }),
});
