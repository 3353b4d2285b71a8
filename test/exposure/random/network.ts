import fc from 'fast-check';
import type {
  AclEntrySketch,
  BlockMode,
  ExclusionSketch,
  GroupSketch,
  ListSketch,
  Sketch,
  SubnetSketch,
  TableSketch,
} from '../walker/sketch.ts';
import {
  block,
  groupIds,
  icmpTypes,
  icmpv6Types,
  mostly,
  nearlyAlways,
  orNone,
  outwardRoutes,
  range,
  rule,
  sometimes,
  v4Block,
  v6Block,
} from './pools.ts';

/** What filters and leads in a world: everything but interfaces and load balancers. */
export type Network = Pick<Sketch, 'cidrs' | 'six' | 'gateway' | 'subnets' | 'tables' | 'acls' | 'groups' | 'lists' | 'block'>;

const usual = [
  { to: '0.0.0.0/0', via: 'igw-1' },
  { to: '::/0', via: 'igw-1' },
];

/** Of one direction of a network ACL: some entries in any order, then mostly one that allows all. */
const direction = (egress: boolean): fc.Arbitrary<readonly AclEntrySketch[]> => {
  const entry = fc
    .record({
      number: fc.integer({ min: 1, max: 9 }),
      allow: fc.boolean(),
      cidr: block,
      protocol: fc.constantFrom('-1', '6', '6', '17', 'icmp', '47'),
      ports: range,
      four: icmpTypes,
      six: icmpv6Types,
    })
    .map(({ number, allow, cidr, protocol, ports, four, six }): AclEntrySketch => {
      const made = { number: number * 10, egress, allow, cidr };
      if (protocol === 'icmp')
        return cidr.includes(':') ? { ...made, protocol: '58', icmp: six } : { ...made, protocol: '1', icmp: four };
      return protocol === '6' || protocol === '17' ? { ...made, protocol, ports } : { ...made, protocol };
    });
  return fc
    .record({
      entries: fc.uniqueArray(entry, { maxLength: 3, selector: ({ number }) => number }),
      tail: mostly<'open' | 'closed' | 'low ports'>('open', 'closed', 'low ports', 'low ports'),
    })
    .map(({ entries, tail }) => [...entries, ...tails(egress)[tail]]);
};

/** What comes after the entries at random: everything, nothing, or the ports below 1024, which ordinary clients do not use. */
const tails = (egress: boolean): Readonly<Record<'open' | 'closed' | 'low ports', readonly AclEntrySketch[]>> => {
  const all = [
    { number: 200, egress, allow: true, cidr: '0.0.0.0/0', protocol: '-1' },
    { number: 201, egress, allow: true, cidr: '::/0', protocol: '-1' },
  ];
  return { open: all, closed: [], 'low ports': all.map((one) => ({ ...one, protocol: '6', ports: [1, 1023] as const })) };
};

const acl = fc.tuple(direction(false), direction(true)).map((both) => both.flat());

const subnets = fc.array(
  fc.record({
    zone: fc.constantFrom('a', 'b'),
    acl: fc.constantFrom('acl-1', 'acl-2'),
    table: fc.nat({ max: 2 }),
    six: mostly(true, false),
    sixIsPrivate: mostly<boolean | undefined>(undefined, true, false),
    blockState: nearlyAlways<BlockMode | undefined>(undefined, 'off', 'block-ingress', 'block-bidirectional'),
  }),
  { minLength: 1, maxLength: 3, size: 'max' },
);

const blocking: fc.Arbitrary<NonNullable<Sketch['block']>> = fc.record({
  mode: mostly<BlockMode>('off', 'block-bidirectional', 'block-ingress'),
  exclusions: fc
    .array(
      fc.record({
        of: fc.constantFrom('subnet-1', 'subnet-2', 'subnet-3', 'vpc-1'),
        mode: fc.constantFrom<ExclusionSketch['mode']>('allow-bidirectional', 'allow-egress'),
        state: mostly<ExclusionSketch['state']>('create-complete', 'update-complete', 'delete-complete', 'create-failed'),
      }),
      { maxLength: 2 },
    )
    .map((made) => made.map((one, i): ExclusionSketch => ({ id: `vpcbpa-exclude-${i}`, ...one }))),
});

const edge = orNone(
  5,
  fc.uniqueArray(
    fc.record({
      to: fc.constantFrom('10.0.1.0/24', '10.0.2.0/24', '10.0.0.0/16', '2600:1f14:abc:de01::/64', '10.0.1.10/32'),
      via: mostly('vpce-1', 'vpce-2', 'local'),
      blackhole: fc.boolean(),
    }),
    { maxLength: 3, selector: ({ to }) => to },
  ),
);

const lists = (four: readonly string[], aws: readonly string[], six: readonly string[]): readonly ListSketch[] => [
  { id: 'pl-1', cidrs: four },
  { id: 'pl-2', owner: 'AWS', cidrs: aws },
  { id: 'pl-6', cidrs: six },
];

/** Networks dense in traps. */
export const network: fc.Arbitrary<Network> = fc
  .record({
    publicNumbers: sometimes,
    gateway: nearlyAlways<NonNullable<Sketch['gateway']>>('attached', 'detached', 'elsewhere'),
    subnets,
    routes: fc.array(fc.oneof({ weight: 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: outwardRoutes }), {
      minLength: 3,
      maxLength: 3,
    }),
    edge,
    acls: fc.tuple(acl, acl),
    ingress: fc.tuple(...groupIds.map(() => fc.array(rule, { maxLength: 4, size: 'max' }))),
    egress: fc.tuple(...groupIds.map(() => orNone(2, fc.array(rule, { maxLength: 3, size: 'max' })))),
    four: fc.uniqueArray(v4Block, { maxLength: 3 }),
    aws: fc.uniqueArray(v4Block, { maxLength: 3 }),
    six: fc.uniqueArray(v6Block, { maxLength: 2 }),
    block: blocking,
  })
  .map((made): Network => {
    const groups = groupIds.map((id, i): GroupSketch => {
      const egress = made.egress[i];
      return { id, ingress: made.ingress[i] ?? [], ...(egress === undefined ? {} : { egress }) };
    });
    const chosen = made.subnets.map(({ table }) => table);
    return {
      // A VPC may have numbers of the internet to itself: answers to them stay inside.
      cidrs: ['10.0.0.0/16', ...(made.publicNumbers ? ['54.200.0.0/16'] : [])],
      six: '2600:1f14:abc:de00::/56',
      gateway: made.gateway,
      subnets: made.subnets.map(subnetOf),
      tables: [...made.routes.map((routes, i) => tableOf(i, routes, chosen)), ...edgeTable(made.edge)],
      acls: made.acls.map((entries, i) => ({ id: `acl-${i + 1}`, entries })),
      groups,
      lists: lists(made.four, made.aws, made.six),
      block: made.block,
    };
  });

interface MadeSubnet {
  readonly zone: string;
  readonly acl: string;
  readonly six: boolean;
  readonly sixIsPrivate: boolean | undefined;
  readonly blockState: BlockMode | undefined;
}

function subnetOf({ zone, acl: aclId, six, sixIsPrivate, blockState }: MadeSubnet, i: number): SubnetSketch {
  const n = i + 1;
  return {
    id: `subnet-${n}`,
    zone,
    cidr: `10.0.${n}.0/24`,
    ...(six ? { six: `2600:1f14:abc:de0${n}::/64` } : {}),
    ...(sixIsPrivate === undefined ? {} : { sixIsPrivate }),
    acl: aclId,
    ...(blockState === undefined ? {} : { blockState }),
  };
}

/** The first table is the main one, which counts for the subnets that chose it without an association. */
function tableOf(i: number, routes: TableSketch['routes'], chosen: readonly number[]): TableSketch {
  const subnetIds = chosen.flatMap((table, s) => (table === i && i > 0 ? [`subnet-${s + 1}`] : []));
  return { id: `rtb-${i}`, main: i === 0, subnets: subnetIds, routes };
}

const edgeTable = (routes: TableSketch['routes'] | undefined): readonly TableSketch[] =>
  routes === undefined ? [] : [{ id: 'rtb-edge', edge: true, routes }];
