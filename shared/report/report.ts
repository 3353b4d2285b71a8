import type { Severity } from '../checks/check.ts';
import type { FrameworkResult } from '../engine/frameworks.ts';
import type { Summary, Tally } from '../engine/summarise.ts';
import type { RunError, Status, Target, Verdict } from '../engine/verdict.ts';

export type { ControlStatus, FrameworkResult } from '../engine/frameworks.ts';
export type { Summary, Tally } from '../engine/summarise.ts';

/** A target as a report lists it: the partition is in its ARNs. */
export type ReportTarget = Omit<Target, 'partition'>;

/** `report.json` (contracts 3.2): a header that fits in memory whatever the fleet, and verdicts that come as a stream. */
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
  readonly targets: readonly ReportTarget[];
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

/** A verdict as a report lists it: `fail` and `unknown`; with `--all` also `pass` and `not-applicable`. */
export interface ReportVerdict extends Verdict {
  readonly status: Status;
  readonly target: number;
  readonly waiver?: { readonly reason: string; readonly owner: string; readonly until: string };
}

/** The whole of `report.json`, for readers that can hold it. */
export interface Report extends ReportHeader {
  readonly verdicts: readonly ReportVerdict[];
}

/** Report in, text out, in chunks: a fleet does not fit in a string. */
export type Renderer = (header: ReportHeader, verdicts: AsyncIterable<ReportVerdict>) => AsyncIterable<string>;
