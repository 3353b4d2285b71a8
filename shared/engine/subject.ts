import type { FactsOfTarget } from '../facts/index.ts';
import type { Cause } from './facts.ts';
import type { Resource, RunError, Target } from './verdict.ts';

/** A target as it goes into judgement: what it is, what was read of it, and what ended it early. */
export interface Subject {
  readonly target: Omit<Target, 'status' | 'missing'>;
  readonly facts: FactsOfTarget;
  /** Set where the target holds nothing to judge ("no cluster in this Region"): its checks are not applicable. */
  readonly notApplicable?: string;
  /** Set where the target could not be read, was not to be read, or no longer exists. */
  readonly ended?: { readonly status: 'failed' | 'skipped' | 'gone'; readonly cause: Cause };
  /** What failed by our own fault while it was read. */
  readonly errors?: readonly RunError[];
}

export const scopeOf = (target: Pick<Target, 'kind'>): 'account' | 'region' | 'cluster' =>
  target.kind === 'account' || target.kind === 'region' ? target.kind : 'cluster';

/** A target as the resource of its own verdicts. */
export function targetResource(target: Subject['target']): Resource {
  if (target.cluster !== undefined)
    return {
      type: 'cluster',
      id: target.cluster.arn ?? target.cluster.server ?? target.cluster.name,
      name: target.cluster.name,
    };
  if (target.kind === 'files') return { type: 'files', id: 'manifests' };
  return target.region === undefined ? { type: 'account', id: target.account ?? '' } : { type: 'region', id: target.region };
}

/** At most three reasons: whoever lacks ten permissions reads the target's list. */
export function sentence(causes: readonly Cause[]): string {
  const reasons = [...new Set(causes.map(({ why, action }) => (action === undefined ? why : `${why} (${action})`)))];
  return reasons.length <= 3 ? reasons.join('; ') : `${reasons.slice(0, 3).join('; ')}; and ${reasons.length - 3} more`;
}
