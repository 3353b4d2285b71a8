import { describe, expect, test } from 'vitest';
import { endpointsOf } from '../../../shared/derive/exposure/eks-endpoint.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { listOf, lost } from './facts.ts';

describe('the public endpoint of a cluster', () => {
  type Cluster = Stored<'clusters'>;
  const arn = 'arn:aws:eks:eu-central-1:111122223333:cluster/one';
  const cluster = (changed: Partial<Cluster> = {}): Cluster =>
    ({
      arn,
      endpoint: 'https://ABC.eks.amazonaws.com',
      endpointPublicAccess: true,
      publicAccessCidrs: ['52.0.0.0/8', '10.0.0.0/8'],
      ...changed,
    }) as unknown as Cluster;
  const of = (changed: Partial<Cluster>) => endpointsOf(listOf(cluster(changed)));
  const unread = (id: string, why: string, action?: string) => [
    { resource: { type: 'eks-endpoint', id }, why, ...(action === undefined ? {} : { action }) },
  ];

  test('is reached from whom it admits, of the internet', () => {
    const row = {
      resource: { type: 'eks-endpoint', id: arn },
      address: 'ABC.eks.amazonaws.com',
      protocol: 'tcp',
      ports: [[443, 443]],
      sources: ['52.0.0.0/8'],
      internet: false,
      via: 'direct',
      path: [
        { kind: 'eks-cluster', id: arn, says: 'endpointPublicAccess is on' },
        { kind: 'eks-cluster', id: arn, says: 'publicAccessCidrs: 52.0.0.0/8, 10.0.0.0/8' },
      ],
    };
    expect(of({})).toStrictEqual({ exposures: [row], unknown: [] });
    expect(of({ endpoint: lost }).exposures).toMatchObject([{ address: arn }]);
    expect(of({ endpoint: 'proxy.https://x' }).exposures).toMatchObject([{ address: 'proxy.https://x' }]);
    const whole = (cidr: string) => of({ publicAccessCidrs: [cidr] }).exposures.map(({ internet }) => internet);
    expect(['0.0.0.0/0', '::/0'].map(whole)).toEqual([[true], [true]]);
  });

  test('is not reached where it is off, or admits nobody of the internet', () => {
    for (const changed of [{ endpointPublicAccess: false }, { publicAccessCidrs: ['10.0.0.0/8'] }])
      expect(of(changed)).toEqual({ exposures: [], unknown: [] });
  });

  test('is unknown where it, or whom it admits, is not known', () => {
    for (const changed of [{ endpointPublicAccess: lost }, { publicAccessCidrs: lost }])
      expect(of(changed)).toEqual({ exposures: [], unknown: unread(arn, lost.why, 'grant it') });
    const { unknown } = of({ publicAccessCidrs: ['everyone'] });
    expect(unknown[0]?.why).toContain(`publicAccessCidrs of ${arn}: `);
    expect(Object.keys(unknown[0] ?? {})).toEqual(['resource', 'why']);
    expect(endpointsOf(lost)).toEqual({ exposures: [], unknown: unread('EKS clusters', lost.why, 'grant it') });
  });

  test('is of the clusters that are asked about, listed or missing', () => {
    const missing = ['two', 'three'].map((id) => ({ id, why: 'it was deleted' }));
    const all = { known: true as const, items: [cluster(), cluster({ arn: 'four' })], missing };
    const found = (wanted?: ReadonlySet<string>) => {
      const { exposures, unknown } = endpointsOf(all, wanted);
      return [...exposures, ...unknown].map(({ resource }) => resource.id);
    };
    expect(found()).toEqual([arn, 'four', 'two', 'three']);
    expect(found(new Set([arn, 'two']))).toEqual([arn, 'two']);
  });
});
