import * as v from 'valibot';
import { flag, integer, listOf, maybe, text, texts } from './raw.ts';

/**
 * PodSpec as the API server takes and gives it (core/v1), as far as we read it. A member that is not named here is dropped unread; one of
 * another type than the API's makes the whole specification malformed. Lists are bounded far beyond what an object of the API's own size
 * (1.5 MiB) can mean.
 */

const object = <const E extends v.ObjectEntries>(entries: E) => maybe(v.object(entries));

const named = object({ name: maybe(text) });
const profile = object({ type: maybe(text), localhostProfile: maybe(text) });
const seLinuxOptions = object({ user: maybe(text), role: maybe(text), type: maybe(text), level: maybe(text) });
const windowsOptions = object({ hostProcess: maybe(flag) });
const identity = { runAsUser: maybe(integer), runAsGroup: maybe(integer), runAsNonRoot: maybe(flag) };
const confinement = { seccompProfile: profile, appArmorProfile: profile, seLinuxOptions, windowsOptions };

/** The server prints quantities as text, and takes numbers too. */
const quantity = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => `${value}`),
);
const quantities = maybe(v.record(text, quantity));
const resources = object({ requests: quantities, limits: quantities });

/** What a probe or a lifecycle handler does. */
const action = object({
  exec: object({ command: texts }),
  httpGet: object({ host: maybe(text), httpHeaders: listOf(v.object({ name: maybe(text), value: maybe(text) })) }),
  tcpSocket: object({ host: maybe(text) }),
});

const variable = v.object({
  name: text,
  value: maybe(text),
  valueFrom: object({
    secretKeyRef: named,
    configMapKeyRef: named,
    fieldRef: object({}),
    resourceFieldRef: object({}),
    fileKeyRef: object({}),
  }),
});

const port = v.object({
  name: maybe(text),
  containerPort: maybe(integer),
  hostPort: maybe(integer),
  hostIP: maybe(text),
  protocol: maybe(text),
});

const container = v.object({
  name: text,
  image: maybe(text),
  imagePullPolicy: maybe(text),
  restartPolicy: maybe(text),
  command: texts,
  args: texts,
  ports: listOf(port),
  env: listOf(variable),
  envFrom: listOf(v.object({ secretRef: named, configMapRef: named })),
  resources,
  volumeMounts: listOf(v.object({ name: text, mountPath: text, readOnly: maybe(flag) })),
  livenessProbe: action,
  readinessProbe: action,
  startupProbe: action,
  lifecycle: object({ postStart: action, preStop: action }),
  securityContext: object({
    ...identity,
    ...confinement,
    privileged: maybe(flag),
    allowPrivilegeEscalation: maybe(flag),
    readOnlyRootFilesystem: maybe(flag),
    procMount: maybe(text),
    capabilities: object({ add: maybe(texts), drop: maybe(texts) }),
  }),
});
const containers = listOf(container, 1_000);

const token = object({ audience: maybe(text), expirationSeconds: maybe(integer) });

/** A volume keeps the names of all its members: the one beside `name` says what it is, and not all of those are known to us. */
const volume = v.looseObject({
  name: text,
  hostPath: maybe(v.object({ path: text, type: maybe(text) })),
  secret: object({ secretName: maybe(text) }),
  configMap: named,
  persistentVolumeClaim: object({ claimName: maybe(text) }),
  image: object({ reference: maybe(text) }),
  projected: object({ sources: listOf(v.object({ serviceAccountToken: token })) }),
});

export const rawPodSpec = v.object({
  initContainers: containers,
  containers,
  ephemeralContainers: containers,
  volumes: listOf(volume, 1_000),
  resources,
  os: named,
  hostNetwork: maybe(flag),
  hostPID: maybe(flag),
  hostIPC: maybe(flag),
  hostUsers: maybe(flag),
  shareProcessNamespace: maybe(flag),
  serviceAccountName: maybe(text),
  /** The old name of `serviceAccountName`, which the server reads where that is not set. */
  serviceAccount: maybe(text),
  automountServiceAccountToken: maybe(flag),
  imagePullSecrets: listOf(v.object({ name: maybe(text) })),
  runtimeClassName: maybe(text),
  priorityClassName: maybe(text),
  nodeName: maybe(text),
  hostAliases: listOf(v.object({ ip: text })),
  securityContext: object({
    ...identity,
    ...confinement,
    supplementalGroups: maybe(listOf(integer)),
    fsGroup: maybe(integer),
    sysctls: maybe(listOf(v.object({ name: text, value: text }))),
  }),
});

export type RawPodSpec = v.InferOutput<typeof rawPodSpec>;
export type RawContainer = RawPodSpec['containers'][number];
export type RawVolume = RawPodSpec['volumes'][number];
