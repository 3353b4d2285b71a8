import { check } from '../check.ts';
import { judging, type Offence } from '../specs.ts';

/**
 * `seccompProfile.type: Unconfined`, of the pod and of containers (Pod Security Standards, baseline, Seccomp). The annotations that came before
 * the fields have no effect since Kubernetes 1.27.
 */
export default check({
  id: 'pods/unconfined-seccomp',
  title: 'Seccomp is switched off for no container',
  severity: 'medium',
  scope: 'cluster',
  why: 'Without seccomp a process may try every system call of the kernel of its node, among them those that most escapes began with.',
  fix: { text: 'Set seccompProfile: { type: RuntimeDefault } in the securityContext of the pod, or a Localhost profile.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'no container has seccompProfile Unconfined',
    windows: 'its kernel has no seccomp',
    offences: ({ securityContext, containers }): readonly Offence[] => [
      ...(securityContext?.seccompProfile?.type === 'Unconfined'
        ? [{ says: 'seccompProfile: Unconfined, set for the pod' }]
        : []),
      ...containers
        .filter((container) => container.securityContext?.seccompProfile?.type === 'Unconfined')
        .map((container) => ({ container, says: 'seccompProfile: Unconfined' })),
    ],
  }),
});
