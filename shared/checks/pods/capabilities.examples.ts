import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container adds a capability beyond the ordinary ones';
const adding = (...add: string[]) => contextWith({ capabilities: { drop: ['ALL'], add } });

export default [
  ...ordinary(passes),
  {
    says: 'SYS_ADMIN is nearly root',
    facts: deployed(podWith([adding('SYS_ADMIN')])),
    expect: ofWeb('fail', 'container web: adds SYS_ADMIN (mounts file systems, and most of what root can do)'),
  },
  {
    says: 'Several, the worst of them first',
    facts: deployed(podWith([adding('NET_RAW', 'CHOWN', 'NET_ADMIN', 'BPF')])),
    expect: ofWeb('fail', 'container web: adds BPF, NET_ADMIN, NET_RAW (loads programs into the kernel of the node)'),
  },
  {
    says: 'In small letters, and with CAP_: CRI-O takes it, and somebody meant it',
    facts: deployed(podWith([adding('cap_sys_admin')])),
    expect: ofWeb('fail', 'container web: adds SYS_ADMIN (mounts file systems, and most of what root can do)'),
  },
  {
    says: 'NET_ADMIN in the network of the pod',
    facts: deployed(podWith([adding('NET_ADMIN')])),
    expect: ofWeb('fail', 'container web: adds NET_ADMIN (changes addresses, routes and filters of the pod)', 'medium'),
  },
  {
    says: 'NET_ADMIN in the network of the node',
    facts: deployed(podWith([adding('NET_ADMIN')], { hostNetwork: true })),
    expect: ofWeb('fail', 'container web: adds NET_ADMIN (changes addresses, routes and filters of the node)'),
  },
  {
    says: 'NET_RAW, which baseline does not allow either',
    facts: deployed(podWith([adding('NET_RAW')])),
    expect: ofWeb('fail', 'container web: adds NET_RAW (poses as other pods in the network of the node)', 'low'),
  },
  {
    says: 'One that no standard knows',
    facts: deployed(podWith([adding('LEASE')])),
    expect: ofWeb('fail', 'container web: adds LEASE', 'medium'),
  },
  {
    says: 'ALL, in a user namespace',
    facts: deployed(podWith([adding('ALL')], { hostUsers: false })),
    expect: ofWeb('fail', 'container web: adds ALL (all of root), in a user namespace', 'low'),
  },
  {
    says: 'An ordinary one that is written as the standard does not know it',
    facts: deployed(podWith([adding('chown')])),
    expect: ofWeb('fail', 'container web: adds chown (which Kubernetes writes CHOWN)', 'low'),
  },
  {
    says: 'What every runtime gives by itself',
    facts: deployed(podWith([adding('CHOWN', 'SETUID', 'NET_BIND_SERVICE')])),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
