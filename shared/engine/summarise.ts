import type { Severity } from '../checks/check.ts';
import type { Result, RunError, Target, TargetStatus, Verdict } from './verdict.ts';

/** How often a check passed or was not applicable on a target: what a report does not list verdict by verdict. */
export interface Tally {
  readonly check: string;
  /** Index into the report's targets. */
  readonly target: number;
  readonly pass: number;
  readonly notApplicable: number;
}

export type Counts = Readonly<Record<'pass' | 'fail' | 'unknown' | 'notApplicable', number>>;

export interface Summary {
  /** How many targets ended in each status, and all of them. */
  readonly targets: Readonly<Record<TargetStatus | 'total', number>>;
  readonly verdicts: Counts;
  /** Failures that no waiver covers. */
  readonly failed: Readonly<Record<Severity, number>>;
  readonly waived: number;
  /** (pass + fail) / (pass + fail + unknown), between 0 and 1; 1 where there was nothing to judge. */
  readonly coverage: number;
}

export interface Totals {
  /** Sorted by account, Region, cluster: what comes first holds what follows. */
  readonly targets: readonly Target[];
  /** The index in `targets` of each result, in the order in which they were added. */
  readonly positions: readonly number[];
  /** Sorted by target, then check. */
  readonly tallies: readonly Tally[];
  readonly summary: Summary;
  /** Of each check that was given, in that order, so that a framework can tell "passed" from "never ran". */
  readonly byCheck: ReadonlyMap<string, Counts>;
  /** Sorted by check, then target; at most 100 of a check. */
  readonly errors: readonly RunError[];
}

export interface Tallying {
  /** Adds what judging one target gave. `waived` holds the ids of its failures that a waiver covers. */
  add(result: Result, waived?: ReadonlySet<string>): void;
  finish(): Totals;
}

type Growing = { -readonly [K in keyof Counts]: Counts[K] };
type Entry = { readonly target: Target; readonly checks: ReadonlyMap<string, Growing> };

const errorsOfCheck = 100;
const statuses = { pass: 'pass', fail: 'fail', unknown: 'unknown', 'not-applicable': 'notApplicable' } as const;
const none = (): Growing => ({ pass: 0, fail: 0, unknown: 0, notApplicable: 0 });

/** Sums up a run, one target's result after another: it keeps counts, not verdicts. `checks`: the ids of those that were selected. */
export function tallying(checks: readonly string[]): Tallying {
  const entries: Entry[] = [];
  const byCheck = new Map<string, Growing>(checks.map((check) => [check, none()]));
  const verdicts = none();
  const failed = { critical: 0, high: 0, medium: 0, low: 0 };
  const errors = new Map<string, RunError[]>();
  let waivedFailures = 0;
  const fold = (verdict: Verdict, ofTarget: Map<string, Growing>, waived: ReadonlySet<string> | undefined) => {
    const status = statuses[verdict.status];
    entry(byCheck, verdict.check, none)[status] += 1;
    entry(ofTarget, verdict.check, none)[status] += 1;
    verdicts[status] += 1;
    if (status !== 'fail') return;
    if (waived?.has(verdict.id)) waivedFailures += 1;
    else failed[verdict.severity] += 1;
  };
  return {
    add(result, waived) {
      const ofTarget = new Map<string, Growing>();
      for (const verdict of result.verdicts) fold(verdict, ofTarget, waived);
      entries.push({ target: result.target, checks: ofTarget });
      for (const error of result.errors) {
        const list = entry(errors, error.check, (): RunError[] => []);
        if (list.length < errorsOfCheck) list.push(error);
      }
    },
    finish: () => ({
      ...placed(entries),
      summary: { targets: byStatus(entries), verdicts, failed, waived: waivedFailures, coverage: coverage(verdicts) },
      byCheck,
      errors: [...errors.values()].flat().sort((a, b) => compare(a.check, b.check) || compare(a.target, b.target)),
    }),
  };
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function placed(entries: readonly Entry[]): Pick<Totals, 'targets' | 'positions' | 'tallies'> {
  const order = entries.map((_, added) => added).sort((a, b) => byPlace(at(entries, a).target, at(entries, b).target));
  const positions = new Array<number>(entries.length);
  for (const [position, added] of order.entries()) positions[added] = position;
  return {
    targets: order.map((added) => at(entries, added).target),
    positions,
    tallies: order.flatMap((added, target) =>
      [...at(entries, added).checks]
        .filter(([, { pass, notApplicable }]) => pass + notApplicable > 0)
        .sort(([a], [b]) => compare(a, b))
        .map(([check, { pass, notApplicable }]) => ({ check, target, pass, notApplicable })),
    ),
  };
}

function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

function byStatus(entries: readonly Entry[]): Summary['targets'] {
  const counts = { complete: 0, partial: 0, failed: 0, skipped: 0, gone: 0, total: entries.length };
  for (const { target } of entries) counts[target.status] += 1;
  return counts;
}

/** The share of the judgements that were due which could be made (contracts 3.2). */
export const coverage = ({ pass, fail, unknown }: Pick<Counts, 'pass' | 'fail' | 'unknown'>): number =>
  pass + fail + unknown === 0 ? 1 : (pass + fail) / (pass + fail + unknown);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const keys = (target: Target): readonly string[] => [
  target.account ?? '',
  target.region ?? '',
  target.cluster?.name ?? '',
  target.cluster?.arn ?? target.cluster?.server ?? '',
  target.cluster?.createdAt ?? '',
  target.kind,
];

function byPlace(a: Target, b: Target): number {
  const others = keys(b);
  for (const [index, key] of keys(a).entries()) {
    const order = compare(key, others[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
