import type { PodSpec } from '../../facts/pod-spec.ts';
import { containerWith, deployed, ofWeb, ordinary, podWith, windowsPod } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'nothing is written into /etc/hosts past DNS';
const fails = 'hostAliases names an address past DNS:';
const gives = 'which gives out credentials of AWS';
const naming = (...hostAliases: string[]): PodSpec => podWith([containerWith({})], { hostAliases });

export default [
  ...ordinary(passes),
  {
    says: 'A database by a name that DNS does not know',
    facts: deployed(naming('10.0.4.17')),
    expect: ofWeb('fail', `${fails} 10.0.4.17`),
  },
  {
    says: 'Another name for the instance metadata, whatever comes before it',
    facts: deployed(naming('10.0.4.17', '10.0.4.18', '10.0.4.19', '169.254.169.254')),
    expect: ofWeb('fail', `${fails} 169.254.169.254, ${gives}; ${fails} 10.0.4.17; ${fails} 10.0.4.18; and 1 more`),
  },
  {
    says: 'The instance metadata in IPv6, spelt out',
    facts: deployed(naming('FD00:0EC2:0:0:0:0:0:254')),
    expect: ofWeb('fail', `${fails} FD00:0EC2:0:0:0:0:0:254, ${gives}`),
  },
  {
    says: 'A name that is turned to the pod itself is one that DNS does not decide any more',
    facts: deployed(naming('127.0.0.1')),
    expect: ofWeb('fail', `${fails} 127.0.0.1`),
  },
  {
    says: 'One address with two entries is said once',
    facts: deployed(naming('10.0.4.17', '10.0.4.17')),
    expect: ofWeb('fail', `${fails} 10.0.4.17`),
  },
  {
    says: 'One of its pods only',
    facts: deployed(naming(), { running: naming('10.0.4.17') }),
    expect: ofWeb('fail', `${fails} 10.0.4.17 (not in the template: pod web-7d4-x)`),
  },
  {
    says: 'A pod in the network of its node has a file of its own all the same',
    facts: deployed({ ...naming('10.0.4.17'), hostNetwork: true }),
    expect: ofWeb('fail', `${fails} 10.0.4.17`),
  },
  {
    says: 'The kubelet writes the file of Windows, too',
    facts: deployed(windowsPod({}, { hostAliases: ['10.0.4.17'] })),
    expect: ofWeb('fail', `${fails} 10.0.4.17`),
  },
  {
    says: 'HostProcess containers keep the file of their node',
    facts: deployed(windowsPod({ windowsOptions: { hostProcess: true } }, { hostAliases: ['10.0.4.17'], hostNetwork: true })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(naming('10.0.4.17'), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because: `kube-system is a platform namespace, where what is low elsewhere is no finding: ${fails} 10.0.4.17`,
      },
    ],
  },
] satisfies readonly Example[];
