import type { Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import { networkPolicy } from '../base-kubernetes.ts';
import type { Example, Expected } from '../example.ts';

const ofShop = (shop: Omit<Expected, 'resource'>): readonly Expected[] => [
  { resource: 'default', status: 'not-applicable', because: 'nothing runs there' },
  { resource: 'kube-system', status: 'not-applicable', because: 'kube-system is a platform namespace' },
  { resource: 'shop', ...shop },
];
const none = 'no network policy, and 1 workload';

export default [
  { says: 'A policy', facts: {}, expect: ofShop({ status: 'pass', because: 'NetworkPolicy default-deny' }) },
  {
    says: 'No policy',
    facts: { networkPolicies: list<Stored<'networkPolicies'>>([]) },
    expect: ofShop({ status: 'fail', because: none }),
  },
  {
    says: 'The policy of another namespace',
    facts: { networkPolicies: list([{ ...networkPolicy, namespace: 'other' }]) },
    expect: ofShop({ status: 'fail', because: none }),
  },
  {
    says: 'One of another namespace could not be read',
    facts: {
      networkPolicies: list<Stored<'networkPolicies'>>([], [{ id: 'NetworkPolicy/other/web', why: 'malformed metadata' }]),
    },
    expect: ofShop({ status: 'fail', because: none }),
  },
  {
    says: 'Network policies could not be listed',
    facts: without('networkPolicies', 'list networkpolicies'),
    expect: ['default', 'kube-system', 'shop'].map((resource) => ({
      resource,
      status: 'unknown',
      because: 'AccessDenied: list networkpolicies (list networkpolicies)',
    })),
  },
] satisfies readonly Example[];
