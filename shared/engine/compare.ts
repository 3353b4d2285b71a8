import type { Severity } from '../checks/check.ts';
import type { Status, Target } from './verdict.ts';

/** What a comparison reads of a verdict. `target` is an index into the targets of its run. */
export interface ComparedVerdict {
  readonly id: string;
  readonly check: string;
  readonly status: Status;
  readonly severity: Severity;
  readonly target: number;
}

/** A sealed run as it is compared: its header, and its verdicts as a stream in any order. */
export interface ComparedRun<V extends ComparedVerdict = ComparedVerdict> {
  /** Of all checks that ran: the same digest means the same checks. */
  readonly checksDigest: string;
  readonly targets: readonly Pick<Target, 'kind' | 'account' | 'region' | 'cluster' | 'status'>[];
  /** Which checks passed or were not applicable where; sorted by target, then check, as a report has them. */
  readonly tallies: readonly { readonly check: string; readonly target: number }[];
  readonly verdicts: AsyncIterable<V> | Iterable<V>;
}

/** A failure of the older run: no words are kept of it. `target` is an index into the older run's targets. */
type Failure = Pick<ComparedVerdict, 'id' | 'check' | 'severity' | 'target'>;

/** What became of one failure between two runs. Every failure of either run is in exactly one difference. */
export type Difference<V extends ComparedVerdict = ComparedVerdict> =
  | {
      /** Fails now and did not before. */
      readonly kind: 'new';
      readonly verdict: V;
      /** The target was there before and the checks were others: the check may have changed, and not what it judges. */
      readonly becauseOfCheck: boolean;
      /** Its target was complete in the older run and its check ran there: it did not fail, it was not merely unseen. */
      readonly judgedBefore: boolean;
    }
  | { readonly kind: 'still'; readonly verdict: V }
  | { readonly kind: 'fixed'; readonly failure: Failure; readonly becauseOfCheck: boolean }
  | { readonly kind: 'notReevaluated'; readonly failure: Failure };

/**
 * Compares two sealed runs (contracts 3.2, "Diff"): first what fails in the newer one, in its order, then what failed in the older one only.
 * A failure is `fixed` only where its target is complete in the newer run and its check ran there; a target that failed, was skipped, is
 * gone, was made anew or was not looked at leaves it `notReevaluated`. Keeps the ids of failures, never verdicts.
 */
export async function* compareRuns<V extends ComparedVerdict>(
  older: ComparedRun,
  newer: ComparedRun<V>,
): AsyncGenerator<Difference<V>> {
  const checksChanged = older.checksDigest !== newer.checksDigest;
  const before = judgements(older);
  const after = judgements(newer);
  const failures = new Map<string, Failure>();
  for await (const { id, check, status, severity, target } of older.verdicts) {
    if (status !== 'fail') continue;
    failures.set(id, { id, check, severity, target });
    before.failed(target, check);
  }
  const failing = new Set<string>();
  const unknown = new Set<string>();
  for await (const verdict of newer.verdicts) {
    const { id, check, status, target } = verdict;
    if (status === 'unknown' && failures.has(id)) unknown.add(id);
    if (status !== 'fail') continue;
    after.failed(target, check);
    if (failing.has(id)) continue;
    failing.add(id);
    if (failures.has(id)) yield { kind: 'still', verdict };
    else {
      const subject = subjectOf(newer.targets[target]);
      const becauseOfCheck = checksChanged && before.has(subject);
      yield { kind: 'new', verdict, becauseOfCheck, judgedBefore: before.made(subject, check) };
    }
  }
  for (const failure of failures.values()) {
    if (failing.has(failure.id)) continue;
    const made = after.made(subjectOf(older.targets[failure.target]), failure.check);
    yield made && !unknown.has(failure.id)
      ? { kind: 'fixed', failure, becauseOfCheck: checksChanged }
      : { kind: 'notReevaluated', failure };
  }
}

/** What can be said of a run's judgements without its verdicts in memory. */
function judgements({ targets, tallies }: Pick<ComparedRun, 'targets' | 'tallies'>) {
  const places = new Map<string, number | undefined>();
  for (const [index, target] of targets.entries()) {
    const subject = subjectOf(target);
    // A subject that is listed twice is none that can be relied on.
    if (subject !== undefined) places.set(subject, places.has(subject) ? undefined : index);
  }
  const failed = new Set<string>();
  return {
    failed: (target: number, check: string) => void failed.add(`${target} ${check}`),
    has: (subject: string | undefined): boolean => subject !== undefined && places.has(subject),
    /** Whether the subject was read whole and the check came to a verdict on it. */
    made: (subject: string | undefined, check: string): boolean => {
      const target = subject === undefined ? undefined : places.get(subject);
      if (target === undefined || targets[target]?.status !== 'complete') return false;
      return failed.has(`${target} ${check}`) || isTallied(tallies, target, check);
    },
  };
}

/** The same subject in both runs: what a verdict's id is made of (identity.ts). A cluster that was made anew is another. */
const subjectOf = (target: ComparedRun['targets'][number] | undefined): string | undefined =>
  target &&
  JSON.stringify([
    target.kind,
    target.account,
    target.region,
    target.cluster?.arn ?? target.cluster?.server ?? target.cluster?.name,
    target.cluster?.createdAt,
  ]);

/** By halves: a fleet has a million of them. */
function isTallied(tallies: ComparedRun['tallies'], target: number, check: string): boolean {
  let from = 0;
  let to = tallies.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const tally = tallies[middle];
    if (tally === undefined) return false;
    if (tally.target === target && tally.check === check) return true;
    if (tally.target < target || (tally.target === target && tally.check < check)) from = middle + 1;
    else to = middle;
  }
  return false;
}
