import type { Container, Credential, PodSpec } from '../../facts/pod-spec.ts';
import { confinementOf, containerOf, resourcesOf, where } from './pod-spec-container.ts';
import { type RawPodSpec, rawPodSpec } from './pod-spec-raw.ts';
import { volumeOf } from './pod-spec-volume.ts';
import { defined, parsed } from './raw.ts';

/** What stands beside a pod's specification, and how credentials in its texts are told. */
export interface PodSpecContext {
  /** Of the same object: the pod's, or the template's. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What in a text looks like a credential; `place` is such as `env.PASSWORD`, `args.0`, `annotations.example.com/token`. */
  readonly credentialsIn: (place: string, value: string) => readonly Credential[];
}

/**
 * A PodSpec of the API (a pod's, a template's, one in a manifest) → what we keep of it. Values of the environment, arguments, commands and
 * annotations are read for credentials and recognised programs, and left behind.
 * @throws Malformed that says where the specification is not as the API has it
 */
export function podSpecOf(raw: unknown, context: PodSpecContext): PodSpec {
  const spec = parsed(rawPodSpec, raw, 'spec');
  const { serviceAccount, os, securityContext, ...rest } = spec;
  const serviceAccountName = spec.serviceAccountName || serviceAccount;
  return {
    ...defined({
      hostNetwork: rest.hostNetwork,
      hostPID: rest.hostPID,
      hostIPC: rest.hostIPC,
      hostUsers: rest.hostUsers,
      shareProcessNamespace: rest.shareProcessNamespace,
      automountServiceAccountToken: rest.automountServiceAccountToken,
      runtimeClassName: rest.runtimeClassName,
      priorityClassName: rest.priorityClassName,
      nodeName: rest.nodeName,
      serviceAccountName: serviceAccountName || undefined,
      os: os?.name || undefined,
    }),
    ...where('securityContext', securityContext, podSecurityContextOf),
    resources: resourcesOf(spec.resources),
    containers: containersOf(spec, context),
    volumes: spec.volumes.map(volumeOf),
    annotations: Object.fromEntries(Object.entries(context.annotations).filter(([key]) => profileKey.test(key))),
    credentials: Object.entries(context.annotations).flatMap(([key, value]) =>
      profileKey.test(key) ? [] : context.credentialsIn(`annotations.${key}`, value),
    ),
    imagePullSecrets: spec.imagePullSecrets.flatMap(({ name }) => (name ? [name] : [])),
    hostAliases: spec.hostAliases.map(({ ip }) => ip),
  };
}

/** Annotations that stood for fields: of the API server's own, the only ones that Pod Security reads. */
const profileKey =
  /^(?:container\.apparmor\.security\.beta\.kubernetes\.io\/|(?:container\.)?seccomp\.security\.alpha\.kubernetes\.io\/)/;

function podSecurityContextOf(context: NonNullable<RawPodSpec['securityContext']>): NonNullable<PodSpec['securityContext']> {
  const { seccompProfile, appArmorProfile, seLinuxOptions, windowsOptions, ...rest } = context;
  return { ...defined(rest), ...confinementOf(context) };
}

const lists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

const containersOf = (spec: RawPodSpec, context: PodSpecContext): Container[] =>
  lists.flatMap((list) => spec[list].map((container) => containerOf(container, list, context.credentialsIn)));
