import type { FactsOfTarget } from '../facts/index.ts';
import type { Severity } from './check.ts';

/** A judgement that an example must give, exactly. */
export interface Expected {
  /** The id of the resource; the target itself where it is left out. */
  readonly resource?: string;
  readonly status: 'pass' | 'fail' | 'not-applicable' | 'unknown';
  readonly because: string;
  /** Of a failure, where it is not the check's own. */
  readonly severity?: Severity;
}

/** A departure from base.ts and what the check says to it: a test, and a paragraph of the check's page. */
export interface Example {
  /** The situation in a few words, without a full stop. */
  readonly says: string;
  /** The facts that differ from base.ts, whole. */
  readonly facts: FactsOfTarget;
  /** All verdicts of the check, in order of their resources. */
  readonly expect: readonly Expected[];
}
