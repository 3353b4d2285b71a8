import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list, without } from '../base.ts';
import { controllers, pods, serviceAccounts } from '../base-kubernetes.ts';
import type { Example, Expected } from '../example.ts';

const role = 'arn:aws:iam::111122223333:role/orders';
const none = 'it has no IAM role';
const both = (ofDefault: Omit<Expected, 'resource'>, ofWeb: Omit<Expected, 'resource'>): readonly Expected[] => [
  { resource: 'ServiceAccount/shop/default', ...ofDefault },
  { resource: 'ServiceAccount/shop/web', ...ofWeb },
];
const roleless: Omit<Expected, 'resource'> = { status: 'pass', because: none };
/** The role by the annotation of one account. */
const annotated = (account: string, namespace = 'shop'): FactsOfTarget => ({
  serviceAccounts: list(
    serviceAccounts.map((one) => ({ ...one, namespace, ...(one.name === account ? { roleArn: role } : {}) })),
  ),
});
const associated = (serviceAccount: string): FactsOfTarget => ({
  podIdentityAssociations: list<Stored<'podIdentityAssociations'>>([
    { id: 'a-9njjin9gfghecgocd', namespace: 'shop', serviceAccount, roleArn: role },
  ]),
});
const [web] = controllers;

export default [
  { says: 'No role', facts: {}, expect: both(roleless, roleless) },
  {
    says: 'The role of one workload',
    facts: annotated('web'),
    expect: both(roleless, { status: 'pass', because: `it has the role ${role}, and Deployment/shop/web uses it` }),
  },
  {
    says: 'A role for whoever names no account, by pod identity',
    facts: associated('default'),
    expect: both(
      {
        status: 'fail',
        because: `every pod of the namespace that names no service account has the role ${role}`,
      },
      roleless,
    ),
  },
  {
    says: 'Two workloads share it',
    facts: {
      ...associated('web'),
      controllers: list([...controllers, ...(web === undefined ? [] : [{ ...web, name: 'batch', uid: 'batch' }])]),
      pods: list(pods),
    },
    expect: both(roleless, {
      status: 'fail',
      because: `2 workloads have the role ${role} by it: Deployment/shop/batch, Deployment/shop/web`,
      severity: 'low',
    }),
  },
  {
    says: 'A platform namespace is told apart',
    facts: annotated('default', 'kube-system'),
    expect: [
      {
        resource: 'ServiceAccount/kube-system/default',
        status: 'not-applicable',
        because: `kube-system is a platform namespace: it has the role ${role}`,
      },
      { resource: 'ServiceAccount/kube-system/web', status: 'pass', because: none },
      { resource: 'ServiceAccount/shop/web', status: 'pass', because: none },
    ],
  },
  {
    says: 'Associations could not be listed',
    facts: { ...annotated('default'), podIdentityAssociations: denied('eks:ListPodIdentityAssociations') },
    expect: [
      ...both(
        {
          status: 'fail',
          because: `every pod of the namespace that names no service account has the role ${role}`,
        },
        {
          status: 'unknown',
          because: 'AccessDenied: eks:ListPodIdentityAssociations (eks:ListPodIdentityAssociations)',
        },
      ),
      {
        resource: 'podIdentityAssociations',
        status: 'unknown',
        because: 'AccessDenied: eks:ListPodIdentityAssociations (eks:ListPodIdentityAssociations)',
      },
    ],
  },
  {
    says: 'Service accounts could not be listed',
    facts: without('serviceAccounts', 'list serviceaccounts'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list serviceaccounts (list serviceaccounts)' }],
  },
] satisfies readonly Example[];
