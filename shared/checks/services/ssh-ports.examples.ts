import { without } from '../base.ts';
import type { Example, Expected } from '../example.ts';
import { ofWeb, serving } from './examples/services.ts';

const own: Expected = {
  resource: 'Service/default/kubernetes',
  status: 'pass',
  because: 'none of its ports is that of SSH',
};
const ssh = { ports: [{ protocol: 'TCP', port: 2222, targetPort: 22 }] };

export default [
  { says: 'HTTPS only', facts: {}, expect: [own] },
  {
    says: 'SSH through a load balancer, at another port',
    facts: serving(ssh),
    expect: [own, ...ofWeb('fail', 'type: LoadBalancer, port 2222 to 22')],
  },
  {
    says: 'SSH inside of the cluster, by the name of its port',
    facts: serving({ type: 'ClusterIP', ports: [{ protocol: 'TCP', port: 2222, targetPort: 'ssh' }] }),
    expect: [own, ...ofWeb('fail', 'type: ClusterIP, port 2222 to ssh', 'low')],
  },
  {
    says: 'Port 22 of UDP',
    facts: serving({ ports: [{ protocol: 'UDP', port: 22 }] }),
    expect: [own, ...ofWeb('pass', 'none of its ports is that of SSH')],
  },
  {
    says: 'In a platform namespace',
    facts: serving({ ...ssh, namespace: 'kube-system' }),
    expect: [
      own,
      {
        resource: 'Service/kube-system/web',
        status: 'not-applicable',
        because: 'type: LoadBalancer, port 2222 to 22; kube-system is a platform namespace',
      },
    ],
  },
  {
    says: 'Services could not be listed',
    facts: without('services', 'list services'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list services (list services)' }],
  },
] satisfies readonly Example[];
