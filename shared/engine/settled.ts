import type { CheckHead } from '../checks/check.ts';
import { inapplicable } from './applicable.ts';
import type { Cause } from './facts.ts';
import { verdictId } from './identity.ts';
import { collectedMissing } from './missing.ts';
import { type Subject, scopeOf, sentence, targetResource } from './subject.ts';
import type { Result, Target, TargetMissing, Verdict } from './verdict.ts';
import { compare } from './worst.ts';

/**
 * The result of a target that no check has to look at: it could not be read, or is not there, or holds nothing to judge. Undefined where checks
 * are to judge it. Of one that was skipped or is gone nothing is said.
 */
export function settled(subject: Subject, checks: readonly CheckHead[]): Result | undefined {
  const { target, facts, ended, notApplicable, errors = [] } = subject;
  if (ended === undefined && notApplicable === undefined) return undefined;
  const scope = scopeOf(target);
  const resource = targetResource(target);
  const say = (check: CheckHead): Verdict => {
    const because = inapplicable(check, target, facts) ?? (ended === undefined ? notApplicable : undefined);
    return {
      id: verdictId(target as Target, check.id, resource),
      check: check.id,
      status: because === undefined ? 'unknown' : 'not-applicable',
      severity: check.severity,
      resource,
      because: because ?? sentence(ended === undefined ? [] : [ended.cause]),
      evidence: [],
    };
  };
  const silent = ended?.status === 'skipped' || ended?.status === 'gone';
  const verdicts = silent ? [] : checks.filter((check) => check.scope === scope).map(say);
  const causes = ended === undefined ? collectedMissing(facts, scope) : [ended.cause];
  return {
    schema: 'postern/result@1',
    target: { ...asSeen(target, causes), ...(ended === undefined ? {} : { status: ended.status }) },
    verdicts: verdicts.sort((a, b) => compare(a.check, b.check)),
    errors,
  };
}

/** A target with what it lacks, in order: complete where that is nothing. */
export function asSeen(target: Subject['target'], causes: readonly Cause[]): Target {
  const missing = [...causes].sort(
    (a, b) => compare(a.fact, b.fact) || compare(a.item ?? '', b.item ?? '') || compare(a.why, b.why),
  );
  const status = missing.length > 0 ? 'partial' : 'complete';
  return { ...target, status, missing: missing as readonly TargetMissing[] };
}
