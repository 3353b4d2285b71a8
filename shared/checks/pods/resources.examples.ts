import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every container has a memory limit, and requests of memory and CPU';
const nothing = containerWith({ resources: {} });

export default [
  ...ordinary(passes),
  {
    says: 'Nothing is set',
    facts: deployed(podWith([nothing])),
    expect: ofWeb('fail', 'container web: no limits.memory, requests.memory, requests.cpu'),
  },
  {
    says: 'A limit is a request where there is none',
    facts: deployed(podWith([containerWith({ resources: { limits: { memory: '128Mi', cpu: '1' } } })])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'Requests without a limit of memory',
    facts: deployed(podWith([containerWith({ resources: { requests: { memory: '128Mi', cpu: '100m' } } })])),
    expect: ofWeb('fail', 'container web: no limits.memory'),
  },
  {
    says: 'Zero is no limit, and no request',
    facts: deployed(
      podWith([containerWith({ resources: { requests: { memory: '0', cpu: '0m' }, limits: { memory: '0Mi', cpu: '1' } } })]),
    ),
    expect: ofWeb('fail', 'container web: no limits.memory, requests.memory, requests.cpu'),
  },
  {
    says: 'The pod has them as a whole',
    facts: deployed(podWith([nothing], { resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } } })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'Defaults of a LimitRange stand in the pods',
    facts: deployed(podWith([nothing]), { running: podWith([containerWith({})]) }),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A sidecar that was injected without',
    facts: deployed(podWith([containerWith({})]), {
      running: podWith([
        { ...nothing, name: 'proxy', list: 'initContainers', restartPolicy: 'Always' },
        { ...nothing, name: 'setup', list: 'initContainers' },
        containerWith({}),
      ]),
    }),
    expect: ofWeb('fail', 'sidecar proxy: no limits.memory, requests.memory, requests.cpu'),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(podWith([nothing]), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: container web: no limits.memory, requests.memory, requests.cpu',
      },
    ],
  },
] satisfies readonly Example[];
