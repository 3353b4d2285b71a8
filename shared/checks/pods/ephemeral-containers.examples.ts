import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container was added to a pod that runs';
const template = podWith([containerWith({})]);
const running = podWith([containerWith({}), containerWith({ name: 'debugger-x7k2p', list: 'ephemeralContainers' })]);

export default [
  ...ordinary(passes),
  {
    says: 'What kubectl debug left in one of its pods',
    facts: deployed(template, { running }),
    expect: ofWeb(
      'fail',
      'ephemeral container debugger-x7k2p: was added to a pod that runs (not in the template: pod web-7d4-x)',
    ),
  },
  {
    says: 'An init container is none',
    facts: deployed(podWith([containerWith({ name: 'setup', list: 'initContainers' }), containerWith({})])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(template, { namespace: 'kube-system', running }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: ephemeral container debugger-x7k2p: was added to a pod that runs (not in the template: pod web-7d4-x)',
      },
    ],
  },
] satisfies readonly Example[];
