import type { PodSpec } from '../../facts/pod-spec.ts';
import { asCreated } from './as-created.ts';
import type { Control, Evidence, Judge } from './control.ts';
import { type ControlId, controls } from './controls/index.ts';
import { minorOf, type Policy, type PolicyVersion } from './policy.ts';

/** A control that forbids a pod. */
interface Violation {
  readonly control: ControlId;
  /** As the API server's admission says it: `host namespaces (hostNetwork=true)`. */
  readonly says: string;
  readonly evidence: readonly Evidence[];
}

export interface Evaluation {
  readonly allowed: boolean;
  readonly violations: readonly Violation[];
}

/**
 * Whether a pod is allowed by a policy of the Pod Security Standards, and by which controls not: as the API server's admission decides
 * on a pod of this specification (k8s.io/pod-security-admission, versions 1.0 to 1.37).
 * @param newest what the API server knows: `latest` of its own version; a policy that is newer is judged as its newest, as the server does.
 *   Of `latest`, and of versions after 1.37, we judge by 1.37.
 */
export function evaluate(
  spec: PodSpec,
  { level, version }: Policy,
  { newest }: { readonly newest: PolicyVersion },
): Evaluation {
  if (level === 'privileged') return { allowed: true, violations: [] };
  const created = asCreated(spec);
  const violations = inForce(level, Math.min(minorOf(version), minorOf(newest))).flatMap(({ id, judge }) => {
    const objection = judge(created);
    if (objection === undefined) return [];
    const { reason, detail, evidence } = objection;
    return [{ control: id, says: `${reason} (${detail})`, evidence }];
  });
  return { allowed: violations.length === 0, violations };
}

/** The controls of a level at a minor version; the restricted level has those of the baseline, too, but for those that it replaces. */
function inForce(
  level: 'baseline' | 'restricted',
  minor: number,
): readonly { readonly id: ControlId; readonly judge: Judge }[] {
  const all: readonly Control<ControlId>[] = controls;
  const some = all.flatMap((control) => {
    const found = control.versions.findLast(({ from }) => from <= minor);
    return found !== undefined && (level === 'restricted' || control.level === 'baseline')
      ? [{ control, judge: found.judge }]
      : [];
  });
  const replaced = new Set(some.map(({ control }) => control.replaces));
  return some.filter(({ control }) => !replaced.has(control.id)).map(({ control, judge }) => ({ id: control.id, judge }));
}
