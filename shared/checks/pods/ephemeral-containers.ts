import { check } from '../check.ts';
import { judging } from '../specs.ts';

/**
 * `ephemeralContainers` (core/v1 PodSpec), which `kubectl debug` adds to a pod that runs. The API lets nobody take one away: it stays in the
 * pod, ended or not, until the pod is deleted.
 */
export default check({
  id: 'pods/ephemeral-containers',
  title: 'No pod keeps a container that was added to look into it',
  severity: 'low',
  scope: 'cluster',
  why: 'What somebody debugged with has a shell and tools, sees the network and often the processes of the pod, and nobody reviewed it. Forgotten, it is there for whoever comes next; unexpected, it is how somebody came in.',
  fix: {
    text: 'Find out who added it, and delete the pod: its controller makes another one without it.',
    kubectl: 'kubectl delete pod NAME --namespace NAMESPACE',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'no container was added to a pod that runs',
    offences: ({ containers }) =>
      containers
        .filter(({ list }) => list === 'ephemeralContainers')
        .map((container) => ({ container, says: 'was added to a pod that runs' })),
  }),
});
