import type { Call } from '../call.ts';
import type { Shape } from '../schema.ts';
import { globMatches } from './glob.ts';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The filters of an EC2 request, whether the operation calls them `Filters` or `Filter`. */
export function filtersOf({ input }: Pick<Call, 'input'>): readonly Filter[] {
  const given = input.Filters ?? input.Filter;
  if (!Array.isArray(given)) return [];
  return given.map((f: { readonly Name?: unknown; readonly Values?: unknown }) => ({
    name: String(f?.Name ?? ''),
    values: Array.isArray(f?.Values) ? f.Values.map(String) : [],
  }));
}

/** Items that match every filter by at least one of its values; an error for a filter that the operation does not have. */
export function filterItems(call: Call, shape: Shape, items: readonly unknown[]): readonly unknown[] {
  const paths = filtersOf(call).map((filter) => ({ filter, path: pathOf(call, shape, filter.name) }));
  return items.filter((item) => paths.every(({ filter, path }) => matches(filter.values, valuesAt(item, path))));
}

const matches = (wanted: readonly string[], found: readonly string[]): boolean =>
  wanted.some((w) => found.some((f) => globMatches(w, f)));

/** A way into an item: the names of members, or what stands in the tag of a key. */
type Path = readonly string[] | { readonly tags: string; readonly key: string };

/** Filters whose names do not follow the members that they look at. */
const irregular: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Instance: {
    'ip-address': 'PublicIpAddress',
    'dns-name': 'PublicDnsName',
    'availability-zone': 'Placement.AvailabilityZone',
    'group-id': 'SecurityGroups.GroupId',
    'group-name': 'SecurityGroups.GroupName',
    'instance.group-id': 'SecurityGroups.GroupId',
    'instance.group-name': 'SecurityGroups.GroupName',
    'instance-state-name': 'State.Name',
    'instance-state-code': 'State.Code',
    'block-device-mapping.volume-id': 'BlockDeviceMappings.Ebs.VolumeId',
    'network-interface.group-id': 'NetworkInterfaces.Groups.GroupId',
    'network-interface.addresses.association.public-ip': 'NetworkInterfaces.PrivateIpAddresses.Association.PublicIp',
  },
  SecurityGroup: {
    'ip-permission.cidr': 'IpPermissions.IpRanges.CidrIp',
    'ip-permission.ipv6-cidr': 'IpPermissions.Ipv6Ranges.CidrIpv6',
    'ip-permission.group-id': 'IpPermissions.UserIdGroupPairs.GroupId',
    'ip-permission.prefix-list-id': 'IpPermissions.PrefixListIds.PrefixListId',
    'ip-permission.protocol': 'IpPermissions.IpProtocol',
    'egress.ip-permission.cidr': 'IpPermissionsEgress.IpRanges.CidrIp',
    'egress.ip-permission.ipv6-cidr': 'IpPermissionsEgress.Ipv6Ranges.CidrIpv6',
    'egress.ip-permission.group-id': 'IpPermissionsEgress.UserIdGroupPairs.GroupId',
    'egress.ip-permission.prefix-list-id': 'IpPermissionsEgress.PrefixListIds.PrefixListId',
    'egress.ip-permission.protocol': 'IpPermissionsEgress.IpProtocol',
  },
  NetworkInterface: {
    'addresses.private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
    'addresses.association.public-ip': 'PrivateIpAddresses.Association.PublicIp',
    'ipv6-addresses.ipv6-address': 'Ipv6Addresses.Ipv6Address',
    'group-id': 'Groups.GroupId',
    'group-name': 'Groups.GroupName',
  },
  NetworkAcl: { default: 'IsDefault', 'entry.cidr': 'Entries.CidrBlock', 'entry.icmp.code': 'Entries.IcmpTypeCode.Code' },
  Vpc: { cidr: 'CidrBlock', 'cidr-block-association.cidr-block': 'CidrBlockAssociationSet.CidrBlock' },
  Subnet: { cidr: 'CidrBlock' },
  VpcPeeringConnection: { 'accepter-vpc-info.cidr-block': 'AccepterVpcInfo.CidrBlock' },
};

function pathOf(call: Call, shape: Shape, name: string): Path {
  const tags = ['Tags', 'TagSet'].find((member) => shape.members.has(member));
  if (name.startsWith('tag:') && tags) return { tags, key: name.slice(4) };
  if (name === 'tag-key' && tags) return [tags, 'Key'];
  if (name === 'tag-value' && tags) return [tags, 'Value'];
  const listed = irregular[shape.name];
  if (listed && Object.hasOwn(listed, name)) return listed[name]?.split('.') ?? [];
  const path = walk(shape, name.split('.'));
  if (path) return path;
  throw call.service.dialect.invalidParameter(`The filter '${name}' is invalid`);
}

/** `attachment.vpc-id` → Attachments, VpcId: each step is a member's name without its capitals, or the member's singular. */
function walk(shape: Shape, steps: readonly string[]): readonly string[] | undefined {
  const [step, ...rest] = steps;
  const inner = shape.kind === 'list' ? shape.value?.shape : shape;
  if (!inner) return undefined;
  if (step === undefined)
    return inner.kind === 'structure' ? ['Name', 'Code', 'Value'].filter((n) => inner.members.has(n)).slice(0, 1) : [];
  const plain = step.replaceAll('-', '').toLowerCase();
  const endings = ['', 's', 'es', 'set'].map((ending) => plain + ending).concat(plain.replace(/y$/, 'ies'));
  for (const [name, member] of inner.members) {
    if (!endings.includes(name.toLowerCase())) continue;
    const further = walk(member.shape, rest);
    if (further) return [name, ...further];
  }
  return undefined;
}

/** Every value at the end of a path, through lists, as text. */
function valuesAt(value: unknown, path: Path): readonly string[] {
  if ('tags' in path) return tagsOf(value, path.tags).flatMap(({ Key, Value }) => (Key === path.key ? [Value ?? ''] : []));
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || value === null ? [] : [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt((value as Readonly<Record<string, unknown>>)[step], rest);
}

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}
const tagsOf = (item: unknown, member: string): readonly Tag[] =>
  (item as Readonly<Record<string, readonly Tag[]>> | null)?.[member] ?? [];
