import { addressOf, endsOf, textOf } from '../walker/address.ts';
import { classicArn } from '../walker/classic-balancer.ts';
import { isOfTheInternet } from '../walker/internet.ts';
import { type Flow, icmp, icmpv6, type Packet, tcp, udp } from '../walker/packet.ts';
import type { World } from '../walker/world.ts';

/** How many packets, and which: the same seed asks the same. */
export interface Choice {
  readonly seed: number;
  readonly count: number;
}

/**
 * Packets to a world: sources and flows at and beside every boundary that occurs in its rules and routes, to everything that can be dialled, and
 * a few that are nowhere near. Load balancers are asked by their listeners, not by the addresses of their interfaces.
 */
export function packetsAtBoundaries(world: World, { seed, count }: Choice): readonly Packet[] {
  const next = generator(seed);
  const pick = <T>(items: readonly T[]): T | undefined => items[next() % items.length];
  const sources = sourcesByKind(world);
  const flows = flowsOf(world);
  const addresses = addressesOf(world);
  const doors = doorsOf(world);
  return Array.from({ length: count }, (): Packet | undefined => {
    const door = next() % 2 === 0 ? pick(doors) : undefined;
    if (door) {
      const source = pick(sources[next() % (door.six ? 3 : 12) === 0 ? 6 : 4][kind(next())]);
      return source === undefined ? undefined : { ...door.packet, source };
    }
    const address = next() % 20 === 0 ? nobody : pick(addresses);
    const flow = pick(flows);
    if (address === undefined || flow === undefined) return undefined;
    const own = addressOf(address).family;
    const source = pick(sources[own][kind(next())]);
    return source === undefined ? undefined : { source, to: { address }, flow };
  }).filter((packet) => packet !== undefined);
}

/** Most ask from the internet: what comes from elsewhere is answered no, and is the same for all. */
const kind = (random: number): 'internet' | 'other' => (random % 12 === 0 ? 'other' : 'internet');

function sourcesByKind(world: World) {
  const of = (family: 4 | 6) => {
    const all = sourcesOf(world, family);
    const internet = all.filter((source) => isOfTheInternet(addressOf(source)));
    return { internet, other: all.filter((source) => !internet.includes(source)) };
  };
  return { 4: of(4), 6: of(6) };
}

const nobody = '54.93.99.99';

/** A small generator of numbers (mulberry32), so that a seed is all there is to write down. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

const far = { 4: ['8.8.8.8', '200.1.2.3', '10.0.1.77', '203.0.113.9'], 6: ['2a01:4f8::8', '2404:6800::1', '3ffe::1'] } as const;

/** The first and last address of every block, and those beside them. */
function sourcesOf(world: World, family: 4 | 6): readonly string[] {
  const near = blocksOf(world).flatMap((cidr) => {
    const [first, last] = endsOf(cidr);
    if (first.family !== family) return [];
    return [first.value - 1n, first.value, last.value, last.value + 1n];
  });
  const limit = 1n << (family === 4 ? 32n : 128n);
  const inRange = near.filter((value) => value >= 0n && value < limit);
  // Of IPv6 only what is, or is nearly, given out to anyone: what lies outside 2000::/3 is no question.
  const asked = family === 4 ? inRange : inRange.filter((value) => value >> 125n === 1n);
  return [...new Set([...asked.map((value) => textOf({ family, value })), ...far[family]])];
}

function blocksOf(world: World): readonly string[] {
  const rules = world.securityGroups.flatMap(({ IpPermissions = [] }) => IpPermissions);
  const all = [
    ...world.networkAcls.flatMap(({ Entries = [] }) => Entries.map((entry) => entry.CidrBlock ?? entry.Ipv6CidrBlock)),
    ...rules.flatMap(({ IpRanges = [] }) => IpRanges.map(({ CidrIp }) => CidrIp)),
    ...rules.flatMap(({ Ipv6Ranges = [] }) => Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)),
    ...world.routeTables.flatMap(({ Routes = [] }) =>
      Routes.map((route) => route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock),
    ),
    ...Object.values(world.prefixListEntries).flatMap((entries) => entries.map(({ Cidr }) => Cidr)),
  ];
  return [...new Set(all.filter((cidr) => cidr !== undefined))];
}

/** TCP and UDP at and beside every end of a range of ports, ICMP of every type that a rule names and that something answers, other protocols. */
function flowsOf(world: World): readonly Flow[] {
  const rules = world.securityGroups.flatMap(({ IpPermissions = [] }) => IpPermissions);
  const entries = world.networkAcls.flatMap(({ Entries = [] }) => Entries.filter(({ Egress }) => Egress === false));
  const ends = [
    ...rules.flatMap(({ IpProtocol, FromPort = 0, ToPort = 0 }) =>
      IpProtocol === 'tcp' || IpProtocol === 'udp' ? [FromPort, ToPort] : [],
    ),
    ...entries.flatMap(({ PortRange }) => (PortRange ? [PortRange.From ?? 0, PortRange.To ?? 0] : [])),
  ];
  const ports = [...new Set([22, ...ends.flatMap((end) => [end - 1, end, end + 1])])].filter(
    (port) => port >= 0 && port < 65_536,
  );
  return [
    ...ports.map((port) => ({ protocol: tcp, port })),
    ...ports.map((port) => ({ protocol: udp, port })),
    ...[8, 13, 3, 0].map((type) => ({ protocol: icmp, type, code: 0 })),
    ...[128, 129, 135].map((type) => ({ protocol: icmpv6, type, code: 0 })),
    ...[47, 50, 132].map((protocol) => ({ protocol })),
  ];
}

/** Public addresses of interfaces that are not a load balancer's, in both families, one of each delegated prefix, and one of nobody. */
function addressesOf(world: World): readonly string[] {
  const own = world.networkInterfaces.filter(({ RequesterId }) => RequesterId !== 'amazon-elb');
  return [
    ...own.flatMap(({ PrivateIpAddresses = [] }) =>
      PrivateIpAddresses.flatMap(({ Association }) => Association?.PublicIp ?? Association?.CarrierIp ?? []),
    ),
    ...own.flatMap(({ Ipv6Addresses = [] }) => Ipv6Addresses.flatMap(({ Ipv6Address }) => Ipv6Address ?? [])),
    ...own.flatMap(({ Ipv6Prefixes = [] }) =>
      Ipv6Prefixes.flatMap(({ Ipv6Prefix }) => (Ipv6Prefix === undefined ? [] : endsOf(Ipv6Prefix).map(textOf))),
    ),
  ];
}

interface Door {
  readonly packet: Pick<Packet, 'to' | 'flow'>;
  /** Whether IPv6 is worth asking about. */
  readonly six: boolean;
}

/** Listeners of load balancers, mostly by what they speak; and a port that nothing listens at. */
function doorsOf(world: World): readonly Door[] {
  const elastic = world.listeners.map(({ LoadBalancerArn: arn = '', Port = 0, Protocol }) => {
    const balancer = world.loadBalancers.find(({ LoadBalancerArn }) => LoadBalancerArn === arn);
    return { arn, port: Port, protocol: Protocol === 'UDP' ? udp : tcp, six: balancer?.IpAddressType !== 'ipv4' };
  });
  const classic = world.classicLoadBalancers.flatMap(({ LoadBalancerName = '', ListenerDescriptions = [] }) =>
    ListenerDescriptions.map(({ Listener }) => ({
      arn: classicArn(world, LoadBalancerName),
      port: Listener?.LoadBalancerPort ?? 0,
      protocol: tcp,
      six: false,
    })),
  );
  return [...elastic, ...classic].flatMap(({ arn, port, protocol, six }) => {
    const usual = { protocol, port };
    const flows = [
      ...Array<Flow>(12).fill(usual),
      { protocol: protocol === tcp ? udp : tcp, port },
      { protocol, port: port + 1 },
    ];
    return flows.map((flow) => ({ packet: { to: { loadBalancer: arn }, flow }, six }));
  });
}
