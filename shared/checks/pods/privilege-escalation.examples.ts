import { contextWith, deployed, ofWeb, ordinary, podWith, windowsPod } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every container has allowPrivilegeEscalation: false, privileged ones aside';
const silent = contextWith({}, ['allowPrivilegeEscalation']);

export default [
  ...ordinary(passes),
  {
    says: 'Nothing is set, which allows it',
    facts: deployed(podWith([silent])),
    expect: ofWeb('fail', 'container web: allowPrivilegeEscalation is not set, which is true'),
  },
  {
    says: 'It is allowed in so many words',
    facts: deployed(podWith([contextWith({ allowPrivilegeEscalation: true })])),
    expect: ofWeb('fail', 'container web: allowPrivilegeEscalation: true'),
  },
  {
    says: 'It needs it: its command is that of sudo',
    facts: deployed(podWith([{ ...silent, programs: ['sudo'] }])),
    expect: ofWeb('fail', 'container web: allowPrivilegeEscalation is not set, which is true, and it starts sudo'),
  },
  {
    says: 'One of two containers, and an init container',
    facts: deployed(
      podWith([
        { ...silent, name: 'setup', list: 'initContainers' },
        contextWith({}),
        { ...contextWith({ allowPrivilegeEscalation: true }), name: 'worker' },
      ]),
    ),
    expect: ofWeb(
      'fail',
      'init container setup: allowPrivilegeEscalation is not set, which is true; container worker: allowPrivilegeEscalation: true',
    ),
  },
  {
    says: 'Of a privileged container another check says enough',
    facts: deployed(podWith([contextWith({ privileged: true }, ['allowPrivilegeEscalation'])])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(podWith([silent]), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: container web: allowPrivilegeEscalation is not set, which is true',
      },
    ],
  },
  {
    says: 'Windows has no such setting',
    facts: deployed(windowsPod()),
    expect: ofWeb('not-applicable', 'Windows: no process has the setting'),
  },
] satisfies readonly Example[];
