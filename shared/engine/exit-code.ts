import type { Severity } from '../checks/check.ts';

/** What an exit code is decided from. */
export interface Outcome {
  /** All that there are, whatever became of them. */
  readonly targets: number;
  /** Failures that no waiver covers. */
  readonly failed: Readonly<Record<Severity, number>>;
  readonly unknown: number;
  /** Failed ones, and those of which something could not be read, whether or not a check of today needs it. */
  readonly incompleteTargets: number;
  /** Checks and derivations that threw: our fault. */
  readonly errors: number;
}

const ascending = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];

/**
 * The exit code of a run (contracts 3.1), never a count: 70 our fault; 1 findings at or above `failOn` (by default any); 2 no such finding,
 * but not everything could be seen, or nothing was there to be seen; 0 compliant.
 */
export function exitCode(outcome: Outcome, failOn: Severity = 'low'): 0 | 1 | 2 | 70 {
  if (outcome.errors > 0) return 70;
  if (ascending.slice(ascending.indexOf(failOn)).some((severity) => outcome.failed[severity] > 0)) return 1;
  return outcome.targets === 0 || outcome.unknown > 0 || outcome.incompleteTargets > 0 ? 2 : 0;
}
