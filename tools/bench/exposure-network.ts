import { type Chance, chance } from '../../estate/random.ts';
import type { NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import type { Stored } from '../../shared/facts/index.ts';
import { balancersOf } from './exposure-balancers.ts';
import type { NetworkSize } from './exposure-size.ts';

type Rule = Extract<Stored<'securityGroups'>['ingress'], readonly unknown[]>[number];
type Entry = Extract<Stored<'networkAcls'>['entries'], readonly unknown[]>[number];
type Route = Extract<Stored<'routeTables'>['routes'], readonly unknown[]>[number];

const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const many = <T>(items: readonly T[]) => ({ known: true as const, items, missing: [] });
const octets = (i: number): string => `${(i >> 8) & 255}.${i & 255}`;
const privateOf = (i: number): string => `10.${(i >> 16) & 255}.${octets(i)}`;
/** Of an office, a partner, a VPC that is peered. */
const inside = (draw: Chance): string => `10.${draw.one(numbers)}.0.0/16`;
const numbers = list(256, (i) => i);
const block = (draw: Chance): string => {
  const length = draw.one([16, 20, 24, 28, 32]);
  const value = ((draw.one(numbers) % 223) * 2 ** 24 + draw.one(numbers) * 2 ** 16 + draw.one([0, 77, 255]) * 256) >>> 0;
  const base = Math.floor(value / 2 ** (32 - length)) * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join('.')}/${length}`;
};

/**
 * A large network, the same for the same sizes: VPCs of ten subnets; groups of up to 16 rules with CIDRs, prefix lists and groups; network ACLs
 * of up to 20 entries, denies among them; tables of up to 30 routes; a third of the interfaces with a public address, a third with IPv6.
 */
export function largeNetwork(size: NetworkSize): NetworkFacts {
  const subnetCount = Math.max(10, size.tables * 2);
  const vpcOf = (subnet: number): string => `vpc-${Math.floor(subnet / 10)}`;
  const vpcs = Math.ceil(subnetCount / 10);
  const subnets = list(subnetCount, (i) => subnetAt(i, vpcOf(i)));
  const facts = {
    blockPublicAccess: { known: true as const, value: { mode: 'off' as const, exclusions: [] } },
    clusters: many<Stored<'clusters'>>([]),
    subnets: many(subnets),
    securityGroups: many(list(size.groups, (i) => groupAt(i, chance(1, i), size.groups))),
    prefixLists: many(list(20, (i) => listAt(i, chance(2, i)))),
    networkAcls: many(list(size.acls, (i) => aclAt(i, size.acls, subnetCount, chance(3, i)))),
    routeTables: many(list(size.tables, (i) => tableAt(i, size.tables, subnetCount, vpcOf, chance(4, i)))),
    internetGateways: many(list(vpcs, (i) => ({ id: `igw-${i}`, attachments: [{ vpcId: `vpc-${i}`, state: 'available' }] }))),
    networkInterfaces: many(list(size.interfaces, (i) => interfaceAt(i, size, subnetCount, vpcOf, chance(5, i)))),
    instances: many(list(size.interfaces, instanceAt)),
  };
  return { ...facts, ...balancersOf(size, vpcOf, subnetCount) };
}

const subnetAt = (i: number, vpcId: string): Stored<'subnets'> => ({
  id: `subnet-${i}`,
  vpcId,
  availabilityZoneId: `az-${i % 3}`,
  cidr: `10.${i >> 8}.${i & 255}.0/24`,
  ipv6Cidrs: [],
  mapPublicIpOnLaunch: false,
  ownerId: '111122223333',
  tags: {},
});

function groupAt(i: number, draw: Chance, groups: number): Stored<'securityGroups'> {
  const ingress = list(2 + draw.one(list(15, (n) => n)), (n): Rule => {
    const port = draw.one([22, 80, 443, 3389, 6443, 8080, 10_250, 30_000]);
    const protocol = draw.one(['tcp', 'tcp', 'tcp', 'udp', '-1']);
    return {
      protocol,
      ...(protocol === '-1' ? {} : { fromPort: port, toPort: port + draw.one([0, 0, 100, 2767]) }),
      ipv4Cidrs: draw.often(0.15) ? ['0.0.0.0/0'] : [inside(draw), draw.often(0.3) ? block(draw) : inside(draw)],
      ipv6Cidrs: draw.often(0.1) ? ['::/0'] : [],
      prefixListIds: draw.often(0.03) ? [`pl-${n % 20}`] : [],
      securityGroupIds: draw.often(0.3) ? [`sg-${(i + n) % groups}`] : [],
    };
  });
  const all = { protocol: '-1', ipv4Cidrs: ['0.0.0.0/0'], ipv6Cidrs: ['::/0'], prefixListIds: [], securityGroupIds: [] };
  return { id: `sg-${i}`, name: `sg-${i}`, vpcId: 'vpc-0', ingress, egress: [all], tags: {} };
}

const listAt = (i: number, draw: Chance): Stored<'prefixLists'> => ({
  id: `pl-${i}`,
  name: `pl-${i}`,
  ownerId: '111122223333',
  addressFamily: 'IPv4',
  cidrs: list(60, () => block(draw)),
});

function aclAt(i: number, acls: number, subnets: number, draw: Chance): Stored<'networkAcls'> {
  const entries = [false, true].flatMap((egress) => [
    // Most network ACLs are as they were made; the others have some entries of their own.
    ...list(draw.often(0.5) ? 0 : draw.one([2, 5, 10, 18]), (n): Entry => {
      const protocol = draw.one(['6', '6', '17', '-1']);
      const portRange = { from: draw.one([0, 22, 443, 1024]), to: draw.one([1024, 8443, 65_535]) };
      return {
        ruleNumber: 10 + n,
        egress,
        ruleAction: draw.one(['allow', 'deny']),
        protocol,
        cidr: block(draw),
        ...(protocol === '-1' ? {} : { portRange }),
      };
    }),
    { ruleNumber: 100, egress, ruleAction: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
    { ruleNumber: 101, egress, ruleAction: 'allow', protocol: '-1', ipv6Cidr: '::/0' },
  ]);
  const subnetIds = list(subnets, (n) => n)
    .filter((n) => n % acls === i)
    .map((n) => `subnet-${n}`);
  return { id: `acl-${i}`, vpcId: 'vpc-0', isDefault: false, subnetIds, entries };
}

function tableAt(
  i: number,
  tables: number,
  subnets: number,
  vpcOf: (subnet: number) => string,
  draw: Chance,
): Stored<'routeTables'> {
  const own = list(subnets, (n) => n).filter((n) => n % tables === i);
  const gateway = vpcOf(own[0] ?? 0).replace('vpc-', 'igw-');
  const to = (destination: Partial<Route>, kind: string, id: string): Route => ({
    ...destination,
    target: { kind, id },
    state: 'active',
    origin: 'CreateRoute',
  });
  const routes = [
    to({ destinationCidr: '10.0.0.0/8' }, 'gatewayId', 'local'),
    to({ destinationCidr: '0.0.0.0/0' }, 'gatewayId', gateway),
    to({ destinationIpv6Cidr: '::/0' }, 'gatewayId', gateway),
    ...list(draw.one(list(30, (n) => n)), () =>
      to({ destinationCidr: draw.often(0.2) ? block(draw) : inside(draw) }, 'transitGatewayId', 'tgw-1'),
    ),
  ];
  const associations = own.map((n) => ({ main: false, subnetId: `subnet-${n}` }));
  return { id: `rtb-${i}`, vpcId: vpcOf(own[0] ?? 0), associations, routes };
}

function interfaceAt(
  i: number,
  size: NetworkSize,
  subnets: number,
  vpcOf: (subnet: number) => string,
  draw: Chance,
): Stored<'networkInterfaces'> {
  // Interfaces of a subnet are mostly a node group's, which carry the same groups.
  const subnet = i % subnets;
  const first = (subnet * 3 + draw.one([0, 0, 0, 1])) % size.groups;
  const address = { address: privateOf(i), ...(i % 3 !== 2 ? {} : { publicIp: `54.${(i >> 16) & 255}.${octets(i)}` }) };
  return {
    id: `eni-${String(i).padStart(6, '0')}`,
    vpcId: vpcOf(subnet),
    subnetId: `subnet-${subnet}`,
    interfaceType: 'interface',
    status: 'in-use',
    description: '',
    securityGroupIds: [`sg-${first}`, `sg-${(first + 1) % size.groups}`],
    instanceId: `i-${i}`,
    deviceIndex: 0,
    privateAddresses: [address],
    ipv6Addresses: i % 3 === 1 ? [`2600:1f14:abc:${(i >> 12).toString(16)}::${(i & 4095).toString(16)}`] : [],
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    denyAllIgwTraffic: false,
    tags: {},
  };
}

const instanceAt = (i: number): Stored<'instances'> => ({
  id: `i-${i}`,
  state: 'running',
  imageId: 'ami-1',
  networkInterfaceIds: [],
  tags: {},
});
