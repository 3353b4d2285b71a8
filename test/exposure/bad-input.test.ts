import { describe, expect, test } from 'vitest';
import type { Exposures, NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { factsOf } from './facts-of.ts';
import { traps } from './walker/traps.ts';
import { type World, worldOf } from './walker/world.ts';

/** The plain trap (one instance, SSH open to everyone, both families) with something that EC2 would never give. */
async function judged(name: string, changed: (world: World) => World): Promise<Exposures> {
  const trap = traps.find((one) => one.name === name);
  if (trap === undefined) throw new Error(name);
  const network: NetworkFacts = await factsOf(changed(worldOf(trap.estate)));
  return exposuresOf(network);
}
const open = 'an open group on an instance in a public subnet';
type Group = World['securityGroups'][number];
type Rule = NonNullable<Group['IpPermissions']>[number];
const rules = (world: World, ...more: readonly Rule[]): World => ({
  ...world,
  securityGroups: world.securityGroups.map((group) => ({ ...group, IpPermissions: [...(group.IpPermissions ?? []), ...more] })),
});
const rule = (changed: Partial<Rule>): Rule => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
  ...changed,
});
const cidrs = (...texts: string[]) => texts.map((CidrIp) => ({ CidrIp }));

describe('a rule of a security group that EC2 would never give', () => {
  test.each([
    ['a CIDR with bits after the prefix', rule({ IpRanges: cidrs('52.0.0.1/8') }), 'sg-1'],
    ['an octal CIDR', rule({ IpRanges: cidrs('010.0.0.0/8') }), 'sg-1'],
    ['no CIDR at all', rule({ IpRanges: cidrs('everyone') }), 'sg-1'],
    ['ports the wrong way round', rule({ FromPort: 443, ToPort: 80, IpRanges: cidrs('0.0.0.0/0') }), 'sg-1'],
    ['a port too high', rule({ ToPort: 70_000, IpRanges: cidrs('0.0.0.0/0') }), 'sg-1'],
    ['a protocol that is none', rule({ IpProtocol: 'sctp!', IpRanges: cidrs('0.0.0.0/0') }), 'sg-1'],
    ['a prefix list that nobody lists', rule({ PrefixListIds: [{ PrefixListId: 'pl-none' }] }), 'pl-none'],
  ])('%s is unknown, by name, and the rows of other rules stand', async (_, bad, named) => {
    const { exposures, unknown } = await judged(open, (world) => rules(world, bad));
    expect(exposures.map(({ protocol, ports, unless }) => ({ protocol, ports, unless }))).toEqual([
      { protocol: 'tcp', ports: [[22, 22]], unless: undefined },
      { protocol: 'tcp', ports: [[22, 22]], unless: undefined },
    ]);
    expect(unknown).toHaveLength(1);
    expect(unknown[0]?.resource).toEqual({ type: 'network-interface', id: 'eni-1', instance: 'i-1' });
    expect(unknown[0]?.why).toContain(named);
  });

  test('is of no concern where it could open nothing more', async () => {
    const bad = rule({ FromPort: 22, ToPort: 22, IpRanges: cidrs('everyone') });
    expect((await judged(open, (world) => rules(world, bad))).unknown).toEqual([]);
    const worse = rule({ IpRanges: cidrs('everyone') });
    expect((await judged('a blackholed default route', (world) => rules(world, worse))).unknown.map(({ why }) => why)).toEqual(
      [],
    );
  });

  test('a group that is named and not listed is unknown, never empty', async () => {
    const { exposures, unknown } = await judged(open, (world) => ({ ...world, securityGroups: [] }));
    expect(exposures).toEqual([]);
    expect(unknown).toMatchObject([{ resource: { id: 'eni-1' }, why: 'AWS lists no security-group sg-1' }]);
  });
});

type Acl = World['networkAcls'][number];
type Entry = NonNullable<Acl['Entries']>[number];
const entry = (changed: Partial<Entry>): Entry => ({
  RuleNumber: 1,
  Egress: false,
  RuleAction: 'deny',
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
  ...changed,
});
type Route = NonNullable<World['routeTables'][number]['Routes']>[number];
const entries = (world: World, more: Entry): World => ({
  ...world,
  networkAcls: world.networkAcls.map((acl) => ({ ...acl, Entries: [more, ...(acl.Entries ?? [])] })),
});
const routes = (world: World, more: Route): World => ({
  ...world,
  routeTables: world.routeTables.map((table) => ({ ...table, Routes: [more, ...(table.Routes ?? [])] })),
});

describe('what EC2 would never give of what restricts', () => {
  test.each<readonly [string, (world: World) => World, string, string]>([
    ['a CIDR of a network ACL', (world) => entries(world, entry({ CidrBlock: '0.0.0.1/0' })), 'networkAcls', 'acl-1, rule 1'],
    [
      'an action of a network ACL',
      (world) => entries(world, entry({ RuleAction: 'maybe' as 'deny' })),
      'networkAcls',
      'neither allow nor deny',
    ],
    ['a protocol of a network ACL', (world) => entries(world, entry({ Protocol: '999' })), 'networkAcls', 'acl-1, rule 1'],
    ['no network ACL at all', (world) => ({ ...world, networkAcls: [] }), 'networkAcls', 'no network ACL of subnet-a'],
    [
      'a CIDR of a route',
      (world) => routes(world, { DestinationCidrBlock: '52.0.0.0/33', GatewayId: 'local', State: 'active' }),
      'routeTables',
      'a route of rtb-public',
    ],
    [
      'a prefix list of a route',
      (world) => routes(world, { DestinationPrefixListId: 'pl-none', NatGatewayId: 'nat-1', State: 'active' }),
      'prefixLists',
      'pl-none',
    ],
    ['no route table at all', (world) => ({ ...world, routeTables: [] }), 'routeTables', 'no main route table of vpc-1'],
    ['no gateway that routes name', (world) => ({ ...world, internetGateways: [] }), 'internetGateways', 'internet gateway'],
    ['no such instance', (world) => ({ ...world, instances: [] }), 'instances', 'i-1'],
    ['no such subnet', (world) => ({ ...world, subnets: [] }), 'blockPublicAccess', 'subnet-a'],
    [
      'a mode of block public access',
      (world) => ({
        ...world,
        subnets: world.subnets.map((one) => ({
          ...one,
          BlockPublicAccessStates: { InternetGatewayBlockMode: 'sometimes' as 'off' },
        })),
      }),
      'blockPublicAccess',
      'sometimes',
    ],
  ])('%s: rows stand, unless …', async (_, changed, fact, named) => {
    const { exposures, unknown } = await judged(open, changed);
    expect(unknown).toEqual([]);
    expect(exposures.length).toBeGreaterThan(0);
    for (const { unless = [] } of exposures) {
      const reason = unless.find((one) => one.fact === fact);
      expect(reason?.why).toContain(named);
    }
  });
});

test('an address that is none is unknown of its interface', async () => {
  const { exposures, unknown } = await judged(open, (world) => ({
    ...world,
    networkInterfaces: world.networkInterfaces.map((one) => ({ ...one, Ipv6Addresses: [{ Ipv6Address: 'fe80::1%eth0' }] })),
  }));
  expect(exposures).toHaveLength(1);
  expect(unknown).toMatchObject([{ resource: { id: 'eni-1' }, why: 'eni-1: "fe80::1%eth0" is not an IPv6 address' }]);
});
