import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container is without the AppArmor profile of its runtime';
const unconfined = { appArmorProfile: { type: 'Unconfined' } };
const key = 'container.apparmor.security.beta.kubernetes.io/web';

export default [
  ...ordinary(passes),
  {
    says: 'Switched off for a container',
    facts: deployed(podWith([contextWith(unconfined)])),
    expect: ofWeb('fail', 'container web: appArmorProfile: Unconfined'),
  },
  {
    says: 'Switched off for the pod',
    facts: deployed(podWith([contextWith({})], { securityContext: unconfined })),
    expect: ofWeb('fail', 'appArmorProfile: Unconfined, set for the pod'),
  },
  {
    says: 'Switched off by the annotation',
    facts: deployed(podWith([contextWith({})], { annotations: { [key]: 'unconfined' } })),
    expect: ofWeb('fail', 'annotation container.apparmor.security.beta.kubernetes.io/web: unconfined'),
  },
  {
    says: 'A profile of the node, by the annotation',
    facts: deployed(podWith([contextWith({})], { annotations: { [key]: 'localhost/web' } })),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
