import { check } from '../check.ts';
import { judging } from '../specs.ts';
import { quoted } from '../words.ts';

/** Those that touch nothing beyond the pod, as of the Pod Security Standards 1.37. */
const safe: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_notsent_lowat',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/** `securityContext.sysctls` of the pod (Pod Security Standards, baseline, Sysctls). */
export default check({
  id: 'pods/sysctls',
  title: 'Pods set safe kernel parameters only',
  severity: 'low',
  scope: 'cluster',
  why: 'Parameters that are not isolated between pods let one pod starve or change the others on its node. The kubelet refuses them, unless it was told to allow them.',
  fix: { text: 'Take the parameter away, or give the pods that need it nodes of their own.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'it sets no kernel parameter, or safe ones only',
    windows: 'its kernel has no sysctls',
    offences: ({ securityContext }) =>
      (securityContext?.sysctls ?? [])
        .filter(({ name }) => !safe.has(name))
        .map(({ name }) => ({ says: `sets the kernel parameter ${quoted(name)}` })),
  }),
});
