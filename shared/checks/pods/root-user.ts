import { check } from '../check.ts';
import { effective, hasOwnUsers } from '../security-context.ts';
import { type Container, judging, type Offence, type PodSpec } from '../specs.ts';

/**
 * `runAsUser` and `runAsNonRoot`, of the container, else of the pod (core/v1 SecurityContext). The kubelet refuses to start a container with
 * `runAsNonRoot: true` as user 0, whoever asked for it. In a user namespace root is nobody on the node (Pod Security Standards from 1.35).
 */
export default check({
  id: 'pods/root-user',
  title: 'No container runs as root',
  severity: 'medium',
  scope: 'cluster',
  why: 'Root in a container is root of the node to the kernel: with a flaw in it, or one path of the node mounted, whoever breaks into the process owns the node.',
  fix: {
    text: 'Give the image a user with a number, and set runAsNonRoot: true, or a runAsUser other than 0, in the securityContext of the pod. What must be root belongs in a user namespace (hostUsers: false).',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'no container runs as root of its node',
    windows: 'its users have no numbers',
    offences: (spec) => (hasOwnUsers(spec) ? [] : spec.containers.flatMap((container) => asRoot(spec, container) ?? [])),
  }),
});

function asRoot(spec: PodSpec, container: Container): Offence | undefined {
  const nonRoot = effective(spec, container, 'runAsNonRoot');
  const user = effective(spec, container, 'runAsUser');
  if (nonRoot === true || (user !== undefined && user !== 0)) return undefined;
  if (user === 0)
    return { container, says: `runAsUser: 0${container.securityContext?.runAsUser === 0 ? '' : ', set for the pod'}` };
  return {
    container,
    says: `${nonRoot === false ? 'runAsNonRoot: false, and no runAsUser' : 'neither runAsUser nor runAsNonRoot is set'}: the image decides`,
    severity: 'low',
  };
}
