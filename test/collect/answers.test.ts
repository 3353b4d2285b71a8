import { beforeAll, expect, test } from 'vitest';
import { AwsError, isGone } from '../../shared/clients/errors.ts';
import { type Context, contextOf } from '../../shared/collect/collector.ts';
import { collectFacts } from '../../shared/collect/index.ts';
import type { CollectedName, FactsOfTarget } from '../../shared/facts/index.ts';
import { ACCOUNT, contextAt, REGION, SMALL } from './estate.ts';
import { type Recording, record } from './recorded.ts';

let recording: Recording;
beforeAll(async () => {
  recording = await record({ ...SMALL, clusters: 1, keys: 1, nodeGroups: 1 });
});

const ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/c0`;
type Answers = Readonly<Record<string, (answer: never, question: string) => unknown>>;
/** The recorded account, where some operations (by service and name) answer otherwise. */
const context = (answers: Answers): Context =>
  recording.context((question, answer) => {
    const [service, operation] = question.split(' ');
    const other = answers[`${service} ${operation}`];
    return other === undefined ? answer : other(answer as never, question);
  });
const collect = (names: readonly CollectedName[], answers: Answers): Promise<FactsOfTarget> =>
  collectFacts(names, context(answers));
/** The one cluster, with another description. */
async function cluster(change: Readonly<Record<string, unknown>>) {
  const answers: Answers = {
    'eks DescribeCluster': ({ cluster }: { cluster: object }) => ({ cluster: { ...cluster, ...change } }),
  };
  const { clusters } = await collect(['clusters'], answers);
  return clusters?.known ? (clusters.items[0] ?? clusters.missing[0]) : clusters;
}
const reject = (kind: 'denied' | 'gone', why: string) => () => {
  throw new AwsError(kind, why);
};
const gone = (operation: string) => reject('gone', `ResourceNotFoundException: ${operation}: not found`);

test('one cluster that cannot be described is missing by its ARN; one that has gone can be told', async () => {
  const { clusters } = await collect(['clusters'], {
    'eks DescribeCluster': reject('denied', 'AccessDenied: eks:DescribeCluster'),
  });
  expect(clusters).toEqual({ known: true, items: [], missing: [{ id: ARN, why: 'AccessDenied: eks:DescribeCluster' }] });
  const after = await collect(['clusters'], { 'eks DescribeCluster': gone('eks:DescribeCluster') });
  expect(after.clusters?.known && after.clusters.missing.map(isGone)).toEqual([true]);
});

test('a cluster under another name than was asked for is not believed', async () => {
  expect(await cluster({ name: 'other' })).toMatchObject({ id: ARN, why: expect.stringContaining('another cluster') });
  expect(await cluster({ arn: undefined })).toMatchObject({
    id: ARN,
    why: 'MalformedAnswer: eks:DescribeCluster gave no cluster.arn',
  });
});

test('an empty list of public CIDRs is believed only while the public endpoint is off', async () => {
  const endpoint = (endpointPublicAccess?: boolean, publicAccessCidrs?: string[]) =>
    cluster({ resourcesVpcConfig: { endpointPublicAccess, publicAccessCidrs } });
  expect(await endpoint(false, [])).toMatchObject({ publicAccessCidrs: [] });
  expect(await endpoint(true, [])).toMatchObject({
    publicAccessCidrs: { known: false, why: expect.stringContaining('empty') },
  });
  expect(await endpoint(undefined, [])).toMatchObject({
    publicAccessCidrs: { known: false },
    endpointPublicAccess: { known: false },
  });
  expect(await endpoint(true, undefined)).toMatchObject({
    publicAccessCidrs: { known: false, why: 'eks:DescribeCluster gave no resourcesVpcConfig.publicAccessCidrs' },
  });
});

test('no encryption configuration is none; one whose key has no ARN is unknown', async () => {
  expect(await cluster({ encryptionConfig: undefined })).toMatchObject({ encryptionConfig: [] });
  expect(await cluster({ encryptionConfig: [{ resources: ['secrets'] }] })).toMatchObject({
    encryptionConfig: { known: false, why: 'eks:DescribeCluster gave no encryptionConfig.0.provider' },
  });
});

test('health that is no structure is not health without issues', async () => {
  expect(await cluster({ health: undefined })).toMatchObject({ healthIssues: [] });
  expect(await cluster({ health: 'fine' })).toMatchObject({
    healthIssues: { known: false, why: 'eks:DescribeCluster gave a malformed health.issues' },
  });
});

test('a node group that has gone since is left out; one that is denied is missing', async () => {
  const before = await collect(['clusters'], {});
  const value = before.clusters?.known ? before.clusters.items[0] : undefined;
  if (value === undefined) return expect.unreachable();
  const nodeGroups = (answers: Answers) => collectFacts(['nodeGroups'], context(answers), { cluster: { known: true, value } });
  expect(await nodeGroups({ 'eks DescribeNodegroup': gone('eks:DescribeNodegroup') })).toEqual({
    nodeGroups: { known: true, items: [], missing: [] },
  });
  expect(await nodeGroups({ 'eks DescribeNodegroup': reject('denied', 'AccessDenied: x') })).toEqual({
    nodeGroups: { known: true, items: [], missing: [{ id: 'n0', why: 'AccessDenied: x' }] },
  });
  const lost = await nodeGroups({ 'eks ListNodegroups': gone('eks:ListNodegroups') });
  expect(lost.nodeGroups?.known === false && isGone(lost.nodeGroups)).toBe(true);
});

test('each key is asked for once, in its own Region; what is no key is not asked for', async () => {
  const asked: string[] = [];
  const keyArn = `arn:aws:kms:us-west-2:222222222222:key/1`;
  const entry = (arn: string) => ({ resources: ['secrets'], provider: { keyArn: arn } });
  const encryptionConfig = [entry(keyArn), entry(keyArn), entry('arn:aws:kms:evil.example.com/:1:key/1'), entry('x')];
  const base = context({
    'eks DescribeCluster': ({ cluster }: { cluster: object }) => ({ cluster: { ...cluster, encryptionConfig } }),
  });
  const elsewhere: Context['elsewhere'] = (region) => ({
    call: async (_service, _operation, input) => {
      asked.push(`${region} ${(input as { KeyId: string }).KeyId}`);
      return { KeyMetadata: { KeyId: '1', AWSAccountId: '222222222222', KeyState: 'Enabled' } } as never;
    },
  });
  const { keys } = await collectFacts(['clusters', 'keys'], { ...base, elsewhere });
  expect(asked).toEqual([`us-west-2 ${keyArn}`]);
  expect(keys).toMatchObject({
    items: [{ arn: keyArn, ownerAccount: '222222222222', keyManager: { known: false } }],
    missing: [{ id: 'arn:aws:kms:evil.example.com/:1:key/1' }, { id: 'x' }],
  });
});

test('a cluster of which it is not known what keys it names has a line among the missing keys', async () => {
  const { keys } = await collect(['clusters', 'keys'], { 'eks DescribeCluster': reject('denied', 'AccessDenied: x') });
  expect(keys).toEqual({ known: true, items: [], missing: [{ id: `keys of ${ARN}`, why: 'AccessDenied: x' }] });
});

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
    items: [{ name: 'lb-0', tags: { known: false, why: 'AccessDenied: elasticloadbalancing:DescribeTags' } }, { name: 'lb-1' }],
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
    ],
  });
});

test.each([
  ['without the other side', { IpProtocol: 'tcp', FromPort: 1, ToPort: 2 }],
  ['with half a range of ports', { IpProtocol: 'tcp', FromPort: 1, IpRanges: [] }],
  ['without protocol', { IpRanges: [] }],
  ['with a CIDR that is none', { IpProtocol: '-1', IpRanges: [{}] }],
])('a rule %s makes the rules of its group unknown', async (_name, rule) => {
  const { securityGroups } = await collect(['securityGroups'], {
    'ec2 DescribeSecurityGroups': () => ({
      SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: [rule], IpPermissionsEgress: [] }],
    }),
  });
  expect(securityGroups).toMatchObject({ items: [{ id: 'sg-1', ingress: { known: false }, egress: [] }] });
});

test('tags with names that objects have are tags', async () => {
  const Tags = [{ Key: '__proto__', Value: 'x' }, { Key: 'constructor', Value: 'y' }, { Key: 'empty' }];
  const { vpcs } = await collect(['vpcs'], { 'ec2 DescribeVpcs': () => ({ Vpcs: [{ VpcId: 'vpc-1', Tags }] }) });
  const tags = vpcs?.known ? (vpcs.items[0]?.tags ?? {}) : {};
  expect(Object.entries(tags)).toEqual([
    ['__proto__', 'x'],
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
