import * as v from 'valibot';
import { many, member } from './fact.ts';

/** Managed prefix lists that a security group or a route of the Region names (EC2 DescribeManagedPrefixLists, GetManagedPrefixListEntries). */
export const prefixLists = many({
  scope: 'region',
  reads: { aws: ['ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'] },
  after: ['securityGroups', 'routeTables'],
  item: 'prefix-list',
  none: 'no prefix list is in use in this Region',
  id: ({ id, name }) => ({ id, name: typeof name === 'string' ? name : id }),
  schema: v.object({
    id: v.string(),
    name: member(v.string()),
    /** `AWS` for lists that AWS manages (CloudFront, S3 …), else the owning account. */
    ownerId: member(v.string()),
    /** IPv4 or IPv6. */
    addressFamily: member(v.string()),
    cidrs: member(v.array(v.string())),
  }),
});
