import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/**
 * One `IpPermission`: a protocol ('-1' for all, tcp, udp, icmp, icmpv6, or a number), its ports, and everything it names as the other side.
 * `fromPort` and `toPort` are absent for all protocols; for ICMP they are type and code, -1 for all.
 */
const permissionSchema = v.object({
  protocol: v.string(),
  fromPort: v.optional(v.number()),
  toPort: v.optional(v.number()),
  ipv4Cidrs: v.array(v.string()),
  ipv6Cidrs: v.array(v.string()),
  prefixListIds: v.array(v.string()),
  securityGroupIds: v.array(v.string()),
});

/** Security groups of a Region with their rules (EC2 DescribeSecurityGroups, `IpPermissions`). */
export const securityGroups = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeSecurityGroups'] },
  item: 'security-group',
  none: 'no security group in this Region',
  id: ({ id, name }) => ({ id, name: typeof name === 'string' ? name : id }),
  schema: v.object({
    id: v.string(),
    name: member(v.string()),
    vpcId: member(v.string()),
    ingress: member(v.array(permissionSchema)),
    egress: member(v.array(permissionSchema)),
    tags: member(tagsSchema),
  }),
});
