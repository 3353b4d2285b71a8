import { addedCapabilities } from '../capability.ts';
import { check } from '../check.ts';
import { effective, hasOwnUsers, isPrivileged } from '../security-context.ts';
import { type Container, judging, type PodSpec } from '../specs.ts';

/**
 * `hostUsers` (core/v1 PodSpec), where it would matter: for containers that ask for root or for capabilities. A pod that shares a namespace of
 * its node cannot have its own users, and checks of their own say so.
 */
export default check({
  id: 'pods/user-namespaces',
  title: 'Containers that ask for root or capabilities have a user namespace of their own',
  severity: 'low',
  scope: 'cluster',
  why: 'In a user namespace root of the container is nobody on the node, and its capabilities end at the pod: most escapes of recent years end there, too.',
  fix: {
    text: 'Set hostUsers: false in the specification of the pod (on by default from Kubernetes 1.33; nodes need a kernel, a runtime and file systems that can).',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'no container asks for root or capabilities outside of a user namespace, unless it shares namespaces of its node',
    windows: 'it has no user namespaces',
    offences: (spec) =>
      hasOwnUsers(spec) || spec.hostNetwork || spec.hostPID || spec.hostIPC
        ? []
        : spec.containers
            .filter((container) => !isPrivileged(container) && asks(spec, container))
            .map((container) => ({ container, says: 'asks for root or capabilities, and hostUsers is not false' })),
  }),
});

const asks = (spec: PodSpec, container: Container): boolean =>
  addedCapabilities(container).length > 0 ||
  (effective(spec, container, 'runAsUser') === 0 && effective(spec, container, 'runAsNonRoot') !== true);
