import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

export default [
  ...ordinary('it has an IPC namespace of its own'),
  {
    says: 'It shares that of the node',
    facts: deployed(podWith([contextWith({})], { hostIPC: true })),
    expect: ofWeb('fail', 'hostIPC: true'),
  },
  {
    says: 'One pod has what the template has not',
    facts: deployed(podWith([contextWith({})]), { running: podWith([contextWith({})], { hostIPC: true }) }),
    expect: ofWeb('fail', 'hostIPC: true (not in the template: pod web-7d4-x)'),
  },
  {
    says: 'An agent of the platform',
    facts: deployed(podWith([contextWith({})], { hostIPC: true }), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'fail',
        because: 'hostIPC: true; kube-system is a platform namespace',
        severity: 'low',
      },
    ],
  },
] satisfies readonly Example[];
