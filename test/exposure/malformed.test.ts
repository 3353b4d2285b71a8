import { describe, expect, test } from 'vitest';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { factsOf } from './facts-of.ts';
import { traps } from './walker/traps.ts';
import { type World, worldOf } from './walker/world.ts';

/** A world with something that the API would never give, as the real collectors read it. */
const judged = async (name: string, changed: (world: World) => World) => {
  const trap = traps.find((one) => one.name === name);
  if (trap === undefined) throw new Error(name);
  return exposuresOf(await factsOf(changed(worldOf(trap.estate))));
};
const open = 'an open group on an instance in a public subnet';
const ofAlb = 'an internet-facing application load balancer to a private target';
const ofNlb = 'one without groups: nothing filters what it takes';
const byRule = 'a rule forwards, the default does not';

type Lists = { [K in keyof World as World[K] extends readonly object[] ? K : never]: World[K] };
const each =
  <K extends keyof Lists>(list: K, change: (item: Lists[K][number]) => object) =>
  (world: World): World =>
    ({ ...world, [list]: (world[list] as readonly never[]).map(change) }) as World;
const every = <K extends keyof Lists>(list: K, changed: object) => each(list, (item) => ({ ...item, ...changed }));

const entry = { RuleNumber: 1, Egress: false, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' };
const withEntries = (...more: readonly object[]) =>
  each('networkAcls', (acl) => ({ ...acl, Entries: [...more, ...(acl.Entries ?? [])] }));
const toGateway = (changed: object) =>
  each('routeTables', (table) => ({
    ...table,
    Routes: (table.Routes ?? []).map((one) => (one.GatewayId === 'igw-1' ? { ...one, ...changed } : one)),
  }));

describe('what restricts, as AWS would never give it: rows stand, unless …', () => {
  test.each<readonly [string, (world: World) => World, string, string]>([
    ['an entry of two families', withEntries({ ...entry, Ipv6CidrBlock: '::/0' }), 'networkAcls', 'acl-1: '],
    ['two entries with one number', withEntries({ ...entry, RuleAction: 'allow' }, entry), 'networkAcls', 'acl-1: '],
    ['an entry below the first number', withEntries({ ...entry, RuleNumber: -1 }), 'networkAcls', 'acl-1: '],
    ['a route in no state', toGateway({ State: 'sleeping' }), 'routeTables', 'rtb-public: '],
    ['a route to nothing', toGateway({ GatewayId: '' }), 'routeTables', 'rtb-public: '],
    ['a route to two places', toGateway({ NatGatewayId: 'nat-1' }), 'routeTables', 'rtb-public: '],
    [
      'a route of two destinations',
      toGateway({ DestinationCidrBlock: '0.0.0.0/0', DestinationIpv6CidrBlock: '::/0' }),
      'routeTables',
      'rtb-public: ',
    ],
    [
      'two gateways of a VPC',
      (world) => ({
        ...world,
        internetGateways: [
          ...world.internetGateways,
          { InternetGatewayId: 'igw-2', Attachments: [{ VpcId: 'vpc-1', State: 'attached' }] },
        ],
      }),
      'internetGateways',
      'igw-1 and igw-2',
    ],
    [
      'a gateway that is attached in no way',
      every('internetGateways', { Attachments: [{ VpcId: 'vpc-1', State: 'perhaps' }] }),
      'internetGateways',
      'igw-1: ',
    ],
    [
      'a VPC of which the account sees neither tables nor gateways (a shared one)',
      (world) => ({ ...world, routeTables: [], internetGateways: [], networkAcls: [] }),
      'routeTables',
      'no main route table of vpc-1',
    ],
    ['an instance in no state', every('instances', { State: { Name: 'hibernating' } }), 'instances', 'State.Name'],
    [
      'a prefix list that nobody lists in the table of the gateway',
      (world) => ({
        ...world,
        routeTables: [
          ...world.routeTables,
          {
            RouteTableId: 'rtb-edge',
            VpcId: 'vpc-1',
            Associations: [{ Main: false, GatewayId: 'igw-1' }],
            Routes: [
              { DestinationPrefixListId: 'pl-none', NetworkInterfaceId: 'eni-9', State: 'blackhole' },
              ...['10.0.0.0/16', '2600:1f14:abc:de00::/56'].map((to) => ({
                [to.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: to,
                GatewayId: 'local',
                State: 'active' as const,
              })),
            ],
          },
        ],
      }),
      'prefixLists',
      'pl-none',
    ],
  ])('%s', async (_, changed, fact, named) => {
    const { exposures } = await judged(open, changed);
    expect(exposures.map(({ ports }) => ports)).toEqual([[[22, 22]], [[22, 22]]]);
    for (const { unless = [] } of exposures) expect(unless.find((one) => one.fact === fact)?.why).toContain(named);
  });

  test.each<readonly [string, string, object]>([
    ['a scheme', ofAlb, { Scheme: 'Internal' }],
    ['a scheme', ofNlb, { Scheme: 'Internal' }],
    ['a state', ofAlb, { State: { Code: 'sleeping' } }],
    ['a state', ofNlb, { State: { Code: 'sleeping' } }],
  ])('%s of a load balancer (%s)', async (_, name, changed) => {
    const { exposures } = await judged(name, every('loadBalancers', changed));
    expect(exposures.map(({ unless }) => unless?.map(({ fact }) => fact))).toEqual([['loadBalancers']]);
  });
});

describe('what opens, as ELB would never give it: something is unknown', () => {
  const ports = [70_000, 0, -1, 80.5];
  const targetAt = (Port: number) => (world: World) => ({
    ...world,
    targetHealth: Object.fromEntries(
      Object.keys(world.targetHealth).map((arn) => [
        arn,
        [{ Target: { Id: 'i-2', Port }, TargetHealth: { State: 'healthy' as const } }],
      ]),
    ),
  });
  test.each<readonly [string, string, (world: World) => World, string]>([
    ...ports.map((Port) => [`a listener at port ${Port}`, ofNlb, every('listeners', { Port }), 'listener/net/nlb'] as const),
    ...ports.map((Port) => [`a target at port ${Port}`, ofNlb, targetAt(Port), 'targetgroup/tg/'] as const),
    ['what is neither kind', ofNlb, every('loadBalancers', { Type: 'foo' }), 'malformed Type'],
    ['what is of no kind and has rules', byRule, every('loadBalancers', { Type: undefined }), 'no Type'],
    ['an application load balancer without groups', ofAlb, every('loadBalancers', { SecurityGroups: undefined }), 'app/alb'],
    ['a target group of another protocol', ofNlb, every('targetGroups', { Protocol: 'FOO' }), 'targetgroup/tg/'],
  ])('%s', async (_, name, changed, named) => {
    const { exposures, unknown } = await judged(name, changed);
    expect(exposures).toEqual([]);
    expect(unknown.map(({ why }) => why).join()).toContain(named);
  });
});

test.each<readonly [string, object]>([
  ['no private address at all', { PrivateIpAddresses: [] }],
  ['no primary one', { PrivateIpAddress: undefined, PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.10' }] }],
  ['another primary one', { PrivateIpAddress: '10.0.0.99', PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.10' }] }],
])('a public address of an interface with %s is unknown, and not left out', async (_, changed) => {
  const given = { Ipv6Addresses: [], Association: { PublicIp: '54.93.0.10' }, ...changed };
  const { exposures, unknown } = await judged(open, every('networkInterfaces', given));
  expect([exposures, unknown.map(({ resource }) => resource.id)]).toEqual([[], ['eni-1']]);
});
