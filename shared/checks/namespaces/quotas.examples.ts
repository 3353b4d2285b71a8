import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list, without } from '../base.ts';
import { limitRange, resourceQuota } from '../base-kubernetes.ts';
import { deployed, podWith } from '../base-workloads.ts';
import type { Example, Expected } from '../example.ts';

const ofShop = (shop: Omit<Expected, 'resource'>): readonly Expected[] => [
  { resource: 'default', status: 'not-applicable', because: 'nothing runs there' },
  { resource: 'kube-system', status: 'not-applicable', because: 'kube-system is a platform namespace' },
  { resource: 'shop', ...shop },
];
const quotas = (...items: Stored<'resourceQuotas'>[]): FactsOfTarget => ({ resourceQuotas: list(items) });
const ranges = (...items: Stored<'limitRanges'>[]): FactsOfTarget => ({ limitRanges: list(items) });
const bounded = 'ResourceQuota shop (pods, requests.cpu, requests.memory)';

export default [
  { says: 'A quota of all pods', facts: {}, expect: ofShop({ status: 'pass', because: bounded }) },
  {
    says: 'Neither quota nor limit range',
    facts: { ...quotas(), ...ranges() },
    expect: ofShop({ status: 'fail', because: 'no resource quota, and 1 workload; no limit range either' }),
  },
  {
    says: 'A limit range bounds each container, and not their number',
    facts: { ...quotas(), ...ranges(limitRange) },
    expect: ofShop({
      status: 'fail',
      because: 'no resource quota, and 1 workload; LimitRange shop bounds each container only',
    }),
  },
  {
    says: 'A quota of some pods only',
    facts: quotas({ ...resourceQuota, name: 'best-effort', scoped: true }),
    expect: ofShop({
      status: 'fail',
      because: 'quotas of some pods only (best-effort), and 1 workload; LimitRange shop bounds each container only',
    }),
  },
  {
    says: 'A quota of another namespace',
    facts: { ...quotas({ ...resourceQuota, namespace: 'other' }), ...ranges() },
    expect: ofShop({ status: 'fail', because: 'no resource quota, and 1 workload; no limit range either' }),
  },
  {
    says: 'Quotas could not be listed',
    facts: without('resourceQuotas', 'list resourcequotas'),
    expect: ['default', 'kube-system', 'shop'].map((resource) => ({
      resource,
      status: 'unknown',
      because: 'AccessDenied: list resourcequotas (list resourcequotas)',
    })),
  },
  {
    says: 'Whether something runs there is not known',
    facts: { ...deployed(podWith([])), ...quotas(), ...ranges(), pods: denied('list pods') },
    expect: [
      { resource: 'default', status: 'unknown', because: 'AccessDenied: list pods (list pods)' },
      { resource: 'kube-system', status: 'not-applicable', because: 'kube-system is a platform namespace' },
      { resource: 'shop', status: 'unknown', because: 'AccessDenied: list pods (list pods)' },
    ],
  },
] satisfies readonly Example[];
