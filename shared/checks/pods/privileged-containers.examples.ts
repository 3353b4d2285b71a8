import { contextWith, deployed, ofWeb, ordinary, podWith, windowsPod } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const privileged = contextWith({ privileged: true });
const clean = podWith([contextWith({})]);

export default [
  ...ordinary('no container is privileged'),
  {
    says: 'A privileged container',
    facts: deployed(podWith([privileged])),
    expect: ofWeb('fail', 'container web: privileged: true'),
  },
  {
    says: 'An init container, a sidecar and an ephemeral container count like the others',
    facts: deployed(
      podWith([
        { ...privileged, name: 'setup', list: 'initContainers' },
        { ...privileged, name: 'proxy', list: 'initContainers', restartPolicy: 'Always' },
        contextWith({}),
        { ...privileged, name: 'debugger-1', list: 'ephemeralContainers' },
      ]),
    ),
    expect: ofWeb('fail', 'init container setup, sidecar proxy, ephemeral container debugger-1: privileged: true'),
  },
  {
    says: 'The template is clean, and somebody attached a privileged container to one pod',
    facts: deployed(clean, {
      running: podWith([contextWith({}), { ...privileged, name: 'debugger-1', list: 'ephemeralContainers' }]),
    }),
    expect: ofWeb('fail', 'ephemeral container debugger-1: privileged: true (not in the template: pod web-7d4-x)'),
  },
  {
    says: 'All pods of five have what their template has not',
    facts: deployed(clean, { running: podWith([privileged]), pods: ['web-1', 'web-2', 'web-3', 'web-4', 'web-5'] }),
    expect: ofWeb('fail', 'container web: privileged: true (not in the template: pods web-1, web-2, web-3 and 2 more)'),
  },
  {
    says: 'An admission webhook takes it away from every pod: the next one may come without the webhook',
    facts: deployed(podWith([privileged]), { running: clean }),
    expect: ofWeb('fail', 'container web: privileged: true (in the template, and in none of its pods yet)'),
  },
  {
    says: 'A pod of an agent in kube-system is kept apart',
    facts: deployed(podWith([privileged]), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'fail',
        because: 'container web: privileged: true; kube-system is a platform namespace',
        severity: 'low',
      },
    ],
  },
  {
    says: 'In a user namespace it has all rights over next to nothing',
    facts: deployed(podWith([privileged], { hostUsers: false })),
    expect: ofWeb('fail', 'container web: privileged: true, in a user namespace', 'medium'),
  },
  {
    says: 'Windows has no privileged containers',
    facts: deployed(windowsPod()),
    expect: ofWeb(
      'not-applicable',
      'Windows: its containers cannot be privileged, and pods/windows-host-process judges what comes near it',
    ),
  },
] satisfies readonly Example[];
