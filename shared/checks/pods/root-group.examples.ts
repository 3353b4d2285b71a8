import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container but those of root is put into group 0';

export default [
  ...ordinary(passes),
  {
    says: 'Group 0 for a user that is not root',
    facts: deployed(podWith([contextWith({ runAsGroup: 0 })])),
    expect: ofWeb('fail', 'container web: runAsGroup: 0'),
  },
  {
    says: 'Among further groups, and for the files of volumes',
    facts: deployed(podWith([contextWith({})], { securityContext: { supplementalGroups: [4000, 0], fsGroup: 0 } })),
    expect: ofWeb('fail', 'supplementalGroups has 0; fsGroup: 0'),
  },
  {
    says: 'Of root another check says enough',
    facts: deployed(podWith([contextWith({ runAsUser: 0, runAsGroup: 0 })])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'Nothing is set: the group is that of the image',
    facts: deployed(podWith([contextWith({}, ['runAsGroup'])], { securityContext: {} })),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
