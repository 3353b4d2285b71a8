import type { Check } from '../checks/check.ts';
import type { Cause } from './facts.ts';
import { verdictId } from './identity.ts';
import type { Resource, Result, Target, Verdict } from './verdict.ts';

/** Targets inside of another that nobody could find, and why: their Region's list of clusters was refused, for one. */
export interface Unseen {
  readonly scopes: readonly Check['scope'][];
  readonly cause: Cause;
}

/**
 * Says `unknown` for what might be inside of a target and could not be found: one verdict for each check of the scopes, on the target
 * itself. Without it a Region whose clusters were not listed would count like one that has none.
 */
export function withUnseen(result: Result, checks: readonly Check[], { scopes, cause }: Unseen): Result {
  const resource = selfOf(result.target);
  const because = cause.action === undefined ? cause.why : `${cause.why} (${cause.action})`;
  const unseen = checks
    .filter(({ scope }) => scopes.includes(scope))
    .map(({ id: check, severity }): Verdict => {
      const id = verdictId(result.target, check, resource);
      return { id, check, status: 'unknown', severity, resource, because, evidence: [] };
    });
  const verdicts = [...result.verdicts, ...unseen].sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0));
  return { ...result, verdicts };
}

const selfOf = ({ account = '', region }: Target): Resource =>
  region === undefined ? { type: 'account', id: account } : { type: 'region', id: region };
