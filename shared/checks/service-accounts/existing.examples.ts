import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list, without } from '../base.ts';
import { podSpec, serviceAccounts } from '../base-kubernetes.ts';
import { deployed } from '../base-workloads.ts';
import type { Example, Expected } from '../example.ts';

const ofDefault: Expected = { resource: 'ServiceAccount/shop/default', status: 'pass', because: 'it exists' };
const ofWeb = (more: Omit<Expected, 'resource'>): readonly Expected[] => [
  ofDefault,
  { resource: 'ServiceAccount/shop/web', ...more },
];
const gone: FactsOfTarget = { serviceAccounts: list(serviceAccounts.filter(({ name }) => name !== 'web')) };
const association: Stored<'podIdentityAssociations'> = {
  id: 'a-9njjin9gfghecgocd',
  namespace: 'shop',
  serviceAccount: 'web',
  roleArn: 'arn:aws:iam::111122223333:role/orders',
};

export default [
  { says: 'It exists', facts: {}, expect: ofWeb({ status: 'pass', because: 'it exists' }) },
  {
    says: 'A Deployment names one that does not exist',
    facts: gone,
    expect: ofWeb({ status: 'fail', because: 'it does not exist, and Deployment/shop/web names it', severity: 'low' }),
  },
  {
    says: 'A role waits for an account of that name',
    facts: { ...gone, podIdentityAssociations: list([association]) },
    expect: ofWeb({
      status: 'fail',
      because: 'it does not exist, and whoever creates it takes arn:aws:iam::111122223333:role/orders',
    }),
  },
  {
    says: 'In a platform namespace a reference alone is no finding',
    facts: {
      ...deployed(podSpec, { namespace: 'kube-system' }),
      serviceAccounts: list(serviceAccounts.filter(({ name }) => name === 'default')),
    },
    expect: [
      {
        resource: 'ServiceAccount/kube-system/web',
        status: 'not-applicable',
        because: 'it does not exist, and Deployment/kube-system/web names it; kube-system is a platform namespace',
      },
      ofDefault,
    ],
  },
  {
    says: 'Associations could not be listed: a role may wait for it',
    facts: { ...gone, podIdentityAssociations: denied('eks:ListPodIdentityAssociations') },
    expect: [
      ...ofWeb({
        status: 'unknown',
        because: 'AccessDenied: eks:ListPodIdentityAssociations (eks:ListPodIdentityAssociations)',
      }),
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
