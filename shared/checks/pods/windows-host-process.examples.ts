import { contextWith, deployed, ofWeb, ordinary, podWith, windowsPod } from '../base-workloads.ts';
import type { Example } from '../example.ts';

export default [
  ...ordinary('no container is a HostProcess container'),
  {
    says: 'A container of Windows that runs on the node',
    facts: deployed(windowsPod({ windowsOptions: { hostProcess: true } }, { hostNetwork: true })),
    expect: ofWeb('fail', 'container web: windowsOptions.hostProcess: true'),
  },
  {
    says: 'The same for all containers, and without saying that it is Windows',
    facts: deployed(
      podWith([contextWith({})], { hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } }),
    ),
    expect: ofWeb('fail', 'windowsOptions.hostProcess: true, set for the pod'),
  },
  {
    says: 'A container of Windows that does not',
    facts: deployed(windowsPod({ windowsOptions: { hostProcess: false } })),
    expect: ofWeb('pass', 'no container is a HostProcess container'),
  },
] satisfies readonly Example[];
