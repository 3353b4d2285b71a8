import fc from 'fast-check';
import { container, type Raw, type RawPod } from './pods.ts';

/**
 * Pods of every field that the Pod Security Standards read: mostly such that nothing objects, each field now and then unset, allowed, or
 * just beyond what is allowed. Most of them are such as the API server's validation takes; what is impossible together is taken apart.
 */

/** A field that mostly stays as it is. */
const rarely = <T>(...values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constant(undefined) },
    { weight: values.length > 3 ? 2 : 1, arbitrary: fc.constantFrom(...values) },
  );

const set = (fields: Raw): Raw => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const seccompProfile = rarely<Raw | null>(
  null,
  { type: 'RuntimeDefault' },
  { type: 'Localhost', localhostProfile: 'web.json' },
  { type: 'Unconfined' },
);
const appArmorProfile = rarely<Raw | null>(
  null,
  { type: 'RuntimeDefault' },
  { type: 'Localhost', localhostProfile: 'web' },
  { type: 'Unconfined' },
);
const seLinuxOptions = rarely<Raw>(
  {},
  { level: 's0:c1,c2' },
  { type: 'container_t' },
  { type: 'container_init_t' },
  { type: 'container_kvm_t' },
  { type: 'container_engine_t' },
  { type: 'spc_t' },
  { type: '' },
  { user: '', role: '' },
  { user: 'system_u' },
  { role: 'system_r' },
  { type: 'container_logreader_t', user: 'u', role: 'r' },
);
const names = [
  'ALL',
  'CHOWN',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SYS_ADMIN',
  'all',
  'CAP_CHOWN',
  'SYS_CHROOT',
  'AUDIT_WRITE',
  'SYS_TIME',
];
const capabilities = fc.oneof(
  { weight: 14, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        add: fc.option(fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }), { nil: undefined }),
        drop: fc.option(fc.uniqueArray(fc.constantFrom('ALL', 'NET_RAW', 'all'), { maxLength: 2 }), { nil: undefined }),
      })
      .map(set),
  },
);
const containerSecurity = fc
  .record({
    privileged: rarely(true, false),
    allowPrivilegeEscalation: rarely<boolean | null>(null, true, false),
    runAsUser: rarely(0, 1, 65_535),
    runAsNonRoot: rarely<boolean | null>(null, true, false),
    procMount: rarely('Default', 'Unmasked', 'Unmasked', 'Unmasked'),
    capabilities,
    seccompProfile,
    appArmorProfile,
    seLinuxOptions,
  })
  .map(set);

const hosts = fc.constantFrom(undefined, '', '127.0.0.1', '169.254.169.254', 'localhost');
const handler = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: hosts.map((host) => ({ httpGet: set({ host, path: '/', port: 80 }) })) },
  { weight: 1, arbitrary: hosts.map((host) => ({ tcpSocket: set({ host, port: 80 }) })) },
);
const handlers = fc
  .record({ livenessProbe: handler, readinessProbe: handler, startupProbe: handler, postStart: handler, preStop: handler })
  .map(({ postStart, preStop, ...probes }) =>
    set({ ...probes, lifecycle: postStart || preStop ? set({ postStart, preStop }) : undefined }),
  );

const anyContainer = (name: string): fc.Arbitrary<Raw> =>
  fc
    .tuple(containerSecurity, handlers, fc.nat({ max: 19 }), rarely(0, 80, 8080, 65_535), fc.nat({ max: 3 }))
    .map(([securityContext, probes, silent, hostPort, ported]) => ({
      ...container(name, {
        securityContext,
        ...probes,
        ...(ported === 0 || hostPort !== undefined ? { ports: [set({ containerPort: hostPort || 8443, hostPort })] } : {}),
      }),
      // Now and then nothing is said at all.
      ...(silent === 0 ? { securityContext: null } : {}),
    }));

const sidecar = (name: string): fc.Arbitrary<Raw> => anyContainer(name).map((raw) => ({ ...raw, restartPolicy: 'Always' }));

const sources: readonly Raw[] = [
  {},
  { emptyDir: {} },
  { configMap: { name: 'settings' } },
  { secret: { secretName: 'tls' } },
  { persistentVolumeClaim: { claimName: 'data' } },
  { projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
  { csi: { driver: 'secrets-store.csi.k8s.io' } },
  { downwardAPI: { items: [] } },
  {
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    },
  },
  { image: { reference: 'registry.example/model:1' } },
  { hostPath: { path: '/' } },
  { nfs: { server: 'nfs.example', path: '/' } },
  { awsElasticBlockStore: { volumeID: 'vol-1' } },
  { gitRepo: { repository: 'https://git.example/r' } },
  { iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2001-04.example:storage', lun: 0 } },
];
const volumes = fc
  .array(fc.constantFrom(...sources), { maxLength: 2 })
  .map((list) => list.map((source, index) => ({ name: `volume-${index}`, ...source })));

const sysctls = fc.uniqueArray(
  fc.constantFrom(
    { name: 'kernel.shm_rmid_forced', value: '1' },
    { name: 'net.ipv4.tcp_syncookies', value: '1' },
    { name: 'net.ipv4.ip_local_reserved_ports', value: '8080' },
    { name: 'net.ipv4.tcp_keepalive_time', value: '60' },
    { name: 'net.ipv4.tcp_rmem', value: '4096' },
    { name: 'net.ipv4.tcp_notsent_lowat', value: '1' },
    { name: 'kernel.msgmax', value: '65536' },
    { name: 'net.core.somaxconn', value: '1024' },
    { name: 'net/ipv4/tcp_wmem', value: '4096' },
  ),
  { maxLength: 2, selector: ({ name }) => name },
);

const podSecurity = fc
  .record({
    runAsUser: rarely(0, 1),
    runAsNonRoot: rarely(true, false),
    seccompProfile: seccompProfile.map((profile) => profile ?? undefined),
    appArmorProfile: appArmorProfile.map((profile) => profile ?? undefined),
    seLinuxOptions,
    sysctls: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: sysctls }),
  })
  .map(set);

const appArmor = 'container.apparmor.security.beta.kubernetes.io/';
const seccomp = 'seccomp.security.alpha.kubernetes.io/';
const annotations = fc
  .record({
    [`${appArmor}web`]: rarely('runtime/default', 'localhost/web', 'unconfined'),
    [`${seccomp}pod`]: rarely('runtime/default', 'docker/default', 'localhost/web.json', 'unconfined'),
    [`container.${seccomp}web`]: rarely('runtime/default', 'localhost/web.json', 'unconfined'),
    [`container.${seccomp}nobody`]: rarely('unconfined'),
  })
  .map((record) => set(record) as Record<string, string>);

const linuxPod: fc.Arbitrary<RawPod> = fc
  .record({
    web: anyContainer('web'),
    second: fc.option(anyContainer('metrics'), { freq: 2, nil: undefined }),
    init: fc.option(sidecar('prepare'), { freq: 2, nil: undefined }),
    volumes,
    host: fc.record({
      hostNetwork: rarely(true, false),
      hostPID: rarely(true),
      hostIPC: rarely(true),
      hostUsers: fc.constantFrom(undefined, undefined, true, false),
    }),
    os: rarely({ name: 'linux' }),
    securityContext: fc.option(podSecurity, { nil: undefined }),
    annotations,
  })
  .map(({ web, second, init, host, annotations: given, ...rest }) => ({
    spec: set({
      ...rest,
      ...set(host),
      containers: second ? [web, second] : [web],
      initContainers: init && [init],
    }),
    annotations: given,
  }));

const windowsPod: fc.Arbitrary<RawPod> = fc
  .record({
    hostProcess: fc.constantFrom(undefined, false, true),
    ofContainer: fc.boolean(),
    runAsNonRoot: fc.constantFrom(undefined, true, false),
    ports: fc.constantFrom(undefined, [{ containerPort: 80, hostPort: 80 }]),
    volumes,
    annotations,
  })
  .map(({ hostProcess, ofContainer, runAsNonRoot, ports, volumes: mounted, annotations: given }) => {
    const windowsOptions = hostProcess === undefined ? undefined : { hostProcess };
    const securityContext = set({ windowsOptions, runAsNonRoot });
    return {
      spec: set({
        os: { name: 'windows' },
        hostNetwork: hostProcess === true ? true : undefined,
        volumes: mounted,
        securityContext: ofContainer ? undefined : securityContext,
        containers: [set({ name: 'web', image: 'shop', ports, securityContext: ofContainer ? securityContext : undefined })],
      }),
      annotations: given,
    };
  });

export const randomPod: fc.Arbitrary<RawPod> = fc.oneof(
  { weight: 9, arbitrary: linuxPod },
  { weight: 1, arbitrary: windowsPod },
);
/** What may be put into a pod that runs. */
export const randomEphemeralContainer: fc.Arbitrary<Raw> = containerSecurity.map((securityContext) =>
  container('debug', { securityContext }),
);

const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});
const records = (value: unknown): Raw[] => (Array.isArray(value) ? value.map(record) : []);

/** The same pod without what the API server's validation (core/v1, validation.go) refuses together, as far as that is frequent. */
export function valid({ spec, annotations: given = {} }: RawPod): RawPod {
  const hostUsers = spec.hostNetwork || spec.hostPID || spec.hostIPC ? undefined : spec.hostUsers;
  const security = record(spec.securityContext);
  const containers = records(spec.containers).map((raw, index) => {
    const mended = validContainer(raw, hostUsers);
    // An annotation and a field that differ are refused; where there is one, the other is not set.
    return index === 0 ? withoutFields(mended, given) : mended;
  });
  const sysctls = records(security.sysctls).filter(
    ({ name }) => !(spec.hostNetwork && `${name}`.startsWith('net')) && !(spec.hostIPC && `${name}`.startsWith('kernel')),
  );
  return {
    spec: set({
      ...spec,
      hostUsers,
      containers,
      initContainers: spec.initContainers && records(spec.initContainers).map((raw) => validContainer(raw, hostUsers)),
      securityContext: spec.securityContext && set({ ...security, sysctls: security.sysctls && sysctls }),
    }),
    annotations: Object.fromEntries(
      Object.entries(given).filter(([key]) => !(key === `${seccomp}pod` && security.seccompProfile !== undefined)),
    ),
  };
}

function withoutFields(raw: Raw, annotated: Readonly<Record<string, string>>): Raw {
  if (!raw.securityContext) return raw;
  const { seccompProfile: seccompField, appArmorProfile: appArmorField, ...rest } = record(raw.securityContext);
  return {
    ...raw,
    securityContext: set({
      ...rest,
      seccompProfile: annotated[`container.${seccomp}web`] === undefined ? seccompField : undefined,
      appArmorProfile: annotated[`${appArmor}web`] === undefined ? appArmorField : undefined,
    }),
  };
}

function validContainer(raw: Raw, hostUsers: unknown): Raw {
  if (!raw.securityContext) return raw;
  const { procMount, allowPrivilegeEscalation, ...rest } = record(raw.securityContext);
  const escalating = rest.privileged === true && allowPrivilegeEscalation === false;
  return {
    ...raw,
    securityContext: set({
      ...rest,
      procMount: procMount === 'Unmasked' && hostUsers !== false ? undefined : procMount,
      allowPrivilegeEscalation: escalating ? true : allowPrivilegeEscalation,
    }),
  };
}
