import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { targetName, verdictId } from '../../shared/engine/identity.ts';
import type { Target } from '../../shared/engine/verdict.ts';

const target: Target = {
  kind: 'eks',
  partition: 'aws',
  account: '111122223333',
  region: 'eu-central-1',
  cluster: { name: 'shop', arn: 'arn:shop', createdAt: '2025-02-03T09:00:00Z', version: '1.34' },
  status: 'complete',
  missing: [],
};
const resource = { type: 'node-group', id: 'arn:group' };
const id = (changed: Partial<Target> = {}, check = 'nodes/remote-access', of: Parameters<typeof verdictId>[2] = resource) =>
  verdictId({ ...target, ...changed }, check, of);

describe('verdictId', () => {
  it('is the hash of what contracts 3.2 names, in that order', () => {
    const parts = ['aws', '111122223333', 'eu-central-1', 'arn:shop', '2025-02-03T09:00:00Z', 'nodes/remote-access'];
    const json = JSON.stringify([...parts, 'node-group', 'arn:group', null]);
    expect(id()).toBe(createHash('sha256').update(json).digest('hex').slice(0, 32));
  });

  it('has null for what a target lacks', () => {
    const json = JSON.stringify(['aws', null, null, null, null, 'c', 'account', '1', 'a.yaml']);
    const files: Target = { kind: 'files', partition: 'aws', status: 'complete', missing: [] };
    const made = verdictId(files, 'c', { type: 'account', id: '1', file: 'a.yaml', line: 7, name: 'n' });
    expect(made).toBe(createHash('sha256').update(json).digest('hex').slice(0, 32));
  });

  it('names a cluster without an ARN by its server', () => {
    const cluster = { name: 'lab', server: 'https://lab', version: '1.34' };
    expect(id({ cluster })).not.toBe(id({ cluster: { ...cluster, server: 'https://other' } }));
    expect(id({ cluster: { ...cluster, arn: 'arn:lab' } })).toBe(
      id({ cluster: { ...cluster, arn: 'arn:lab', server: 'https://other' } }),
    );
  });

  it.each([
    ['partition', () => id({ partition: 'aws-cn' })],
    ['account', () => id({ account: '444455556666' })],
    ['region', () => id({ region: 'eu-west-1' })],
    [
      'cluster',
      () =>
        id({ cluster: { ...target.cluster, name: 'x', version: '1', arn: 'arn:other', createdAt: '2025-02-03T09:00:00Z' } }),
    ],
    [
      'time of creation',
      () => id({ cluster: { name: 'shop', arn: 'arn:shop', createdAt: '2026-01-01T00:00:00Z', version: '1.34' } }),
    ],
    ['check', () => id({}, 'other/check')],
    ['type of resource', () => id({}, undefined, { ...resource, type: 'x' })],
    ['resource', () => id({}, undefined, { ...resource, id: 'x' })],
    ['file', () => id({}, undefined, { ...resource, file: 'x' })],
  ])('differs with the %s', (_, other) => {
    expect(other()).not.toBe(id());
  });

  it('is the same whatever else is said of the target and the resource', () => {
    expect(
      id({ status: 'partial', accountName: 'x', organizationalUnit: 'y' }, undefined, { ...resource, name: 'n', line: 3 }),
    ).toBe(id());
  });
});

describe('targetName', () => {
  it('is account, Region and cluster, as far as there are any', () => {
    expect(targetName(target)).toBe('111122223333/eu-central-1/shop');
    expect(targetName({ account: '111122223333' })).toBe('111122223333');
    expect(targetName({ account: '111122223333', region: 'eu-central-1' })).toBe('111122223333/eu-central-1');
    expect(targetName({})).toBe('');
  });
});
