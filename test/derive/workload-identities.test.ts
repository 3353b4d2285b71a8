import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { firstPod, podSpec, serviceAccounts } from '../../shared/checks/base-kubernetes.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

const [, web] = serviceAccounts;
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const association = (more: object = {}): Stored<'podIdentityAssociations'> => ({
  id: 'a-1',
  namespace: 'shop',
  serviceAccount: 'web',
  roleArn: role('pod'),
  ...more,
});
const identities = (changed: FactsOfTarget = {}) => {
  const fact = derived('workloadIdentities', changed);
  return fact.known ? fact : expect.unreachable();
};
const of = (changed: FactsOfTarget, name = 'web') => identities(changed).items.find((item) => item.name === name);
const accounts = (...items: object[]) => list(items as never) as never;

describe('workloadIdentities', () => {
  it('joins a service account with its roles and its workloads', () => {
    const changed: FactsOfTarget = {
      serviceAccounts: accounts({ ...web, roleArn: role('irsa') }),
      podIdentityAssociations: list([association({ targetRoleArn: role('other') })]),
    };
    expect(identities(changed)).toEqual({
      known: true,
      missing: [],
      items: [
        {
          namespace: 'shop',
          name: 'web',
          platform: false,
          exists: true,
          automountServiceAccountToken: false,
          annotatedRole: role('irsa'),
          associatedRoles: [{ association: 'a-1', roleArn: role('pod'), targetRoleArn: role('other') }],
          workloads: ['Deployment/shop/web'],
        },
      ],
    });
  });
  it('a pod that names none has the default one of its namespace', () => {
    const { serviceAccountName: _, ...spec } = podSpec;
    const { owner: _owner, ...pod } = firstPod;
    const pods = list([{ ...pod, name: 'bare', namespace: 'kube-system', spec }]);
    expect(of({ pods }, 'default')?.workloads).toEqual([]);
    expect(identities({ pods }).items).toContainEqual({
      namespace: 'kube-system',
      name: 'default',
      platform: true,
      exists: false,
      associatedRoles: [],
      workloads: ['Pod/kube-system/bare'],
    });
  });
  it('an account that only an association names is there, and does not exist', () => {
    const podIdentityAssociations = list([association({ serviceAccount: 'ghost' })]);
    expect(of({ podIdentityAssociations }, 'ghost')).toMatchObject({
      exists: false,
      associatedRoles: [{ roleArn: role('pod') }],
    });
  });
});

describe('what could not be read', () => {
  it('without the service accounts nothing is known', () => {
    expect(derived('workloadIdentities', { serviceAccounts: denied })).toEqual(denied);
  });
  it.each([
    ['the associations', { podIdentityAssociations: denied }],
    ['one of them', { podIdentityAssociations: list([], [{ id: 'a-1', ...reason }]) }],
    ['whose one is', { podIdentityAssociations: list([association({ serviceAccount: denied })]) }],
    ['which role one gives', { podIdentityAssociations: list([association({ roleArn: denied })]) }],
  ] satisfies [string, FactsOfTarget][])('without %s the roles are unknown, and the rest is known', (_, changed) => {
    expect(of(changed)).toMatchObject({ associatedRoles: denied, workloads: ['Deployment/shop/web'] });
  });
  it('without the pods the workloads are unknown', () => {
    expect(of({ pods: denied })).toMatchObject({ associatedRoles: [], workloads: denied });
  });
  it('a workload that could not be read may be of any account of its namespace, and of no other', () => {
    const pods = list([firstPod], [{ id: 'Pod/shop/odd', ...reason }]);
    const ours = { ...web, namespace: 'ours' };
    const found = identities({ pods, serviceAccounts: accounts({ ...web }, ours) }).items.map(({ namespace, workloads }) => [
      namespace,
      workloads,
    ]);
    expect(found).toEqual([
      ['shop', denied],
      ['ours', []],
    ]);
  });
  it('a service account that could not be read is missing, also where something names it', () => {
    const missing = [{ id: 'ServiceAccount/shop/web', ...reason }];
    expect(identities({ serviceAccounts: list([], missing) })).toEqual({ known: true, items: [], missing });
  });
});
