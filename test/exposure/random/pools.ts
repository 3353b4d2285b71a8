import fc from 'fast-check';
import type { RouteSketch, RuleSketch } from '../walker/sketch.ts';

/** Blocks that overlap, meet and miss each other: the internet and its halves, quarters, and pieces inside pieces. */
const v4Blocks = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '0.0.0.0/2',
  '64.0.0.0/2',
  '128.0.0.0/2',
  '192.0.0.0/2',
  '52.0.0.0/8',
  '52.10.0.0/16',
  '52.10.20.0/24',
  '52.10.20.30/32',
  '10.0.0.0/8',
  '10.0.1.0/24',
  '203.0.113.0/24',
] as const;
const v6Blocks = [
  '::/0',
  '2000::/3',
  '2000::/4',
  '3000::/4',
  '2a01:4f8::/32',
  '2a01:4f8::7/128',
  '2600:1f14:abc:de00::/56',
] as const;

export const v4Block = fc.constantFrom(...v4Blocks);
export const v6Block = fc.constantFrom(...v6Blocks);
export const block = fc.oneof({ weight: 3, arbitrary: v4Block }, { weight: 2, arbitrary: v6Block });
export const groupIds = ['sg-1', 'sg-2', 'sg-3'] as const;
const listIds = ['pl-1', 'pl-2', 'pl-6'] as const;

const weighed =
  (weight: number) =>
  <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
    fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** Mostly the first, sometimes one of the others; shrinks to the first. */
export const mostly = weighed(6);
/** What would close a whole world, or a subnet, is rarer. */
export const nearlyAlways = weighed(14);
/** Nothing, so many times as often. */
export const orNone = <T>(weight: number, some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: some });
export const sometimes = mostly(false, true);

export const range = fc.constantFrom<readonly [number, number]>(
  [22, 22],
  [0, 65_535],
  [0, 65_535],
  [80, 443],
  [443, 443],
  [8080, 8080],
  [1, 1023],
  [1, 1023],
  [1024, 65_535],
  [0, 0],
  [32_768, 60_999],
  [65_535, 65_535],
);

export const icmpTypes = fc.constantFrom<readonly [number, number]>(
  [-1, -1],
  [8, -1],
  [8, 0],
  [0, -1],
  [13, 0],
  [14, 0],
  [3, 4],
);
export const icmpv6Types = fc.constantFrom<readonly [number, number]>([-1, -1], [128, -1], [128, 0], [129, 0], [135, 0]);

const peersOf = (cidr: fc.Arbitrary<string>, wide: fc.Arbitrary<string> = anywhere): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(
    fc.oneof(
      { weight: 5, arbitrary: wide },
      { weight: 5, arbitrary: cidr },
      { weight: 2, arbitrary: fc.constantFrom<string>(...listIds) },
      { weight: 1, arbitrary: fc.constantFrom<string>(...groupIds) },
    ),
    { minLength: 1, maxLength: 3 },
  );

const anywhere = fc.constantFrom('0.0.0.0/0', '0.0.0.0/0', '::/0', '::/0', '10.0.0.0/8', '10.0.0.0/8');

/** A rule of a security group. */
export const rule: fc.Arbitrary<RuleSketch> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ protocol: fc.constant('-1'), peers: fc.tuple(anywhere) }) },
  { weight: 6, arbitrary: fc.record({ protocol: fc.constant('tcp'), range, peers: peersOf(block) }) },
  { weight: 2, arbitrary: fc.record({ protocol: fc.constant('udp'), range, peers: peersOf(block) }) },
  { weight: 3, arbitrary: fc.record({ protocol: fc.constantFrom('-1', '-1', '47', '50'), peers: peersOf(block) }) },
  { weight: 1, arbitrary: fc.record({ protocol: fc.constant('icmp'), range: icmpTypes, peers: peersOf(v4Block, v4Block) }) },
  {
    weight: 1,
    arbitrary: fc.record({ protocol: fc.constant('icmpv6'), range: icmpv6Types, peers: peersOf(v6Block, v6Block) }),
  },
);

const outside = { v4: v4Blocks.slice(0, 11), v6: v6Blocks.slice(0, 6) };
const leading = (to: fc.Arbitrary<string>, ...others: readonly string[]): fc.Arbitrary<RouteSketch> =>
  fc
    .record({ to, via: mostly('igw-1', 'vpce-1', 'pcx-1', 'vgw-1', ...others), blackhole: sometimes, propagated: fc.boolean() })
    .map((route) => ({ ...route, propagated: route.propagated && route.via === 'vgw-1' && route.to.includes('/') }));

/** A route out of a VPC. A table has at most one by a prefix list: between equals AWS chooses at random. */
export const outwardRoutes: fc.Arbitrary<readonly RouteSketch[]> = fc.uniqueArray(
  fc.oneof(
    { weight: 4, arbitrary: leading(fc.constantFrom<string>(...outside.v4), 'nat-1', 'tgw-1') },
    { weight: 3, arbitrary: leading(fc.constantFrom<string>(...outside.v6), 'eigw-1', 'tgw-1') },
    { weight: 1, arbitrary: leading(fc.constantFrom<string>(...listIds)) },
  ),
  { maxLength: 5, size: 'max', selector: ({ to, propagated }) => `${to.startsWith('pl-') ? 'pl' : to} ${propagated}` },
);
