import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list } from '../base.ts';
import { contextWith, deployed, podWith } from '../base-workloads.ts';
import type { Severity } from '../check.ts';
import type { Example, Expected } from '../example.ts';

const prefix = 'pod-security.kubernetes.io';
type Labels = Readonly<Record<string, string>>;

/** One namespace with these labels, and in it the Deployment of the base, with this specification. */
const labelled = (labels: Labels, spec = podWith([contextWith({})]), name = 'shop'): FactsOfTarget => ({
  ...deployed(spec, { namespace: name }),
  namespaces: list([{ name, phase: 'Active', labels }]),
});
const enforcing = (level: string, version?: string): Labels => ({
  [`${prefix}/enforce`]: level,
  ...(version === undefined ? {} : { [`${prefix}/enforce-version`]: version }),
});
const empty = { controllers: list<Stored<'controllers'>>([]), pods: list<Stored<'pods'>>([]) };
const ofShop = (status: Expected['status'], because: string, severity?: Severity): readonly Expected[] => [
  { resource: 'shop', status, because, ...(severity === undefined ? {} : { severity }) },
];

const privileged = podWith([contextWith({ privileged: true })]);
const silent = podWith([contextWith({}, ['allowPrivilegeEscalation', 'runAsNonRoot'])], { securityContext: {} });
const none = 'no label enforce: everything is admitted, unless the API server is configured otherwise';

export default [
  {
    says: 'Restricted is enforced, and the platform has its own ways',
    facts: {},
    expect: [
      { resource: 'default', status: 'pass', because: 'enforce: restricted, version latest' },
      {
        resource: 'kube-system',
        status: 'not-applicable',
        because: 'kube-system is a platform namespace, and enforces nothing: what it runs is judged by itself',
      },
      { resource: 'shop', status: 'pass', because: 'enforce: restricted, version latest' },
    ],
  },
  {
    says: 'No label, and nothing that the first level would refuse',
    facts: labelled({}),
    expect: ofShop('fail', `${none}; baseline would refuse nothing of what runs there`),
  },
  {
    says: 'No label, and a privileged container',
    facts: labelled({ [`${prefix}/warn`]: 'restricted' }, privileged),
    expect: ofShop('fail', `${none}; baseline would refuse Deployment/shop/web (privileged)`),
  },
  {
    says: 'No label, and nothing runs there',
    facts: { ...labelled({}), ...empty },
    expect: ofShop('fail', `${none}; nothing runs there`, 'low'),
  },
  {
    says: 'Everything is admitted, in so many words',
    facts: labelled(enforcing('privileged')),
    expect: ofShop('fail', 'enforce: privileged, which admits everything; baseline would refuse nothing of what runs there'),
  },
  {
    says: 'Baseline is enforced; one level up something would break',
    facts: labelled(enforcing('baseline'), silent),
    expect: ofShop(
      'pass',
      'enforce: baseline, version latest; restricted would refuse Deployment/shop/web (allowPrivilegeEscalation, runAsNonRoot)',
    ),
  },
  {
    says: 'A version that lacks what came later',
    facts: labelled(enforcing('restricted', 'v1.21')),
    expect: ofShop(
      'fail',
      'enforce: restricted, version v1.21, which lacks hostProbesAndHostLifecycle, capabilities_restricted, runAsUser',
      'low',
    ),
  },
  {
    says: 'A version that the API server does not have yet is its newest',
    facts: labelled(enforcing('restricted', 'v1.99')),
    expect: ofShop('pass', 'enforce: restricted, version v1.99'),
  },
  {
    says: 'A level that the admission cannot read is taken as restricted',
    facts: labelled(enforcing('resticted')),
    expect: ofShop(
      'fail',
      'pod-security.kubernetes.io/enforce: resticted is no value that the admission reads; enforce: restricted, version latest',
      'low',
    ),
  },
  {
    says: 'A label that only looks like one',
    facts: labelled({ 'pod-security.kubernetes.io/Enforce': 'restricted', 'example.com/enforce': 'restricted' }),
    expect: ofShop('fail', `${none}; baseline would refuse nothing of what runs there`),
  },
  {
    says: 'It is being deleted',
    facts: { ...labelled({}), namespaces: list([{ name: 'shop', phase: 'Terminating', labels: {} }]) },
    expect: ofShop('not-applicable', 'it is being deleted'),
  },
  {
    says: 'Pods could not be listed: what the labels say stands, and what would break is not known',
    facts: { ...labelled(enforcing('baseline')), pods: denied('list pods') },
    expect: ofShop('pass', 'enforce: baseline, version latest; not all of its workloads are known: AccessDenied: list pods'),
  },
  {
    says: 'Nothing is enforced, and whether something runs there is not known',
    facts: { ...labelled({}), pods: denied('list pods') },
    expect: ofShop('fail', `${none}; not all of its workloads are known: AccessDenied: list pods`),
  },
  {
    says: 'Labels that are no texts',
    facts: {
      namespaces: list([
        {
          name: 'shop',
          phase: 'Active',
          labels: { known: false, why: 'malformed metadata.labels', action: 'mend the namespace' },
        },
      ]),
    },
    expect: ofShop('unknown', 'malformed metadata.labels (mend the namespace)'),
  },
  {
    says: 'Namespaces could not be listed',
    facts: { namespaces: denied('list namespaces') },
    expect: [{ status: 'unknown', because: 'AccessDenied: list namespaces (list namespaces)' }],
  },
] satisfies readonly Example[];
