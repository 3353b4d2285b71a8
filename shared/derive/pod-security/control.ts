import type { Container, PodSpec } from '../../facts/pod-spec.ts';

/** Levels of the Pod Security Standards. */
export type Level = 'privileged' | 'baseline' | 'restricted';

/** A field or an annotation that a control objects to, by its path (`spec.containers[web].hostPort`), and its value. */
export interface Evidence {
  readonly kind: 'field' | 'annotation';
  readonly id: string;
  readonly says: string;
}

/** Why a control forbids a pod: the admission's own two lengths of it, and each place. */
export interface Objection {
  /** As short as can be: `host namespaces`. */
  readonly reason: string;
  /** With names and values: `hostNetwork=true, hostPID=true`. */
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

export type Judge = (spec: PodSpec) => Objection | undefined;

/**
 * One control of the standards (kubernetes.io/docs/concepts/security/pod-security-standards), under the name that the API server's
 * admission has for it. What it says changes with versions of the standards: the last one that is not newer than the policy's counts, and
 * there is none before the first.
 */
export interface Control<Id extends string = string> {
  readonly id: Id;
  readonly level: 'baseline' | 'restricted';
  /** The baseline control in whose place it stands at the restricted level, where it is in force. */
  readonly replaces?: string;
  /** Oldest first; `from` is the minor version of Kubernetes 1. */
  readonly versions: readonly { readonly from: number; readonly judge: Judge }[];
}

export const control = <const Id extends string>(definition: Control<Id>): Control<Id> => definition;

const text = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));

/** A field of the pod's specification. */
export const field = (path: string, value: unknown): Evidence => ({ kind: 'field', id: `spec.${path}`, says: text(value) });
/** A field of one of its containers. */
export const fieldOf = ({ list, name }: Container, path: string, value: unknown): Evidence =>
  field(`${list}[${name}].${path}`, value);
export const annotation = (key: string, value: string): Evidence => ({
  kind: 'annotation',
  id: `metadata.annotations[${key}]`,
  says: text(value),
});

/** A control that Linux alone knows: since 1.25 it lets pods pass that say `os.name: windows`, of which the API refuses the field. */
export const unlessWindows =
  (judge: Judge): Judge =>
  (spec) =>
    spec.os === 'windows' ? undefined : judge(spec);

/** Since 1.35: who is root in a user namespace is nobody on the node. */
export const unlessUserNamespace =
  (judge: Judge): Judge =>
  (spec) =>
    spec.hostUsers === false ? undefined : judge(spec);
