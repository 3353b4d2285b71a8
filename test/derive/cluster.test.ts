import { describe, expect, it } from 'vitest';
import { base, cluster, clusterWith, list } from '../../shared/checks/base.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { denied, derived, reason } from './derived.ts';

describe('cluster', () => {
  it("is the target's own item", () => {
    const other = { ...cluster, name: 'other', arn: `${cluster.arn}-other`, version: '1.30' };
    expect(derived('cluster', { clusters: list([other, cluster]) })).toEqual({ known: true, value: cluster });
  });

  it.each([
    ['the list is', { clusters: denied }, denied],
    ['the item is missing by its ARN', { clusters: list([], [{ id: cluster.arn, ...reason }]) }, denied],
    ['the item is missing by its name', { clusters: list([], [{ id: 'shop', ...reason }]) }, denied],
    ['another is missing', { clusters: list([], [{ id: 'other', ...reason }]) }, unknown('EKS lists no cluster shop')],
    ['EKS does not list it', { clusters: list([]) }, unknown('EKS lists no cluster shop')],
    [
      'the target is no cluster',
      { target: { known: true as const, value: { ...base.target.value, cluster: undefined } } },
      unknown('the target is not a cluster'),
    ],
  ])('is unknown where %s', (_, facts, expected) => {
    expect(derived('cluster', facts as never)).toEqual(expected);
  });

  it.each(['1.34', '1.9', '1.100', '2.0'])('keeps the version %s', (version) => {
    expect(derived('cluster', clusterWith({ version }))).toMatchObject({ value: { version } });
  });

  it.each(['', '1', '1.', '.3', 'v1.34', '1.34.1', '1.34 ', ' 1.34', '1,34', '1.34\n', '12345.1', '1.12345'])(
    'does not know the version %j',
    (version) => {
      const expected = unknown(`the cluster's version ${JSON.stringify(version)} is not a Kubernetes version such as 1.34`);
      expect(derived('cluster', clusterWith({ version }))).toMatchObject({ value: { version: expected } });
    },
  );

  it('quotes no more than the beginning of a version', () => {
    const fact = derived('cluster', clusterWith({ version: 'x'.repeat(100) }));
    expect(JSON.stringify(fact)).toContain(`\\"${'x'.repeat(64)}\\"`);
    expect(JSON.stringify(fact)).not.toContain('x'.repeat(65));
  });

  it('does not know a list with a text that is no CIDR, and keeps what is unknown', () => {
    const cidrs = (publicAccessCidrs: (typeof cluster)['publicAccessCidrs']) =>
      derived('cluster', clusterWith({ publicAccessCidrs }));
    expect(cidrs(['10.0.0.0/8', '::/0'])).toMatchObject({ value: { publicAccessCidrs: ['10.0.0.0/8', '::/0'] } });
    expect(cidrs([])).toMatchObject({ value: { publicAccessCidrs: [] } });
    expect(cidrs(['10.0.0.0/8', 'all'])).toMatchObject({
      value: { publicAccessCidrs: unknown('publicAccessCidrs: "all" is not a CIDR: it has no prefix length, such as /24') },
    });
    expect(cidrs(denied)).toMatchObject({ value: { publicAccessCidrs: denied } });
    expect(derived('cluster', clusterWith({ version: denied }))).toMatchObject({ value: { version: denied } });
  });
});
