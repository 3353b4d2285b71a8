import type { Container, Credential, PodSpec } from '../../facts/pod-spec.ts';
import type { RawContainer, RawPodSpec } from './pod-spec-raw.ts';
import { programsOf } from './programs.ts';
import { defined } from './raw.ts';

/** `{ name: of(value) }` where the value is set, `{}` where it is not. */
export const where = <const K extends string, T extends object, R>(
  name: K,
  value: T | null | undefined,
  of: (value: T) => R,
): { readonly [P in K]?: R } => (value ? ({ [name]: of(value) } as { readonly [P in K]: R }) : {});

type Raw<K extends keyof RawContainer> = NonNullable<RawContainer[K]>;
type RawConfinement = Pick<Raw<'securityContext'>, 'seccompProfile' | 'appArmorProfile' | 'seLinuxOptions' | 'windowsOptions'>;

export const confinementOf = (context: RawConfinement) => ({
  ...where('seccompProfile', context.seccompProfile, defined),
  ...where('appArmorProfile', context.appArmorProfile, defined),
  ...where('seLinuxOptions', context.seLinuxOptions, defined),
  ...where('windowsOptions', context.windowsOptions, defined),
});

function containerSecurityContextOf(context: Raw<'securityContext'>): NonNullable<Container['securityContext']> {
  const { seccompProfile, appArmorProfile, seLinuxOptions, windowsOptions, capabilities, ...rest } = context;
  return { ...defined(rest), ...confinementOf(context), ...where('capabilities', capabilities, defined) };
}

export const resourcesOf = (resources: RawPodSpec['resources']): PodSpec['resources'] => defined(resources ?? {});

/** One container of any of the three lists. Its texts are read for credentials and programs, and left behind. */
export function containerOf(
  raw: RawContainer,
  list: Container['list'],
  credentialsIn: (place: string, value: string) => readonly Credential[],
): Container {
  const { name, imagePullPolicy, restartPolicy, command, args } = raw;
  const image = raw.image && withoutPassword(raw.image);
  const handlers = Object.entries(handlersOf(raw));
  const started = handlers.flatMap(([, handler]) => programsOf(handler?.exec?.command ?? [], []));
  return {
    name,
    list,
    ...defined({ image, imagePullPolicy, restartPolicy }),
    programs: [...new Set([...programsOf(command, args), ...started])].sort(),
    ports: raw.ports.map(defined),
    env: raw.env.map(variableOf),
    envFrom: raw.envFrom.map(sourceOf),
    credentials: [
      ...raw.env.flatMap(({ name: variable, value }) => (value ? credentialsIn(`env.${variable}`, value) : [])),
      ...command.flatMap((value, index) => credentialsIn(`command.${index}`, value)),
      ...args.flatMap((value, index) => credentialsIn(`args.${index}`, value)),
      ...handlers.flatMap(([place, handler]) => handlerTextsOf(place, handler).flatMap((text) => credentialsIn(...text))),
    ],
    resources: resourcesOf(raw.resources),
    volumeMounts: raw.volumeMounts.map(defined),
    handlerHosts: handlerHostsOf(raw),
    ...where('securityContext', raw.securityContext, containerSecurityContextOf),
  };
}

type Variable = RawContainer['env'][number];

/** The kinds of source that a variable can have beside a value of its own (core/v1 EnvVarSource). */
const sources = [
  ['secretKeyRef', 'secret'],
  ['configMapKeyRef', 'config-map'],
  ['fieldRef', 'field'],
  ['resourceFieldRef', 'resource'],
  ['fileKeyRef', 'file'],
] as const;

function variableOf({ name, valueFrom }: Variable): Container['env'][number] {
  if (!valueFrom) return { name, from: 'value' };
  const [member, from] = sources.find(([source]) => valueFrom[source]) ?? [undefined, 'other' as const];
  const source = member === 'secretKeyRef' || member === 'configMapKeyRef' ? valueFrom[member] : undefined;
  return { name, from, ...(source?.name && { reference: source.name }) };
}

function sourceOf({ secretRef, configMapRef }: RawContainer['envFrom'][number]): Container['envFrom'][number] {
  const reference = (secretRef ?? configMapRef)?.name;
  const from = secretRef ? 'secret' : configMapRef ? 'config-map' : 'other';
  return { from, ...(reference && { reference }) };
}

const digest = /^[A-Za-z][A-Za-z0-9+._-]{0,100}:[0-9a-fA-F]{32,128}$/;

/** `user:password@` before a registry is none of a reference: nothing would run of it, and reports quote what is no reference. */
export function withoutPassword(image: string): string {
  const at = image.lastIndexOf('@');
  const end = at >= 0 && digest.test(image.slice(at + 1)) ? at : image.length;
  const user = image.lastIndexOf('@', end - 1);
  return user >= 0 && image.lastIndexOf(':', user) >= 0 ? `***${image.slice(user)}` : image;
}

type Handler = RawContainer['livenessProbe'];

/** Probes and lifecycle handlers by their places. */
const handlersOf = (raw: RawContainer): Readonly<Record<string, Handler>> => ({
  livenessProbe: raw.livenessProbe,
  readinessProbe: raw.readinessProbe,
  startupProbe: raw.startupProbe,
  'lifecycle.postStart': raw.lifecycle?.postStart,
  'lifecycle.preStop': raw.lifecycle?.preStop,
});

/** The texts of a handler: its command, and the headers of its request. */
const handlerTextsOf = (place: string, handler: Handler): readonly (readonly [place: string, text: string])[] => [
  ...(handler?.exec?.command ?? []).map((value, index) => [`${place}.exec.command.${index}`, value] as const),
  ...(handler?.httpGet?.httpHeaders ?? []).map(
    ({ name, value }) => [`${place}.httpGet.httpHeaders.${name ?? ''}`, value ?? ''] as const,
  ),
];

/** Where a probe or a lifecycle handler names the host that it asks: it is the kubelet that asks, from the node. */
const handlerHostsOf = (raw: RawContainer): Container['handlerHosts'] =>
  Object.entries(handlersOf(raw)).flatMap(([handler, action]) =>
    (['httpGet', 'tcpSocket'] as const).flatMap((kind) => {
      const host = action?.[kind]?.host;
      return host ? [{ place: `${handler}.${kind}`, host }] : [];
    }),
  );
