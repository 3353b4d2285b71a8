import { collector } from '../collector.ts';
import { listed } from './listed.ts';

export const networkPolicies = collector('networkPolicies', (context, { cluster }) =>
  listed('networkPolicies', context, cluster.value, {
    resource: { group: 'networking.k8s.io', version: 'v1', resource: 'networkpolicies', kind: 'NetworkPolicy' },
    view: 'metadata',
    project: (_item, { name, namespace }) => ({ namespace, name }),
  }),
);
