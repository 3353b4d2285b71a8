import type { CheckHead } from '../checks/check.ts';
import type { Cause } from './facts.ts';
import { verdictId } from './identity.ts';
import type { Resource, Result, Target, Verdict } from './verdict.ts';

/** Targets inside of another that nobody could find, and why: their Region's list of clusters was refused, for one. */
export interface Unseen {
  readonly scopes: readonly CheckHead['scope'][];
  /** Set where none of it can be EKS's: checks that are about EKS have nothing to say of it. */
  readonly notOfEks?: true;
  readonly cause: Cause;
}

/**
 * Says `unknown` for what might be inside of a target and could not be found: one verdict for each check of the scopes, on the target
 * itself. Without it a Region whose clusters were not listed would count like one that has none.
 */
export function withUnseen(result: Result, checks: readonly CheckHead[], { scopes, notOfEks, cause }: Unseen): Result {
  const resource = selfOf(result.target);
  const because = cause.action === undefined ? cause.why : `${cause.why} (${cause.action})`;
  const unseen = checks
    .filter(({ scope, provider }) => scopes.includes(scope) && !(notOfEks && provider === 'eks'))
    .map(({ id: check, severity }): Verdict => {
      const id = verdictId(result.target, check, resource);
      return { id, check, status: 'unknown', severity, resource, because, evidence: [] };
    });
  const verdicts = [...result.verdicts, ...unseen].sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0));
  if (unseen.length === 0) return result;
  return { ...result, target: withCause(result.target, cause), verdicts };
}

/** What is unknown has its reason among what the target lacks. */
function withCause(target: Target, cause: Cause): Target {
  if (target.missing.some(({ why }) => why === cause.why)) return target;
  return { ...target, status: target.status === 'complete' ? 'partial' : target.status, missing: [...target.missing, cause] };
}

const selfOf = ({ account = '', region }: Target): Resource =>
  region === undefined ? { type: 'account', id: account } : { type: 'region', id: region };
