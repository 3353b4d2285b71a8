import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes =
  'every container drops ALL and adds NET_BIND_SERVICE at most, privileged ones and what pods/capabilities says aside';
const dropping = (drop: string[], add: string[] = []) => contextWith({ capabilities: { drop, add } });

export default [
  ...ordinary(passes),
  {
    says: 'Nothing is set',
    facts: deployed(podWith([contextWith({}, ['capabilities'])])),
    expect: ofWeb('fail', 'container web: drops no capability, NET_RAW among what it keeps'),
  },
  {
    says: 'Some are dropped, the one that matters not',
    facts: deployed(podWith([dropping(['MKNOD', 'CHOWN'])])),
    expect: ofWeb('fail', 'container web: drops MKNOD, CHOWN and not ALL, NET_RAW among what it keeps'),
  },
  {
    says: 'NET_RAW alone is dropped',
    facts: deployed(podWith([dropping(['NET_RAW'])])),
    expect: ofWeb('fail', 'container web: drops NET_RAW and not ALL'),
  },
  {
    says: 'With CAP_ before it, containerd drops nothing',
    facts: deployed(podWith([dropping(['CAP_NET_RAW'])])),
    expect: ofWeb('fail', 'container web: drops CAP_NET_RAW and not ALL, NET_RAW among what it keeps'),
  },
  {
    says: 'In small letters runtimes take it, and the standard does not',
    facts: deployed(podWith([dropping(['all'])])),
    expect: ofWeb('fail', 'container web: drops all and not ALL'),
  },
  {
    says: 'ALL is dropped, and some are added again',
    facts: deployed(podWith([dropping(['ALL'], ['CHOWN', 'NET_BIND_SERVICE', 'NET_ADMIN'])])),
    expect: ofWeb('fail', 'container web: drops ALL, and adds CHOWN'),
  },
  {
    says: 'Of a privileged container another check says enough',
    facts: deployed(podWith([contextWith({ privileged: true }, ['capabilities'])])),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
