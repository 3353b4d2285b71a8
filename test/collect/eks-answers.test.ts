import { expect, test } from 'vitest';
import { isGone } from '../../shared/clients/errors.ts';
import type { Context } from '../../shared/collect/collector.ts';
import { collectFacts } from '../../shared/collect/index.ts';
import { ACCOUNT, REGION } from './estate.ts';
import { type Answers, collect, context, reject } from './replies.ts';

const ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/c0`;
/** The one cluster, with another description. */
async function cluster(change: Readonly<Record<string, unknown>>) {
  const answers: Answers = {
    'eks DescribeCluster': ({ cluster }: { cluster: object }) => ({ cluster: { ...cluster, ...change } }),
  };
  const { clusters } = await collect(['clusters'], answers);
  return clusters?.known ? (clusters.items[0] ?? clusters.missing[0]) : clusters;
}
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
  for (const arn of [`${ARN}x`, ARN.replace(ACCOUNT, '999999999999'), ARN.replace(REGION, 'us-east-1'), 'x'])
    expect(await cluster({ arn })).toMatchObject({ id: ARN, why: expect.stringContaining('another cluster') });
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
