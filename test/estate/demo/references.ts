/** Ids as AWS writes them: a kind and eight or seventeen hex digits. */
const id = /^(vpc|subnet|sg|eni|igw|eigw|nat|rtb|acl|pl|i|lt|eipalloc)-[0-9a-f]{8,17}$/;

/** Members in which a thing says its own id; every other place is a reference. */
const own: Readonly<Record<string, string>> = {
  Vpcs: 'VpcId',
  Subnets: 'SubnetId',
  SecurityGroups: 'GroupId',
  NetworkInterfaces: 'NetworkInterfaceId',
  InternetGateways: 'InternetGatewayId',
  EgressOnlyInternetGateways: 'EgressOnlyInternetGatewayId',
  NatGateways: 'NatGatewayId',
  RouteTables: 'RouteTableId',
  NetworkAcls: 'NetworkAclId',
  PrefixLists: 'PrefixListId',
  LaunchTemplateVersions: 'LaunchTemplateId',
  Addresses: 'AllocationId',
};

type Row = Readonly<Record<string, unknown>>;
export type Ec2 = Readonly<Record<string, unknown>>;

/** The ids that an EC2 section defines. An id that is defined twice throws. */
export function definedIn(ec2: Ec2): ReadonlySet<string> {
  const reservations = (ec2.Reservations ?? []) as readonly { readonly Instances: readonly Row[] }[];
  const instances = reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId));
  const listed = Object.entries(own).flatMap(([list, member]) =>
    ((ec2[list] ?? []) as readonly Row[]).map((row) => row[member]),
  );
  const found = new Set<string>();
  for (const each of [...instances, ...listed].map(String)) {
    if (found.has(each)) throw new Error(`${each} is defined twice`);
    found.add(each);
  }
  return found;
}

/** Every id that stands anywhere in a value, with the place where it stands. */
export function idsIn(value: unknown, at = ''): readonly { readonly id: string; readonly at: string }[] {
  if (typeof value === 'string') return id.test(value) ? [{ id: value, at }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...idsIn(name, `${at}.<key>`), ...idsIn(inner, `${at}.${name}`)]);
}
