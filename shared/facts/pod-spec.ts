import * as v from 'valibot';

/**
 * What Postern keeps of a pod's specification (core/v1 PodSpec, PodTemplateSpec): the fields that a judgement reads, under the API's own
 * names; an absent field is one that is not set. Values of the environment, arguments and commands are never kept: of them there are the
 * names, where a value comes from, the programs that are recognised, and what looks like a credential (`credentials`, with a keyed hash).
 */

const text = v.string();
const flag = v.boolean();
const integer = v.number();
const texts = v.array(text);
const profile = v.exactOptional(v.object({ type: v.exactOptional(text), localhostProfile: v.exactOptional(text) }));
const seLinuxOptions = v.exactOptional(
  v.object({
    user: v.exactOptional(text),
    role: v.exactOptional(text),
    type: v.exactOptional(text),
    level: v.exactOptional(text),
  }),
);
const windowsOptions = v.exactOptional(v.object({ hostProcess: v.exactOptional(flag) }));
const quantities = v.exactOptional(v.record(text, text));
const resources = v.object({ requests: quantities, limits: quantities });

/** Something that looks like a credential: which detector says so, where it stands (never what it is), and an HMAC to tell equals by. */
export const credentialSchema = v.object({ detector: text, place: text, fingerprint: text });

const portSchema = v.object({
  name: v.exactOptional(text),
  containerPort: v.exactOptional(integer),
  hostPort: v.exactOptional(integer),
  hostIP: v.exactOptional(text),
  protocol: v.exactOptional(text),
});

const containerSchema = v.object({
  name: text,
  /** Which of the three lists of a pod it stands in. */
  list: v.picklist(['containers', 'initContainers', 'ephemeralContainers']),
  image: v.exactOptional(text),
  imagePullPolicy: v.exactOptional(text),
  /** Of an init container: `Always` makes it a sidecar. */
  restartPolicy: v.exactOptional(text),
  /** Recognised programs that its command, arguments, probes or lifecycle handlers start, by name: sshd, dropbear, sudo. */
  programs: texts,
  ports: v.array(portSchema),
  /** Variables by name, and where the value comes from; `reference` is the Secret or ConfigMap. */
  env: v.array(
    v.object({
      name: text,
      from: v.picklist(['value', 'secret', 'config-map', 'field', 'resource', 'file', 'other']),
      reference: v.exactOptional(text),
    }),
  ),
  envFrom: v.array(v.object({ from: v.picklist(['secret', 'config-map', 'other']), reference: v.exactOptional(text) })),
  credentials: v.array(credentialSchema),
  resources,
  volumeMounts: v.array(v.object({ name: text, mountPath: text, readOnly: v.exactOptional(flag) })),
  /** `host` of probes and lifecycle handlers, where one is set; `place` is such as `livenessProbe.httpGet`, `lifecycle.preStop.tcpSocket`. */
  handlerHosts: v.array(v.object({ place: text, host: text })),
  securityContext: v.exactOptional(
    v.object({
      privileged: v.exactOptional(flag),
      allowPrivilegeEscalation: v.exactOptional(flag),
      runAsUser: v.exactOptional(integer),
      runAsGroup: v.exactOptional(integer),
      runAsNonRoot: v.exactOptional(flag),
      readOnlyRootFilesystem: v.exactOptional(flag),
      procMount: v.exactOptional(text),
      capabilities: v.exactOptional(v.object({ add: v.exactOptional(texts), drop: v.exactOptional(texts) })),
      seccompProfile: profile,
      appArmorProfile: profile,
      seLinuxOptions,
      windowsOptions,
    }),
  ),
});

const volumeSchema = v.object({
  name: text,
  /**
   * The member that says what it is: hostPath, configMap, emptyDir, persistentVolumeClaim, projected …; `unknown` where it is one that we
   * do not know, absent where there is none (the API server makes that an emptyDir).
   */
  type: v.exactOptional(text),
  hostPath: v.exactOptional(v.object({ path: text, type: v.exactOptional(text) })),
  /** The name of the Secret, ConfigMap or claim, or the reference of the image, of a volume of one of these types. */
  reference: v.exactOptional(text),
  /** Of a projected volume: its service account tokens. */
  tokens: v.exactOptional(v.array(v.object({ audience: v.exactOptional(text), expirationSeconds: v.exactOptional(integer) }))),
});

export const podSpecSchema = v.object({
  /** Of the pod as a whole, beside those of its containers. */
  resources,
  /** Of all three lists, init containers first, then containers, then ephemeral ones, each in its own order. */
  containers: v.array(containerSchema),
  volumes: v.array(volumeSchema),
  /** Annotations that once stood for fields: of AppArmor and seccomp, of the pod and of its containers. */
  annotations: v.record(text, text),
  /** Credentials in the object's other annotations. */
  credentials: v.array(credentialSchema),
  os: v.exactOptional(text),
  hostNetwork: v.exactOptional(flag),
  hostPID: v.exactOptional(flag),
  hostIPC: v.exactOptional(flag),
  hostUsers: v.exactOptional(flag),
  shareProcessNamespace: v.exactOptional(flag),
  serviceAccountName: v.exactOptional(text),
  automountServiceAccountToken: v.exactOptional(flag),
  imagePullSecrets: texts,
  runtimeClassName: v.exactOptional(text),
  priorityClassName: v.exactOptional(text),
  nodeName: v.exactOptional(text),
  /** Addresses that hostAliases writes into /etc/hosts. */
  hostAliases: texts,
  securityContext: v.exactOptional(
    v.object({
      runAsUser: v.exactOptional(integer),
      runAsGroup: v.exactOptional(integer),
      runAsNonRoot: v.exactOptional(flag),
      supplementalGroups: v.exactOptional(v.array(integer)),
      fsGroup: v.exactOptional(integer),
      sysctls: v.exactOptional(v.array(v.object({ name: text, value: text }))),
      seccompProfile: profile,
      appArmorProfile: profile,
      seLinuxOptions,
      windowsOptions,
    }),
  ),
});

export type Container = v.InferOutput<typeof containerSchema>;
export type Volume = v.InferOutput<typeof volumeSchema>;
export type PodSpec = v.InferOutput<typeof podSpecSchema>;
export type Credential = v.InferOutput<typeof credentialSchema>;
