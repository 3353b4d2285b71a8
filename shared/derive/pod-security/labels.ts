import { levelOf, type Policy, type PolicyVersion, versionOf } from './policy.ts';

const modes = ['enforce', 'audit', 'warn'] as const;
export type Mode = (typeof modes)[number];

/** What a namespace's labels ask of the admission. */
export interface PodSecurity extends Readonly<Record<Mode, Policy>> {
  /** Modes whose level the labels give, rightly or not. */
  readonly given: readonly Mode[];
  /** Labels whose value the admission cannot read. The API server refuses them; namespaces older than the admission can have them. */
  readonly invalid: readonly { readonly label: string; readonly value: string }[];
}

const prefix = 'pod-security.kubernetes.io/';
/** What the API server asks for by itself, unless its own configuration (AdmissionConfiguration) says otherwise, which no API shows. */
const unconfigured: Policy = { level: 'privileged', version: 'latest' };

/**
 * The policies that the API server's admission takes from a namespace's labels (k8s.io/pod-security-admission, api.PolicyToEvaluate). An
 * `enforce` level that it cannot read is taken as restricted; of `audit` and `warn`, as privileged; a version, as the latest. Where there is
 * no `warn`, it warns of what it enforces.
 */
export function podSecurityOf(labels: Readonly<Record<string, string>>): PodSecurity {
  const invalid: { label: string; value: string }[] = [];
  const labelled = (label: string): string | undefined => (Object.hasOwn(labels, label) ? labels[label] : undefined);
  const read = <T>(name: string, parse: (text: string) => T | undefined, otherwise: T, absent: T): T => {
    const label = `${prefix}${name}`;
    const value = labelled(label);
    if (value === undefined) return absent;
    const parsed = parse(value);
    if (parsed === undefined) invalid.push({ label, value });
    return parsed ?? otherwise;
  };
  const policyOf = (mode: Mode): Policy => ({
    level: read(mode, levelOf, mode === 'enforce' ? 'restricted' : 'privileged', unconfigured.level),
    version: read<PolicyVersion>(`${mode}-version`, versionOf, 'latest', unconfigured.version),
  });
  const [enforce, audit, warn] = [policyOf('enforce'), policyOf('audit'), policyOf('warn')];
  const given = modes.filter((mode) => labelled(`${prefix}${mode}`) !== undefined);
  const enforced = levelOf(labelled(`${prefix}enforce`) ?? '');
  if (given.includes('warn') || enforced === undefined || enforced === 'privileged') {
    return { enforce, audit, warn, given, invalid };
  }
  const version = labelled(`${prefix}warn-version`) === undefined ? enforce.version : warn.version;
  return { enforce, audit, warn: { level: enforced, version }, given, invalid };
}
