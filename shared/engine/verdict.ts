import type { Evidence, Severity } from '../checks/check.ts';

export type Status = 'pass' | 'fail' | 'not-applicable' | 'unknown';

/** What a verdict is about. The default is the target itself. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly file?: string;
  readonly line?: number;
}

export interface TargetMissing {
  readonly fact: string;
  readonly item?: string;
  readonly why: string;
  readonly action?: string;
}

/** Every target of a plan ends in exactly one of these. */
export type TargetStatus = 'complete' | 'partial' | 'failed' | 'skipped' | 'gone';

/** A target as it is reported (contracts 3.2, `targets`). */
export interface Target {
  readonly kind: 'account' | 'region' | 'eks' | 'kubernetes' | 'files';
  /** None of a cluster that a kubeconfig names. */
  readonly partition?: string;
  readonly account?: string;
  readonly accountName?: string;
  readonly organizationalUnit?: string;
  readonly region?: string;
  readonly cluster?: {
    readonly name: string;
    readonly arn?: string;
    readonly server?: string;
    /** UID of the namespace kube-system, where nothing of AWS tells which cluster it is; not in reports. */
    readonly uid?: string;
    readonly createdAt?: string;
    readonly version: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  /** Where its API could not be reached, and what was read inside its network is judged instead: which run, of when, and how old it was then. */
  readonly inside?: { readonly run: string; readonly collectedAt: string; readonly ageSeconds: number };
  readonly status: TargetStatus;
  /** Why it was skipped, failed or is gone, among the facts that are missing. */
  readonly missing: readonly TargetMissing[];
}

/** One judgement of one check on one resource of one target. */
export interface Verdict {
  /** First 32 hex digits of a SHA-256 over what identifies it (contracts 3.2): the same in every run. */
  readonly id: string;
  readonly check: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly resource: Resource;
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

/** A check that threw, which is our fault and ends the run with exit code 70. */
export interface RunError {
  readonly check: string;
  readonly target: string;
  readonly message: string;
}

/** Everything that judging one target gives; what `results/` holds. */
export interface Result {
  readonly schema: 'postern/result@1';
  readonly target: Target;
  readonly verdicts: readonly Verdict[];
  readonly errors: readonly RunError[];
}
