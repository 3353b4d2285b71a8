import { expect, test } from 'vitest';
import { AwsError } from '../../shared/clients/errors.ts';
import { contextOf } from '../../shared/collect/collector.ts';
import type { CollectedName } from '../../shared/facts/index.ts';
import { ACCOUNT, contextAt, REGION } from './estate.ts';
import { collect, reject } from './replies.ts';

test('a Region is empty only when its last page of instances with tags of clusters is', async () => {
  const none = { 'eks ListClusters': () => ({ clusters: [] }) };
  let pages = 0;
  const instances = (last: unknown[]) => (_answer: unknown, question: string) =>
    ++pages && question.includes('NextToken') ? { Reservations: last } : { Reservations: [], NextToken: 'more' };
  const presence = async (last: unknown[]) =>
    (await collect(['clusters', 'clusterPresence'], { ...none, 'ec2 DescribeInstances': instances(last) })).clusterPresence;
  expect(await presence([])).toMatchObject({ value: { present: false } });
  expect(await presence([{ Instances: [] }])).toMatchObject({ value: { present: true } });
  expect(pages).toBe(4);
  const denied = { ...none, 'ec2 DescribeInstances': reject('denied', 'AccessDenied: ec2:DescribeInstances') };
  expect(await collect(['clusters', 'clusterPresence'], denied)).toMatchObject({ clusterPresence: { known: false } });
});

test('an association that only the interface itself shows counts', async () => {
  const association = ({ NetworkInterfaces: [first] }: { NetworkInterfaces: Record<string, unknown>[] }) => ({
    NetworkInterfaces: [
      {
        ...first,
        PrivateIpAddresses: [
          { PrivateIpAddress: '10.0.0.4' },
          { PrivateIpAddress: '10.0.0.5', Association: { CarrierIp: '198.51.100.1' } },
        ],
        Association: { PublicIp: '198.51.100.7' },
      },
    ],
  });
  const { networkInterfaces } = await collect(['networkInterfaces'], { 'ec2 DescribeNetworkInterfaces': association });
  expect(networkInterfaces).toMatchObject({
    items: [
      {
        privateAddresses: [
          { address: '10.0.0.4', publicIp: '198.51.100.7' },
          { address: '10.0.0.5', carrierIp: '198.51.100.1' },
        ],
      },
    ],
  });
});

test('blocks of IPv6 whose addresses are private are told apart; those that are no longer there are none', async () => {
  const block = (Ipv6CidrBlock: string, Ipv6AddressAttribute: string, State = 'associated') => ({
    Ipv6CidrBlock,
    Ipv6AddressAttribute,
    Ipv6CidrBlockState: { State },
  });
  const Ipv6CidrBlockAssociationSet = [
    block('2600:1f18::/64', 'public'),
    block('2600:1f19::/64', 'private'),
    block('2600:1f20::/64', 'private', 'disassociated'),
  ];
  const { subnets } = await collect(['subnets'], {
    'ec2 DescribeSubnets': () => ({ Subnets: [{ SubnetId: 'subnet-1', Ipv6CidrBlockAssociationSet }] }),
  });
  expect(subnets).toMatchObject({
    items: [{ ipv6Cidrs: ['2600:1f18::/64', '2600:1f19::/64'], privateIpv6Cidrs: ['2600:1f19::/64'] }],
  });
});

test('prefix lists: what one table names is there though the other cannot be read; a list that is not shown is missing', async () => {
  const names: CollectedName[] = ['securityGroups', 'routeTables', 'prefixLists'];
  const denied = reject('denied', 'AccessDenied: ec2:DescribeRouteTables');
  expect((await collect(names, { 'ec2 DescribeRouteTables': denied })).prefixLists).toMatchObject({
    known: true,
    items: [{ id: 'pl-00000000', cidrs: ['192.0.2.0/32', '192.0.2.1/32'] }],
    missing: [{ id: 'prefix lists that only route tables name', why: 'AccessDenied: ec2:DescribeRouteTables' }],
  });
  expect((await collect(names, { 'ec2 DescribeManagedPrefixLists': () => ({ PrefixLists: [] }) })).prefixLists).toMatchObject({
    items: [],
    missing: [{ id: 'pl-00000000', why: 'ec2:DescribeManagedPrefixLists does not list pl-00000000' }],
  });
  const entries = reject('denied', 'AccessDenied: ec2:GetManagedPrefixListEntries');
  expect((await collect(names, { 'ec2 GetManagedPrefixListEntries': entries })).prefixLists).toMatchObject({
    items: [{ id: 'pl-00000000', cidrs: { known: false, why: 'AccessDenied: ec2:GetManagedPrefixListEntries' } }],
    missing: [],
  });
});

test('denied tags leave the load balancers as they are', async () => {
  const denied = reject('denied', 'AccessDenied: elasticloadbalancing:DescribeTags');
  const { loadBalancers } = await collect(['loadBalancers'], { 'elastic-load-balancing-v2 DescribeTags': denied });
  expect(loadBalancers).toMatchObject({
    missing: [],
    items: [
      { name: 'lb-0', tags: { known: false, why: 'AccessDenied: elasticloadbalancing:DescribeTags' } },
      { name: 'lb-1' },
      { name: 'lb-2' },
    ],
  });
});

test('a load balancer that has gone since takes the tags of no other one with it', async () => {
  const tagged = (_answer: unknown, question: string) => {
    if (question.includes('lb-0'))
      throw new AwsError('gone', 'LoadBalancerNotFoundException: elasticloadbalancing:DescribeTags: x');
    return { TagDescriptions: [{ ResourceArn: question.match(/arn:[^"]+/)?.[0], Tags: [{ Key: 'a', Value: 'b' }] }] };
  };
  const { loadBalancers } = await collect(['loadBalancers'], { 'elastic-load-balancing-v2 DescribeTags': tagged });
  expect(loadBalancers).toMatchObject({
    items: [
      { name: 'lb-0', tags: { known: false } },
      { name: 'lb-1', tags: { a: 'b' } },
      { name: 'lb-2', tags: { a: 'b' } },
    ],
  });
});

const noLists = { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
const someone = {
  IpProtocol: 'tcp',
  ...noLists,
  IpRanges: [{ CidrIp: '10.0.0.0/8' }],
  UserIdGroupPairs: [{ GroupId: 'sg-1' }],
};
const without = (list: string) => ({ ...someone, [list]: undefined });
test.each<[string, object]>([
  ['without the other side', { IpProtocol: 'tcp', FromPort: 1, ToPort: 2 }],
  ['with half a range of ports', { ...someone, FromPort: 1 }],
  ['without protocol', { ...noLists, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
  ...Object.keys(noLists).map((list) => [`without ${list}`, without(list)] as [string, object]),
  ['with four empty lists', { IpProtocol: '-1', ...noLists }],
  ['with a CIDR that is none', { IpProtocol: '-1', ...noLists, IpRanges: [{}] }],
])('a rule %s makes the rules of its group unknown', async (_name, rule) => {
  const { securityGroups } = await collect(['securityGroups'], {
    'ec2 DescribeSecurityGroups': () => ({
      SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: [rule], IpPermissionsEgress: [] }],
    }),
  });
  expect(securityGroups).toMatchObject({ items: [{ id: 'sg-1', ingress: { known: false }, egress: [] }] });
});

test('tags with names that objects have are tags, but for the one that no JSON of ours may hold', async () => {
  const Tags = [{ Key: '__proto__', Value: 'x' }, { Key: 'constructor', Value: 'y' }, { Key: 'empty' }];
  const { vpcs } = await collect(['vpcs'], { 'ec2 DescribeVpcs': () => ({ Vpcs: [{ VpcId: 'vpc-1', Tags }] }) });
  const tags = vpcs?.known ? (vpcs.items[0]?.tags ?? {}) : {};
  expect(Object.entries(tags)).toEqual([
    ['constructor', 'y'],
    ['empty', ''],
  ]);
  expect(Object.getPrototypeOf(tags)).toBe(Object.prototype);
});

test('a context asks where it is told to', () => {
  const places: unknown[] = [];
  const aws = { call: async (place: unknown) => void places.push(place) } as never;
  const here = contextOf(aws, { account: ACCOUNT, region: REGION, partition: 'aws' }, contextAt(aws).kubernetes);
  void here.call('ec2', 'DescribeVpcs', {});
  void here.elsewhere('us-east-1').call('ec2', 'DescribeVpcs', {});
  expect(places).toEqual([
    { account: ACCOUNT, region: REGION },
    { account: ACCOUNT, region: 'us-east-1' },
  ]);
});

test.each([
  ['none', []],
  ['one that is not enabled', [{ RegionName: 'af-south-1', OptInStatus: 'not-opted-in' }]],
])('a list of Regions with %s is no answer', async (_name, Regions) => {
  const { regions } = await collect(['regions'], { 'ec2 DescribeRegions': () => ({ Regions }) });
  expect(regions).toEqual({ known: false, why: 'MalformedAnswer: ec2:DescribeRegions: gave no enabled Region' });
});
