import { contextWith, deployed, ofWeb, ordinary, podWith, windowsPod } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container runs as root of its node';
/** Without a user of its own: the pod's counts, else the image's. */
const silent = contextWith({}, ['runAsUser', 'runAsNonRoot']);
const unset = 'neither runAsUser nor runAsNonRoot is set: the image decides';

export default [
  ...ordinary(passes),
  {
    says: 'Root, in so many words',
    facts: deployed(podWith([contextWith({ runAsUser: 0 }, ['runAsNonRoot'])], { securityContext: {} })),
    expect: ofWeb('fail', 'container web: runAsUser: 0'),
  },
  {
    says: 'Nothing is set: the image decides, and most images are of root',
    facts: deployed(podWith([silent], { securityContext: {} })),
    expect: ofWeb('fail', `container web: ${unset}`, 'low'),
  },
  {
    says: 'The pod is root, and one container is not',
    facts: deployed(
      podWith([contextWith({ runAsUser: 1000 }), { ...silent, name: 'worker' }], { securityContext: { runAsUser: 0 } }),
    ),
    expect: ofWeb('fail', 'container worker: runAsUser: 0, set for the pod'),
  },
  {
    says: 'The pod is not, and an init container is',
    facts: deployed(
      podWith([{ ...contextWith({ runAsUser: 0, runAsNonRoot: false }), name: 'chown', list: 'initContainers' }, silent]),
    ),
    expect: ofWeb('fail', 'init container chown: runAsUser: 0'),
  },
  {
    says: 'What the container says goes before what the pod says',
    facts: deployed(
      podWith([contextWith({ runAsNonRoot: false }, ['runAsUser'])], { securityContext: { runAsNonRoot: true } }),
    ),
    expect: ofWeb('fail', 'container web: runAsNonRoot: false, and no runAsUser: the image decides', 'low'),
  },
  {
    says: 'User 0 and runAsNonRoot: the kubelet does not start it',
    facts: deployed(podWith([contextWith({ runAsNonRoot: true }, ['runAsUser'])], { securityContext: { runAsUser: 0 } })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A user with a number is enough',
    facts: deployed(podWith([silent], { securityContext: { runAsUser: 1000 } })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'Root of a user namespace is nobody on the node',
    facts: deployed(podWith([contextWith({ runAsUser: 0 }, ['runAsNonRoot'])], { hostUsers: false, securityContext: {} })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'Users of Windows have no numbers',
    facts: deployed(windowsPod()),
    expect: ofWeb('not-applicable', 'Windows: its users have no numbers'),
  },
] satisfies readonly Example[];
