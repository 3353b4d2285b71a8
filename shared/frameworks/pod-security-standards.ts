import type { CheckId } from '../checks/index.ts';
import type { Framework } from './framework.ts';

/**
 * The Pod Security Standards (kubernetes.io, "Pod Security Standards") as of 1.37, control by control: what each forbids is judged on every
 * workload, whether or not its namespace asks for the level.
 */
export const podSecurityStandards: Framework<CheckId> = {
  id: 'pod-security-standards',
  name: 'Pod Security Standards',
  version: '1.37',
  controls: {
    'baseline/host-process': { title: 'HostProcess', checks: ['pods/windows-host-process'] },
    'baseline/host-namespaces': {
      title: 'Host namespaces',
      checks: ['pods/host-ipc-namespace', 'pods/host-network', 'pods/host-process-namespace'],
    },
    'baseline/privileged-containers': { title: 'Privileged containers', checks: ['pods/privileged-containers'] },
    'baseline/capabilities': { title: 'Capabilities, baseline', checks: ['pods/capabilities'] },
    'baseline/host-path-volumes': { title: 'HostPath volumes', checks: ['pods/host-paths', 'pods/runtime-sockets'] },
    'baseline/host-ports': { title: 'Host ports', checks: ['pods/host-network', 'pods/host-ports'] },
    'baseline/host-probes': { title: 'Host in probes and lifecycle hooks', checks: ['pods/probe-hosts'] },
    'baseline/apparmor': { title: 'AppArmor', checks: ['pods/apparmor'] },
    'baseline/selinux': { title: 'SELinux', checks: ['pods/selinux'] },
    'baseline/proc-mount': { title: '/proc mount type, baseline', checks: ['pods/proc-mount'] },
    'baseline/seccomp': { title: 'Seccomp, baseline', checks: ['pods/unconfined-seccomp'] },
    'baseline/sysctls': { title: 'Sysctls', checks: ['pods/sysctls'] },
    'restricted/volume-types': { title: 'Volume types', checks: ['pods/host-paths', 'pods/volume-types'] },
    'restricted/privilege-escalation': {
      title: 'Privilege escalation',
      checks: ['pods/privilege-escalation', 'pods/privileged-containers'],
    },
    'restricted/non-root': {
      title: 'Running as non-root, and not as user 0',
      checks: ['pods/root-user'],
      manual:
        'pods/root-user takes a user other than 0, or runAsNonRoot: true, for enough, and the standard asks for both: pods/pod-security-restricted judges that where the level is asked for.',
    },
    'restricted/seccomp': {
      title: 'Seccomp, restricted',
      checks: ['pods/privileged-containers', 'pods/seccomp-profiles', 'pods/unconfined-seccomp'],
    },
    'restricted/capabilities': {
      title: 'Capabilities, restricted',
      checks: ['pods/capabilities', 'pods/dropped-capabilities', 'pods/privileged-containers'],
    },
    'restricted/proc-mount': {
      title: '/proc mount type, restricted',
      checks: ['pods/proc-mount'],
      manual:
        'pods/proc-mount lets a user namespace pass, as baseline does, and restricted has not since 1.35: pods/pod-security-restricted judges that where the level is asked for.',
    },
    'admission/namespaces': { title: 'Namespaces enforce a level', checks: ['namespaces/pod-security'] },
    'admission/baseline': {
      title: 'Workloads meet baseline where it is asked for',
      checks: ['pods/pod-security-baseline'],
    },
    'admission/restricted': {
      title: 'Workloads meet restricted where it is asked for',
      checks: ['pods/pod-security-restricted'],
    },
  },
};
