import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every container has a seccomp profile, privileged ones and what pods/unconfined-seccomp says aside';
const silent = contextWith({}, ['seccompProfile']);

export default [
  ...ordinary(passes),
  {
    says: 'Nothing is set',
    facts: deployed(podWith([silent], { securityContext: {} })),
    expect: ofWeb('fail', 'container web: seccompProfile is not set: Unconfined, unless the kubelet has seccompDefault'),
  },
  {
    says: 'Set for the pod, and for no container',
    facts: deployed(podWith([silent])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A profile of the node',
    facts: deployed(
      podWith([contextWith({ seccompProfile: { type: 'Localhost', localhostProfile: 'web.json' } })], { securityContext: {} }),
    ),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'The annotation that once stood for the field does nothing',
    facts: deployed(
      podWith([silent], {
        securityContext: {},
        annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' },
      }),
    ),
    expect: ofWeb('fail', 'container web: seccompProfile is not set: Unconfined, unless the kubelet has seccompDefault'),
  },
  {
    says: 'A type that Kubernetes does not have',
    facts: deployed(podWith([contextWith({ seccompProfile: { type: 'Default' } })])),
    expect: ofWeb('fail', 'container web: seccompProfile Default is no profile that Kubernetes has'),
  },
] satisfies readonly Example[];
