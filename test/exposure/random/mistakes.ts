import { type Entry, entries, interfaces, isOutward, type Mistake, routes, without } from './believed.ts';
import { ofPlaces } from './mistakes-of-places.ts';

const lowPortsDenied: readonly Entry[] = ['6', '17'].flatMap((Protocol) =>
  [{ CidrBlock: '0.0.0.0/0' }, { Ipv6CidrBlock: '::/0' }].map((everyone) => ({
    ...everyone,
    Protocol,
    RuleNumber: 0,
    Egress: true,
    RuleAction: 'deny' as const,
    PortRange: { From: 0, To: 1023 },
  })),
);

const ofFilters: readonly Mistake[] = [
  {
    name: 'network ACLs in the reverse order',
    believed: (world) =>
      entries(world, (entry) =>
        (entry.RuleNumber ?? 0) > 32_000 ? entry : { ...entry, RuleNumber: -(entry.RuleNumber ?? 0) },
      ),
  },
  {
    name: 'network ACLs without their denies',
    believed: (world) => entries(world, (entry) => (entry.RuleAction === 'deny' ? { ...entry, RuleNumber: 40_000 } : entry)),
  },
  {
    name: 'network ACLs let every answer out',
    believed: (world) =>
      entries(world, (entry) => (entry.Egress === true ? { ...entry, Protocol: '-1', RuleAction: 'allow' } : entry)),
  },
  {
    name: 'answers need the high ports',
    believed: (world) => ({
      ...world,
      networkAcls: world.networkAcls.map((acl) => ({ ...acl, Entries: [...lowPortsDenied, ...(acl.Entries ?? [])] })),
    }),
  },
  {
    name: 'the first group of an interface only',
    believed: (world) => interfaces(world, (one) => ({ ...one, Groups: (one.Groups ?? []).slice(0, 1) })),
  },
  {
    name: 'prefix lists dropped',
    believed: (world) => ({
      ...world,
      prefixListEntries: Object.fromEntries(Object.keys(world.prefixListEntries).map((id) => [id, []])),
    }),
  },
  {
    name: 'security groups let everything out',
    believed: (world) => ({
      ...world,
      securityGroups: world.securityGroups.map((group) => ({
        ...group,
        IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
      })),
    }),
  },
  {
    name: 'IPv6 rules forgotten',
    believed: (world) => ({
      ...world,
      securityGroups: world.securityGroups.map((group) => ({
        ...group,
        IpPermissions: (group.IpPermissions ?? []).map((rule) => ({ ...rule, Ipv6Ranges: [] })),
      })),
    }),
  },
];

const ofPaths: readonly Mistake[] = [
  {
    name: 'any route is a route to the internet',
    believed: (world) =>
      routes(world, (route) => [isOutward(route) ? { ...without(route, 'NatGatewayId'), GatewayId: 'igw-1' } : route]),
  },
  {
    name: 'blackholes still lead somewhere',
    believed: (world) => routes(world, (route) => [{ ...route, State: 'active' }]),
  },
  {
    name: 'only the default routes count',
    believed: (world) =>
      routes(world, (route) =>
        !isOutward(route) || route.DestinationCidrBlock === '0.0.0.0/0' || route.DestinationIpv6CidrBlock === '::/0'
          ? [route]
          : [],
      ),
  },
  {
    name: 'the main route table counts for every subnet',
    believed: (world) => ({
      ...world,
      routeTables: world.routeTables.map((table) => ({
        ...table,
        Associations: (table.Associations ?? []).filter(({ SubnetId }) => SubnetId === undefined),
      })),
    }),
  },
  {
    name: 'every gateway is attached',
    believed: (world) => ({
      ...world,
      internetGateways: world.internetGateways.map((gateway) => ({
        ...gateway,
        Attachments: [{ VpcId: 'vpc-1', State: 'attached' }],
      })),
    }),
  },
  {
    name: 'gateway route tables forgotten',
    believed: (world) => ({
      ...world,
      routeTables: world.routeTables.filter(({ RouteTableId }) => RouteTableId !== 'rtb-edge'),
    }),
  },
  {
    name: 'block public access forgotten',
    believed: (world) => ({
      ...without(world, 'blockPublicAccess'),
      subnets: world.subnets.map((subnet) => without(subnet, 'BlockPublicAccessStates')),
    }),
  },
  { name: 'exclusions forgotten', believed: (world) => ({ ...world, exclusions: [] }) },
];

/** Mistakes of every mechanism. */
export const mistakes: readonly Mistake[] = [...ofFilters, ...ofPaths, ...ofPlaces];
