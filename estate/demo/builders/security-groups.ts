import type { IpPermission } from '@aws-sdk/client-ec2';
import { arnOf, idOf, type Place, tagList } from './ids.ts';
import type { Parts, Plain } from './parts.ts';

/** A security group as interfaces and instances name it. */
export interface GroupRef {
  readonly GroupId: string;
  readonly GroupName: string;
}
export interface Group {
  readonly ref: GroupRef;
  readonly parts: Parts;
}

/** A rule: protocol and ports, and where from (or to). All protocols, unless it says otherwise. */
export interface Rule {
  readonly protocol?: string;
  readonly from?: number;
  readonly to?: number;
  readonly v4?: readonly string[];
  readonly v6?: readonly string[];
  readonly prefixLists?: readonly string[];
  readonly groups?: readonly string[];
  readonly description?: string;
}

export const tcp = (from: number, to: number = from): Pick<Rule, 'protocol' | 'from' | 'to'> => ({ protocol: 'tcp', from, to });
export const anywhere: Rule = { v4: ['0.0.0.0/0'] };

/** A rule as DescribeSecurityGroups gives it: every list is there, empty or not; all protocols have no ports. */
function permission(rule: Rule, { account }: Place): Plain<IpPermission> {
  const { protocol = '-1', from, to = from, v4 = [], v6 = [], prefixLists = [], groups = [], description } = rule;
  const said = description === undefined ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    ...(from === undefined ? {} : { FromPort: from, ToPort: to }),
    UserIdGroupPairs: groups.map((GroupId) => ({ ...said, UserId: account, GroupId })),
    IpRanges: v4.map((CidrIp) => ({ ...said, CidrIp })),
    Ipv6Ranges: v6.map((CidrIpv6) => ({ ...said, CidrIpv6 })),
    PrefixListIds: prefixLists.map((PrefixListId) => ({ ...said, PrefixListId })),
  };
}

/** A security group of a VPC; it lets everything out, as a new group does. */
export function securityGroup(
  place: Place & { readonly vpcId: string },
  spec: {
    readonly name: string;
    readonly description: string;
    readonly ingress: (id: string) => readonly Rule[];
    readonly egress?: readonly Rule[];
    readonly tags?: Readonly<Record<string, string>>;
  },
): Group {
  const { name, description, ingress, egress = [anywhere], tags = {} } = spec;
  const id = idOf('sg', place.account, place.vpcId, name);
  const group = {
    GroupId: id,
    GroupName: name,
    Description: description,
    VpcId: place.vpcId,
    OwnerId: place.account,
    SecurityGroupArn: arnOf('ec2', place, `security-group/${id}`),
    IpPermissions: ingress(id).map((rule) => permission(rule, place)),
    IpPermissionsEgress: egress.map((rule) => permission(rule, place)),
    Tags: tagList(tags),
  };
  return { ref: { GroupId: id, GroupName: name }, parts: { ec2: { SecurityGroups: [group] } } };
}

/** A customer's own prefix list with its entries. */
export function prefixList(
  place: Place,
  spec: { readonly name: string; readonly entries: Readonly<Record<string, string>>; readonly family?: 'IPv4' | 'IPv6' },
): { readonly id: string; readonly parts: Parts } {
  const id = idOf('pl', place.account, place.region, spec.name);
  const list = {
    PrefixListId: id,
    PrefixListName: spec.name,
    PrefixListArn: arnOf('ec2', place, `prefix-list/${id}`),
    AddressFamily: spec.family ?? 'IPv4',
    State: 'modify-complete' as const,
    MaxEntries: 10,
    Version: Object.keys(spec.entries).length,
    OwnerId: place.account,
    Tags: [],
  };
  const entries = Object.entries(spec.entries).map(([Cidr, Description]) => ({ Cidr, Description }));
  return { id, parts: { ec2: { PrefixLists: [list], GetManagedPrefixListEntries: { [id]: entries } } } };
}
