import { describe, expect, test } from 'vitest';
import { prefixListBlocks } from '../../../shared/derive/exposure/prefix-lists.ts';
import { routeTablesOf } from '../../../shared/derive/exposure/route-tables.ts';
import { type CompiledTable, compileTable } from '../../../shared/derive/exposure/routes.ts';
import { isUnknown, type Unknown, unknown } from '../../../shared/facts/fact.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { IpSet } from '../../../shared/net/ip-set.ts';
import { asking, listOf, lost, none, prefixList } from './facts.ts';

type Table = Stored<'routeTables'>;
type Route = Extract<Table['routes'], readonly unknown[]>[number];
type Association = Extract<Table['associations'], readonly unknown[]>[number];

const to = (id: string, changed: Partial<Route>): Route => ({
  target: { kind: 'gatewayId', id },
  state: 'active',
  origin: 'CreateRoute',
  ...changed,
});
const known = <T extends object>(found: T | Unknown | undefined): T => {
  if (found === undefined || isUnknown(found)) throw new Error(found?.why ?? 'none');
  return found;
};
const lists = listOf(prefixList('pl-1', '52.0.0.0/8'));
const compiled = (...routes: Route[]): CompiledTable =>
  known(compileTable({ id: 'rtb-1', vpcId: 'vpc-1', associations: [], routes }, prefixListBlocks(lists)));
const isGateway = (hop: string): boolean => hop.startsWith('igw-');
const leads = (table: CompiledTable, cidr: string): boolean => IpSet.ofCidrs(cidr).isSubsetOf(table.leadingTo(isGateway).set);
const saying = (table: CompiledTable, cidr = '52.0.0.0/8') => table.explain(isGateway, asking(cidr)).map(({ says }) => says);

describe('routes', () => {
  const rank = {
    propagated: (id: string) => to(id, { destinationCidr: '52.0.0.0/8', origin: 'EnableVgwRoutePropagation' }),
    advertised: (id: string) => to(id, { destinationCidr: '52.0.0.0/8', origin: 'Advertisement' }),
    listed: (id: string) => to(id, { destinationPrefixListId: 'pl-1' }),
    fixed: (id: string) => to(id, { destinationCidr: '52.0.0.0/8' }),
  };
  test.each([
    ['fixed', 'listed'],
    ['fixed', 'propagated'],
    ['listed', 'propagated'],
    ['listed', 'advertised'],
  ] as const)('of the same destination: %s before %s', (first, second) => {
    expect(leads(compiled(rank[second]('vgw-1'), rank[first]('igw-1')), '52.0.0.0/8')).toBe(true);
    expect(leads(compiled(rank[second]('igw-1'), rank[first]('vgw-1')), '52.0.0.0/8')).toBe(false);
  });

  test('of a longer prefix win, whatever their rank', () => {
    const long = to('igw-1', { destinationCidr: '52.1.2.16/28', origin: 'EnableVgwRoutePropagation' });
    const table = compiled(to('vgw-1', { destinationCidr: '52.1.2.0/24' }), long);
    expect([leads(table, '52.1.2.16/28'), leads(table, '52.1.2.0/28')]).toEqual([true, false]);
  });

  test('that swallow lead to no hop', () => {
    expect(compiled(to('igw-1', { destinationCidr: '0.0.0.0/0', state: 'blackhole' })).hops).toEqual(new Set());
  });

  test('to a list that could not be read may lead everything to their target, and to nothing else', () => {
    const unreadList = { destinationPrefixListId: 'pl-2' };
    const table = (...routes: Route[]) => compiled(to('vgw-1', { destinationCidr: '0.0.0.0/0' }), ...routes);
    expect(leads(table(to('igw-1', unreadList)), '52.0.0.0/8')).toBe(true);
    expect(leads(table(to('vgw-2', unreadList)), '52.0.0.0/8')).toBe(false);
    expect(leads(table(to('igw-1', { ...unreadList, state: 'blackhole' })), '52.0.0.0/8')).toBe(false);
    expect(table(to('vgw-2', unreadList)).leadingTo(isGateway).unread?.why).toContain('pl-2');
  });

  test('are said by destination, of any kind, and target, four at most', () => {
    expect(saying(compiled(rank.fixed('igw-1')))).toEqual(['route 52.0.0.0/8 to igw-1']);
    expect(saying(compiled(rank.listed('igw-1')))).toEqual(['route pl-1 to igw-1']);
    expect(saying(compiled(to('igw-1', { destinationIpv6Cidr: '::/0' })), '2a01::/16')).toEqual(['route ::/0 to igw-1']);
    const parts = [0, 1, 2, 3, 4].map((part) => to('igw-1', { destinationCidr: `52.${part}.0.0/16` }));
    expect(saying(compiled(...parts))).toHaveLength(4);
    const two = [...asking('52.0.0.0/8'), ...asking('53.0.0.0/8')];
    expect(compiled(rank.fixed('igw-1')).explain(isGateway, two)).toHaveLength(1);
  });

  test('that are not known make the table unknown, by name', () => {
    const table: Table = { id: 'rtb-1', vpcId: 'vpc-1', associations: [], routes: lost };
    expect(compileTable(table, prefixListBlocks(none))).toEqual(unknown(`rtb-1: ${lost.why}`, lost.action));
  });
});

test('what is wrong with an entry of a prefix list is said with the name of the list', () => {
  const found = prefixListBlocks(listOf(prefixList('pl-3', 'everyone')))('pl-3');
  expect(isUnknown(found) ? found.why : 'known').toContain('prefix list pl-3: "everyone" is not a CIDR');
});

describe('route tables', () => {
  const association = (changed: Partial<Association>): Association => ({ main: false, ...changed });
  const table = (id: string, associations: Table['associations'], changed: Partial<Table> = {}): Table => ({
    id,
    vpcId: 'vpc-1',
    associations,
    routes: [],
    ...changed,
  });
  const of = (...tables: Table[]) => routeTablesOf({ routeTables: listOf(...tables), prefixLists: none });
  const main = table('rtb-main', [association({ main: true })]);

  test('of a subnet are its own, or the main one of its VPC', () => {
    const tables = of(main, table('rtb-a', [association({ subnetId: 'subnet-a', state: 'associated' })]));
    expect(tables.ofSubnet('subnet-a', 'vpc-1')).toMatchObject({ id: 'rtb-a' });
    expect(tables.ofSubnet('subnet-b', 'vpc-1')).toMatchObject({ id: 'rtb-main' });
    expect(tables.ofSubnet('subnet-b', 'vpc-2')).toEqual(unknown('EC2 lists no main route table of vpc-2'));
    expect(tables.ofSubnet('subnet-b', lost)).toBe(lost);
    expect(tables.ofGateway('igw-1')).toBeUndefined();
  });

  test.each(['disassociated', 'failed'])('whose association is %s are not those of the subnet', (state) => {
    const gone = table('rtb-a', [association({ subnetId: 'subnet-a', state })]);
    expect(of(main, gone).ofSubnet('subnet-a', 'vpc-1')).toMatchObject({ id: 'rtb-main' });
  });

  test('of one place are unknown where there are two, by name', () => {
    const both = [association({ subnetId: 'subnet-a' })];
    const why = 'EC2 lists two route tables of subnet-a: rtb-a and rtb-b';
    expect(of(main, table('rtb-a', both), table('rtb-b', both)).ofSubnet('subnet-a', 'vpc-1')).toEqual(unknown(why));
  });

  test('that could not be read, or that are placed nowhere, may be those of any place', () => {
    const unplaced = of(main, table('rtb-a', lost));
    expect([unplaced.ofSubnet('subnet-a', 'vpc-1'), unplaced.ofGateway('igw-1')]).toEqual([lost, lost]);
    const missing = [{ id: 'rtb-a', why: lost.why, action: 'grant it' }];
    const unread = routeTablesOf({ routeTables: { ...listOf(main), missing }, prefixLists: none });
    expect([unread.ofSubnet('subnet-a', 'vpc-1'), unread.ofGateway('igw-1')]).toEqual([lost, lost]);
    expect(of(table('rtb-main', [association({ main: true })], { vpcId: lost })).ofSubnet('subnet-a', 'vpc-1')).toEqual(
      unknown('EC2 lists no main route table of vpc-1'),
    );
  });

  test('of gateways are found by their VPC', () => {
    const associations = [association({ gatewayId: 'igw-1' }), association({ gatewayId: 'vgw-1' })];
    const other = table('rtb-other', [association({ gatewayId: 'igw-2' })], { vpcId: 'vpc-2' });
    const tables = of(main, table('rtb-edge', [...associations, association({ subnetId: 'subnet-a' })]), other);
    expect([tables.gatewaysOf('vpc-1'), tables.gatewaysOf('vpc-2')]).toEqual([['igw-1'], ['igw-2']]);
    expect(tables.ofGateway('igw-1')).toMatchObject({ id: 'rtb-edge' });
  });
});
