import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container has seccompProfile Unconfined';
const unconfined = { seccompProfile: { type: 'Unconfined' } };

export default [
  ...ordinary(passes),
  {
    says: 'Switched off for one container',
    facts: deployed(podWith([contextWith({}), { ...contextWith(unconfined), name: 'worker' }])),
    expect: ofWeb('fail', 'container worker: seccompProfile: Unconfined'),
  },
  {
    says: 'Switched off for the pod, and on for its one container: ephemeral ones inherit the former',
    facts: deployed(podWith([contextWith({})], { securityContext: unconfined })),
    expect: ofWeb('fail', 'seccompProfile: Unconfined, set for the pod'),
  },
  {
    says: 'Nothing is set: another check says so',
    facts: deployed(podWith([contextWith({}, ['seccompProfile'])], { securityContext: {} })),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
