import type { Severity } from '../checks/check.ts';
import type { RunError, Status, Target, TargetStatus, Verdict } from '../engine/verdict.ts';

/** `report.json` (design 3.2): a header that fits in memory whatever the fleet, and verdicts that come as a stream. */
export interface ReportHeader {
  readonly schema: 'postern/report@1';
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly version: string;
    readonly trigger: 'schedule' | 'request' | 'cli';
    /** SHA-256 over the checks' definitions: a verdict that changed because its check did can be told apart. */
    readonly checksDigest: string;
    readonly errors: readonly RunError[];
  };
  /** Sorted by account, Region, cluster; a verdict names its target by index. */
  readonly targets: readonly Omit<Target, 'partition'>[];
  readonly checks: Readonly<Record<string, ReportCheck>>;
  readonly tallies: readonly Tally[];
  readonly frameworks: readonly FrameworkResult[];
  readonly summary: Summary;
}

export interface ReportCheck {
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: {
    readonly text: string;
    readonly cli?: string;
    readonly cdk?: string;
    readonly terraform?: string;
    readonly kubectl?: string;
  };
}

/** How often a check passed or was not applicable on a target: what `verdicts` leaves out without `--all`. */
export interface Tally {
  readonly check: string;
  readonly target: number;
  readonly pass: number;
  readonly notApplicable: number;
}

export type ControlStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable' | 'manual' | 'planned';

export interface FrameworkResult {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly controls: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: ControlStatus;
    readonly checks?: readonly string[];
    /** Why no machine can say, what is planned, or which mapped check was not selected. */
    readonly why?: string;
  }[];
}

export interface Summary {
  /** How many targets ended in each status, and all of them. */
  readonly targets: Readonly<Record<TargetStatus | 'total', number>>;
  readonly verdicts: Readonly<Record<'pass' | 'fail' | 'unknown' | 'notApplicable', number>>;
  /** Failures that no waiver covers. */
  readonly failed: Readonly<Record<Severity, number>>;
  readonly waived: number;
  /** (pass + fail) / (pass + fail + unknown), between 0 and 1; 1 where there was nothing to judge. */
  readonly coverage: number;
}

/** A verdict as a report lists it: `fail` and `unknown`; with `--all` also `pass` and `not-applicable`. */
export interface ReportVerdict extends Verdict {
  readonly status: Status;
  readonly target: number;
  readonly waiver?: { readonly reason: string; readonly owner: string; readonly until: string };
}

/** Report in, text out, in chunks: a fleet does not fit in a string. */
export type Renderer = (header: ReportHeader, verdicts: AsyncIterable<ReportVerdict>) => AsyncIterable<string>;
