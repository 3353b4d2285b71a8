import { control, field, type Judge } from '../control.ts';

/** Sysctls that have a namespace of their own, and concern nobody else on the node: by the version that added them. */
const since0 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
];
const since27 = [...since0, 'net.ipv4.ip_local_reserved_ports'];
const since29 = [
  ...since27,
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
];
const since32 = [...since29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const since37 = [...since32, 'net.ipv4.tcp_notsent_lowat', 'net.ipv4.tcp_slow_start_after_idle'];

const judgeBy =
  (safe: readonly string[]): Judge =>
  ({ securityContext }) => {
    const bad = securityContext?.sysctls?.filter(({ name }) => !safe.includes(name)) ?? [];
    if (bad.length === 0) return undefined;
    return {
      reason: 'forbidden sysctls',
      detail: bad.map(({ name }) => name).join(', '),
      evidence: bad.map(({ name, value }) => field(`securityContext.sysctls[${name}]`, value)),
    };
  };

/** Kernel parameters are the pod's own. A name written with slashes is another name to the admission, and no safe one. */
export const sysctls = control({
  id: 'sysctls',
  level: 'baseline',
  versions: [
    { from: 0, judge: judgeBy(since0) },
    { from: 27, judge: judgeBy(since27) },
    { from: 29, judge: judgeBy(since29) },
    { from: 32, judge: judgeBy(since32) },
    { from: 37, judge: judgeBy(since37) },
  ],
});
