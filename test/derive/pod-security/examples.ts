import type { ControlId } from '../../../shared/derive/pod-security/controls/index.ts';
import { container, pod, type Raw, type RawPod, securing } from './pods.ts';

/** Minor versions of the policy, both ends included: [0] is all of them, [19, 24] is 1.19 to 1.24. */
type Versions = readonly [from: number, until?: number];
type Forbidding = Readonly<Partial<Record<ControlId, Versions>>>;

/** A pod, and every control that objects to it, at both levels; at the restricted one to what `baseline` says, too, unless it says otherwise. */
export interface Example {
  readonly name: string;
  readonly pod: RawPod;
  readonly baseline?: Forbidding;
  readonly restricted?: Forbidding;
  /** Why the API server's own validation refuses it, before any policy is asked. */
  readonly refused?: string;
}

const always: Versions = [0];
const init = (securityContext: Raw): RawPod => pod({ initContainers: [container('prepare', { securityContext })] });
const probing = (rest: Raw): RawPod => pod({ containers: [container('web', rest)] });
const volume = (source: Raw): RawPod => pod({ volumes: [{ name: 'data', ...source }] });
const windows = (spec: Raw = {}): RawPod =>
  pod({ os: { name: 'windows' }, containers: [{ name: 'web', image: 'shop' }], ...spec });

const namespaces: readonly Example[] = [
  { name: 'nothing to object to', pod: pod() },
  { name: 'the network of the node', pod: pod({ hostNetwork: true }), baseline: { hostNamespaces: always } },
  { name: 'the processes of the node', pod: pod({ hostPID: true }), baseline: { hostNamespaces: always } },
  { name: 'the shared memory of the node', pod: pod({ hostIPC: true }), baseline: { hostNamespaces: always } },
  { name: 'false is not shared', pod: pod({ hostNetwork: false, hostPID: false, hostIPC: false }) },
  {
    name: 'a port on the network of the node is one of the node',
    pod: pod({ hostNetwork: true, containers: [container('web', { ports: [{ containerPort: 8080 }] })] }),
    baseline: { hostNamespaces: always, hostPorts: always },
  },
  { name: 'a port of the pod', pod: probing({ ports: [{ containerPort: 8080 }, { containerPort: 8081, hostPort: 0 }] }) },
  {
    name: 'a port of the node',
    pod: probing({ ports: [{ containerPort: 8080, hostPort: 80 }] }),
    baseline: { hostPorts: always },
  },
  {
    name: 'ports of the node, of several containers',
    pod: pod({
      initContainers: [container('prepare', { ports: [{ containerPort: 1, hostPort: 9 }] })],
      containers: [
        container('web', { ports: [{ containerPort: 80, hostPort: 80 }] }),
        container('metrics', { ports: [{ containerPort: 9100, hostPort: 9100 }] }),
      ],
    }),
    baseline: { hostPorts: always },
  },
  {
    name: 'a privileged container',
    pod: securing({ privileged: true, allowPrivilegeEscalation: true }),
    baseline: { privileged: always },
    restricted: { allowPrivilegeEscalation: [8] },
  },
  { name: 'privileged: false', pod: securing({ privileged: false }) },
  {
    name: 'a privileged init container',
    pod: init({ privileged: true, allowPrivilegeEscalation: true }),
    baseline: { privileged: always },
    restricted: { allowPrivilegeEscalation: [8] },
  },
];

const handlers: readonly Example[] = [
  { name: 'a probe of the pod itself', pod: probing({ livenessProbe: { httpGet: { path: '/', port: 80 } } }) },
  { name: 'a probe of no host', pod: probing({ livenessProbe: { httpGet: { host: '', path: '/', port: 80 } } }) },
  {
    name: 'a probe of a host by HTTP',
    pod: probing({ livenessProbe: { httpGet: { host: '169.254.169.254', path: '/', port: 80 } } }),
    baseline: { hostProbesAndHostLifecycle: [34] },
  },
  {
    name: 'a probe of a host by TCP',
    pod: probing({ readinessProbe: { tcpSocket: { host: '127.0.0.1', port: 10250 } } }),
    baseline: { hostProbesAndHostLifecycle: [34] },
  },
  {
    name: 'a startup probe, and a hook after the start, in two containers',
    pod: pod({
      containers: [
        container('web', { startupProbe: { httpGet: { host: 'localhost', path: '/', port: 80 } } }),
        container('log', { lifecycle: { postStart: { httpGet: { host: '10.0.0.1', path: '/', port: 80 } } } }),
      ],
    }),
    baseline: { hostProbesAndHostLifecycle: [34] },
  },
  {
    name: 'a hook before the stop',
    pod: probing({ lifecycle: { preStop: { tcpSocket: { host: '127.0.0.1', port: 22 } } } }),
    baseline: { hostProbesAndHostLifecycle: [34] },
  },
];

const volumes: readonly Example[] = [
  {
    name: 'a path of the node',
    pod: volume({ hostPath: { path: '/var/run/docker.sock' } }),
    baseline: { hostPathVolumes: always },
    restricted: { restrictedVolumes: always },
  },
  {
    name: 'network storage without a claim',
    pod: volume({ nfs: { server: 'nfs.example', path: '/' } }),
    restricted: { restrictedVolumes: always },
  },
  {
    name: 'a disk without a claim',
    pod: volume({ awsElasticBlockStore: { volumeID: 'vol-1' } }),
    restricted: { restrictedVolumes: always },
  },
  { name: 'a volume without a type is an emptyDir', pod: volume({}) },
  { name: 'an empty volume', pod: volume({ emptyDir: {} }) },
  { name: 'a Secret', pod: volume({ secret: { secretName: 'tls' } }) },
  { name: 'a ConfigMap', pod: volume({ configMap: { name: 'settings' } }) },
  { name: 'a claim', pod: volume({ persistentVolumeClaim: { claimName: 'data' } }) },
  { name: 'a token', pod: volume({ projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'vault' } }] } }) },
  { name: 'a driver', pod: volume({ csi: { driver: 'secrets-store.csi.k8s.io' } }) },
  { name: 'the content of an image', pod: volume({ image: { reference: 'registry.example/model:1' } }) },
  {
    name: 'fields of the pod',
    pod: volume({ downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }),
  },
];

/** The capabilities of an ordinary container, less NET_RAW. */
const defaults = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const capabilities: readonly Example[] = [
  {
    name: 'a default capability',
    pod: securing({ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }),
    restricted: { capabilities_restricted: [22] },
  },
  {
    name: 'all default capabilities',
    pod: securing({ capabilities: { drop: ['ALL'], add: defaults } }),
    restricted: { capabilities_restricted: [22] },
  },
  { name: 'NET_BIND_SERVICE', pod: securing({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }) },
  {
    name: 'NET_RAW: the restricted control replaces that of the baseline',
    pod: securing({ capabilities: { drop: ['ALL'], add: ['NET_RAW'] } }),
    baseline: { capabilities_baseline: always },
    restricted: { capabilities_baseline: [0, 21], capabilities_restricted: [22] },
  },
  {
    name: 'all of them',
    pod: securing({ capabilities: { drop: ['ALL'], add: ['ALL'] } }),
    baseline: { capabilities_baseline: always },
    restricted: { capabilities_baseline: [0, 21], capabilities_restricted: [22] },
  },
  {
    name: 'names are in capitals',
    pod: securing({ capabilities: { drop: ['all'] } }),
    restricted: { capabilities_restricted: [22] },
  },
  {
    name: 'names have no prefix',
    pod: securing({ capabilities: { drop: ['ALL'], add: ['CAP_CHOWN'] } }),
    baseline: { capabilities_baseline: always },
    restricted: { capabilities_baseline: [0, 21], capabilities_restricted: [22] },
  },
  {
    name: 'some are dropped',
    pod: securing({ capabilities: { drop: ['NET_RAW', 'SYS_CHROOT'] } }),
    restricted: { capabilities_restricted: [22] },
  },
  { name: 'none is dropped', pod: securing({ capabilities: {} }), restricted: { capabilities_restricted: [22] } },
];

const identity: readonly Example[] = [
  {
    name: 'privilege escalation that is not forbidden',
    pod: pod({
      containers: [
        {
          ...container('web'),
          securityContext: {
            capabilities: { drop: ['ALL'] },
            runAsNonRoot: true,
            seccompProfile: { type: 'Localhost', localhostProfile: 'web.json' },
          },
        },
      ],
    }),
    restricted: { allowPrivilegeEscalation: [8] },
  },
  {
    name: 'root by the container',
    pod: securing({ runAsUser: 0, runAsNonRoot: false }),
    restricted: { runAsNonRoot: always, runAsUser: [23] },
  },
  { name: 'root by the pod', pod: pod({ securityContext: { runAsUser: 0 } }), restricted: { runAsUser: [23] } },
  { name: 'another user', pod: pod({ securityContext: { runAsUser: 1, runAsGroup: 0 } }) },
  { name: 'nobody says who', pod: securing({ runAsNonRoot: null }), restricted: { runAsNonRoot: always } },
  { name: 'the pod says for all', pod: securing({ runAsNonRoot: null }, { securityContext: { runAsNonRoot: true } }) },
  {
    name: 'the pod says no, its container yes',
    pod: pod({ securityContext: { runAsNonRoot: false } }),
    restricted: { runAsNonRoot: always },
  },
  {
    name: 'the pod says yes, its container no',
    pod: securing({ runAsNonRoot: false }, { securityContext: { runAsNonRoot: true } }),
    restricted: { runAsNonRoot: always },
  },
  {
    name: 'root in a user namespace',
    pod: securing({ runAsUser: 0, runAsNonRoot: false }, { hostUsers: false }),
    restricted: { runAsNonRoot: [0, 34], runAsUser: [23, 34] },
  },
  {
    name: 'root in the users of the node',
    pod: securing({ runAsUser: 0, runAsNonRoot: false }, { hostUsers: true }),
    restricted: { runAsNonRoot: always, runAsUser: [23] },
  },
  {
    name: 'an unmasked /proc in a user namespace',
    pod: securing({ procMount: 'Unmasked' }, { hostUsers: false }),
    baseline: { procMount: [0, 34] },
    restricted: { procMount: [0, 34], procMount_restricted: [35] },
  },
  {
    name: 'an unmasked /proc of the node',
    pod: securing({ procMount: 'Unmasked' }),
    baseline: { procMount: always },
    restricted: { procMount: [0, 34], procMount_restricted: [35] },
    refused: 'hostUsers must be false to use Unmasked',
  },
  { name: 'a masked /proc', pod: securing({ procMount: 'Default' }) },
];

const confinement: readonly Example[] = [
  {
    name: 'seccomp of the runtime, by the pod',
    pod: securing({ seccompProfile: null }, { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }),
  },
  { name: 'no seccomp', pod: securing({ seccompProfile: null }), restricted: { seccompProfile_restricted: [19] } },
  {
    name: 'seccomp unconfined by the container',
    pod: securing({ seccompProfile: { type: 'Unconfined' } }),
    baseline: { seccompProfile_baseline: [19] },
    restricted: { seccompProfile_restricted: [19] },
  },
  {
    name: 'seccomp unconfined by the pod',
    pod: pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    baseline: { seccompProfile_baseline: [19] },
    restricted: { seccompProfile_restricted: [19] },
  },
  {
    name: 'seccomp unconfined by an annotation of the pod',
    pod: pod({}, { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' }),
    baseline: { seccompProfile_baseline: [0, 18] },
  },
  {
    name: 'seccomp unconfined by an annotation of its container',
    pod: securing({ seccompProfile: null }, {}, { 'container.seccomp.security.alpha.kubernetes.io/web': 'unconfined' }),
    baseline: { seccompProfile_baseline: [0, 18] },
    restricted: { seccompProfile_restricted: [19] },
  },
  {
    name: 'seccomp by annotations that confine',
    pod: securing(
      { seccompProfile: null },
      {},
      {
        'seccomp.security.alpha.kubernetes.io/pod': 'docker/default',
        'container.seccomp.security.alpha.kubernetes.io/web': 'localhost/web.json',
      },
    ),
    restricted: { seccompProfile_restricted: [19] },
  },
  {
    name: 'seccomp of a container that is not there',
    pod: pod({}, { 'container.seccomp.security.alpha.kubernetes.io/other': 'unconfined' }),
  },
  {
    name: 'AppArmor of the runtime',
    pod: securing(
      { appArmorProfile: { type: 'RuntimeDefault' } },
      { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } } },
    ),
  },
  {
    name: 'AppArmor unconfined by the container',
    pod: securing({ appArmorProfile: { type: 'Unconfined' } }),
    baseline: { appArmorProfile: always },
  },
  {
    name: 'AppArmor unconfined by the pod',
    pod: pod({ securityContext: { appArmorProfile: { type: 'Unconfined' } } }),
    baseline: { appArmorProfile: always },
  },
  {
    name: 'AppArmor unconfined by an annotation',
    pod: pod({}, { 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' }),
    baseline: { appArmorProfile: always },
  },
  {
    name: 'AppArmor unconfined by an annotation and by the pod',
    pod: pod(
      { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
      { 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' },
    ),
    baseline: { appArmorProfile: always },
  },
  {
    name: 'AppArmor by an annotation that confines',
    pod: pod({}, { 'container.apparmor.security.beta.kubernetes.io/web': 'localhost/web' }),
  },
  { name: 'an SELinux type of containers', pod: securing({ seLinuxOptions: { type: 'container_kvm_t', level: 's0:c1,c2' } }) },
  {
    name: 'the SELinux type of container engines',
    pod: securing({ seLinuxOptions: { type: 'container_engine_t' } }),
    baseline: { seLinuxOptions: [0, 30] },
  },
  {
    name: 'an SELinux type that confines nothing',
    pod: pod({ securityContext: { seLinuxOptions: { type: 'spc_t' } } }),
    baseline: { seLinuxOptions: always },
  },
  {
    name: 'an SELinux user and role',
    pod: securing({ seLinuxOptions: { user: 'system_u', role: 'system_r' } }),
    baseline: { seLinuxOptions: always },
  },
];

const sysctl = (name: string, forbidden?: Versions, value = '1'): Example => ({
  name: `sysctl ${name}`,
  pod: pod({ securityContext: { sysctls: [{ name, value }] } }),
  ...(forbidden && { baseline: { sysctls: forbidden } }),
});

const sysctls: readonly Example[] = [
  sysctl('kernel.shm_rmid_forced'),
  sysctl('net.ipv4.ip_local_port_range', undefined, '1024 65535'),
  sysctl('net.ipv4.tcp_syncookies'),
  sysctl('net.ipv4.ping_group_range', undefined, '0 1'),
  sysctl('net.ipv4.ip_unprivileged_port_start', undefined, '0'),
  sysctl('net.ipv4.ip_local_reserved_ports', [0, 26], '8080'),
  sysctl('net.ipv4.tcp_keepalive_time', [0, 28]),
  sysctl('net.ipv4.tcp_fin_timeout', [0, 28]),
  sysctl('net.ipv4.tcp_keepalive_intvl', [0, 28]),
  sysctl('net.ipv4.tcp_keepalive_probes', [0, 28]),
  sysctl('net.ipv4.tcp_rmem', [0, 31], '4096 131072 6291456'),
  sysctl('net.ipv4.tcp_wmem', [0, 31], '4096 16384 4194304'),
  sysctl('net.ipv4.tcp_slow_start_after_idle', [0, 36]),
  sysctl('net.ipv4.tcp_notsent_lowat', [0, 36]),
  sysctl('kernel.msgmax', always),
  sysctl('net/ipv4/tcp_syncookies', always),
];

const onWindows: readonly Example[] = [
  {
    name: 'Windows has no capabilities, no seccomp and no setuid',
    pod: windows({ securityContext: { runAsNonRoot: true } }),
    restricted: { allowPrivilegeEscalation: [8, 24], capabilities_restricted: [22, 24], seccompProfile_restricted: [19, 24] },
  },
  {
    name: 'a HostProcess pod of Windows',
    pod: windows({
      hostNetwork: true,
      securityContext: { runAsNonRoot: true, windowsOptions: { hostProcess: true, runAsUserName: 'NT AUTHORITY\\SYSTEM' } },
    }),
    baseline: { hostNamespaces: always, windowsHostProcess: always },
    restricted: { allowPrivilegeEscalation: [8, 24], capabilities_restricted: [22, 24], seccompProfile_restricted: [19, 24] },
  },
  {
    name: 'a HostProcess container of Windows',
    pod: windows({
      hostNetwork: true,
      containers: [
        { name: 'web', image: 'shop', securityContext: { runAsNonRoot: true, windowsOptions: { hostProcess: true } } },
      ],
    }),
    baseline: { hostNamespaces: always, windowsHostProcess: always },
    restricted: { allowPrivilegeEscalation: [8, 24], capabilities_restricted: [22, 24], seccompProfile_restricted: [19, 24] },
  },
  { name: 'a pod that says Linux', pod: pod({ os: { name: 'linux' } }) },
  {
    name: 'a HostProcess option of a pod that does not say Windows',
    pod: pod({ hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } }),
    baseline: { hostNamespaces: always, windowsHostProcess: always },
  },
];

/** Ephemeral containers come into a pod that runs, by a request of their own. */
const debugging = (securityContext: Raw): RawPod => pod({ ephemeralContainers: [container('debug', { securityContext })] });

const ephemeral: readonly Example[] = [
  { name: 'an ephemeral container', pod: debugging({}) },
  {
    name: 'a privileged ephemeral container',
    pod: debugging({ privileged: true, allowPrivilegeEscalation: true }),
    baseline: { privileged: always },
    restricted: { allowPrivilegeEscalation: [8] },
  },
  {
    name: 'an ephemeral container that traces others',
    pod: debugging({ capabilities: { add: ['SYS_PTRACE'] } }),
    baseline: { capabilities_baseline: always },
    restricted: { capabilities_baseline: [0, 21], capabilities_restricted: [22] },
  },
  {
    name: 'an ephemeral container as root',
    pod: debugging({ runAsUser: 0, runAsNonRoot: false }),
    restricted: { runAsNonRoot: always, runAsUser: [23] },
  },
];

export const examples: readonly Example[] = [
  ...namespaces,
  ...handlers,
  ...volumes,
  ...capabilities,
  ...identity,
  ...confinement,
  ...sysctls,
  ...onWindows,
  ...ephemeral,
];

/** The controls that object to an example at a minor version, as the example says. */
export function forbidding(
  { baseline = {}, restricted = {} }: Example,
  level: 'baseline' | 'restricted',
  minor: number,
): ControlId[] {
  // What the restricted level replaces, it says so itself.
  const replaced: Readonly<Partial<Record<ControlId, ControlId>>> = {
    hostPathVolumes: 'restrictedVolumes',
    seccompProfile_baseline: 'seccompProfile_restricted',
  };
  const kept = Object.entries(baseline).filter(([id]) => {
    const by = replaced[id as ControlId];
    return by === undefined || restricted[by] === undefined || minor < restricted[by][0];
  });
  const said = level === 'baseline' ? baseline : { ...Object.fromEntries(kept), ...restricted };
  return Object.entries(said)
    .filter(([, [from, until = Number.POSITIVE_INFINITY]]) => from <= minor && minor <= until)
    .map(([id]) => id as ControlId)
    .sort();
}
