import { contextWith, deployed, ofWeb, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';
import { asked, labelled, situations } from './examples/standard.ts';

const silent = deployed(podWith([{ ...contextWith({}), securityContext: {} }], { securityContext: {} }));

export default [
  ...situations('restricted'),
  {
    says: 'Nothing is set, which baseline lets pass',
    facts: labelled({ 'pod-security.kubernetes.io/warn': 'restricted' }, silent),
    expect: ofWeb(
      'fail',
      'restricted, version latest (the label warn of its namespace), refuses it: allowPrivilegeEscalation; capabilities_restricted; runAsNonRoot; seccompProfile_restricted',
    ),
  },
  {
    says: 'Before 1.8 restricted asked for less',
    facts: asked('restricted', '1.7', silent),
    expect: ofWeb('fail', 'restricted, version v1.7 (asked for), refuses it: runAsNonRoot'),
  },
  {
    says: 'A user with a number is not enough: runAsNonRoot has to be true',
    facts: asked('restricted', 'latest', deployed(podWith([contextWith({}, ['runAsNonRoot'])], { securityContext: {} }))),
    expect: ofWeb('fail', 'restricted, version latest (asked for), refuses it: runAsNonRoot'),
  },
  {
    says: 'Enforced in a platform namespace, it holds there, too',
    facts: asked('restricted', 'latest', deployed(podWith([contextWith({ runAsUser: 0 })]), { namespace: 'kube-system' })),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'fail',
        because: 'restricted, version latest (asked for), refuses it: runAsUser',
      },
    ],
  },
] satisfies readonly Example[];
