/** What both checks of a level of the Pod Security Standards say: who asks, and what the level refuses. */
import type { FactsOfTarget, Stored } from '../../../facts/index.ts';
import { denied, list, settings } from '../../base.ts';
import { contextWith, deployed, ofWeb, podWith } from '../../base-workloads.ts';
import type { Example } from '../../example.ts';

type Level = 'baseline' | 'restricted';

/** The Deployment of the base with another specification, in a namespace with these labels. */
export const labelled = (labels: Readonly<Record<string, string>>, facts: FactsOfTarget = {}): FactsOfTarget => ({
  ...facts,
  namespaces: list([{ name: 'shop', phase: 'Active', labels }]),
});

/** As `--pod-security LEVEL:VERSION` has it. */
export const asked = (level: Level, version: string, facts: FactsOfTarget): FactsOfTarget => ({
  ...facts,
  settings: { known: true, value: { ...settings, podSecurity: { level, version } } },
});

export const privileged = deployed(podWith([contextWith({ privileged: true })], { hostNetwork: true }));
const key = 'pod-security.kubernetes.io';

export const situations = (level: Level): readonly Example[] => [
  {
    says: 'Its namespace warns of it, and it is met',
    facts: labelled({ [`${key}/warn`]: level }),
    expect: ofWeb('pass', `${level}, version latest (the label warn of its namespace), allows it`),
  },
  {
    says: 'Nobody asks for it',
    facts: labelled({}, privileged),
    expect: ofWeb('not-applicable', `nobody asks for ${level} here: no label of the namespace shop, and not --pod-security`),
  },
  {
    says: 'Nothing runs',
    facts: { controllers: list<Stored<'controllers'>>([]), pods: list<Stored<'pods'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no workload' }],
  },
  {
    says: 'Namespaces could not be listed: their labels may ask for it',
    facts: { namespaces: denied('list namespaces') },
    expect: [{ status: 'unknown', because: 'AccessDenied: list namespaces (list namespaces)' }],
  },
  {
    says: 'The labels of its namespace are no texts',
    facts: {
      namespaces: list([{ name: 'shop', phase: 'Active', labels: { known: false, why: 'malformed metadata.labels' } }]),
    },
    expect: ofWeb('unknown', 'malformed metadata.labels'),
  },
];
