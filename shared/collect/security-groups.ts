import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { tagList, text } from './read.ts';

/** EC2 always sends all four lists of what a rule names, empty or not: of a rule that lacks one, what it lets in is not known. */
const permission = v.pipe(
  v.object({
    IpProtocol: v.string(),
    FromPort: v.optional(v.number()),
    ToPort: v.optional(v.number()),
    IpRanges: v.array(v.object({ CidrIp: v.string() })),
    Ipv6Ranges: v.array(v.object({ CidrIpv6: v.string() })),
    PrefixListIds: v.array(v.object({ PrefixListId: v.string() })),
    UserIdGroupPairs: v.array(v.object({ GroupId: v.string() })),
  }),
  v.check(
    ({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) =>
      [IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs].some((list) => list.length > 0),
    'gave a rule that names no other side',
  ),
  v.check(
    ({ FromPort, ToPort }) => (FromPort === undefined) === (ToPort === undefined),
    'gave a rule with half a range of ports',
  ),
  v.transform(({ IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }) => ({
    protocol: IpProtocol,
    ...(FromPort !== undefined && { fromPort: FromPort }),
    ...(ToPort !== undefined && { toPort: ToPort }),
    ipv4Cidrs: IpRanges.map(({ CidrIp }) => CidrIp),
    ipv6Cidrs: Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
    prefixListIds: PrefixListIds.map(({ PrefixListId }) => PrefixListId),
    securityGroupIds: UserIdGroupPairs.map(({ GroupId }) => GroupId),
  })),
);

export const securityGroups = collector('securityGroups', (context) =>
  ec2List(context, 'securityGroups', ['DescribeSecurityGroups', 'SecurityGroups', 1000], (group, from) => ({
    id: from.id(group.GroupId, 'GroupId'),
    name: from(text, group.GroupName, 'GroupName'),
    vpcId: from(text, group.VpcId, 'VpcId'),
    ingress: from(v.array(permission), group.IpPermissions, 'IpPermissions'),
    egress: from(v.array(permission), group.IpPermissionsEgress, 'IpPermissionsEgress'),
    tags: from(tagList, group.Tags, 'Tags'),
  })),
);
