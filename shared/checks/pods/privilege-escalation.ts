import { check } from '../check.ts';
import { isPrivileged } from '../security-context.ts';
import { type Container, judging } from '../specs.ts';

/**
 * `securityContext.allowPrivilegeEscalation` sets no_new_privs where it is false; it is true unless it is set (core/v1 SecurityContext; Pod
 * Security Standards, restricted, Privilege Escalation). Unset and `true` are the same to the kernel, and are judged the same.
 */
export default check({
  id: 'pods/privilege-escalation',
  title: 'No process can gain more privileges than its container started with',
  severity: 'low',
  scope: 'cluster',
  why: 'Through a setuid program such as sudo, an attacker who came in as an ordinary user becomes root of the container, and from there tries the kernel.',
  fix: { text: 'Set allowPrivilegeEscalation: false in the securityContext of each container.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'every container has allowPrivilegeEscalation: false, privileged ones aside',
    windows: 'no process has the setting',
    offences: ({ containers }) =>
      containers
        .filter((container) => container.securityContext?.allowPrivilegeEscalation !== false && !isPrivileged(container))
        .map((container) => ({
          container,
          says: `${allowed(container)}${container.programs.includes('sudo') ? ', and it starts sudo' : ''}`,
        })),
  }),
});

const allowed = ({ securityContext }: Container): string =>
  securityContext?.allowPrivilegeEscalation === true
    ? 'allowPrivilegeEscalation: true'
    : 'allowPrivilegeEscalation is not set, which is true';
