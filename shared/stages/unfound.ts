import type { Check } from '../checks/check.ts';
import { withUnseen } from '../engine/unseen.ts';
import type { Result } from '../engine/verdict.ts';
import { plainLine } from '../text/plain-line.ts';
import type { PipelineOutcome } from './outcome.ts';
import type { Plan } from './plan.ts';

/** Something that was asked for by name and is nowhere. */
export interface Unfound {
  readonly fact: 'regions' | 'clusters';
  readonly why: string;
  readonly action: string;
}

/** Names that are told; the rest are counted. */
const LISTED = 5;

/**
 * What a run was asked for by name though nothing bears it, where every list in which it could stand was read
 * (docs/decisions/005-unfound-names.md): it selects nothing, and nothing has no findings.
 */
export function unfoundIn(
  { regions, clusters }: Pick<Plan, 'regions' | 'clusters'>,
  seen: PipelineOutcome,
): Unfound | undefined {
  const region = absent(regions, seen.regions);
  if (region !== undefined)
    return { fact: 'regions', why: `no account that was scanned has a Region called ${region}`, action: MEND };
  const cluster = absent(clusters, seen.clusters);
  if (cluster === undefined) return undefined;
  return { fact: 'clusters', why: `no account and Region that was scanned has a cluster called ${cluster}`, action: MEND };
}

const MEND = 'correct the name, or leave it out';

function absent(asked: readonly string[] = [], { names, all }: PipelineOutcome['regions']): string | undefined {
  const missing = all ? asked.filter((name) => !names.has(name)) : [];
  if (missing.length === 0) return undefined;
  const more = missing.length > LISTED ? `, and of ${missing.length - LISTED} more` : '';
  return plainLine(`${missing.slice(0, LISTED).join(', ')}${more}`, 600);
}

/** The result of an account with what it was asked for in vain: its checks are unknown. Said twice, it is said once. */
export function withUnfound(result: Result, checks: readonly Check[], unfound: Unfound): Result {
  const { target } = result;
  if (target.missing.some(({ why }) => why === unfound.why)) return result;
  const status = target.status === 'complete' ? 'partial' : target.status;
  const partial = { ...result, target: { ...target, status, missing: [...target.missing, unfound] } };
  const scopes = unfound.fact === 'regions' ? (['region', 'cluster'] as const) : (['cluster'] as const);
  return withUnseen(partial, checks, { scopes, cause: unfound });
}
