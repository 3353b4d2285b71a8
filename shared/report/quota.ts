import type { ReportHeader, ReportVerdict } from './report.ts';
import { severities } from './words.ts';

type Class = (typeof severities)[number] | 'unknown' | 'waived' | 'pass' | 'notApplicable';

/** The gravest first. */
const classes: readonly Class[] = [...severities, 'unknown', 'waived', 'pass', 'notApplicable'];

function classOf({ status, severity, waiver }: ReportVerdict): Class {
  if (status === 'fail') return waiver === undefined ? severity : 'waived';
  return status === 'not-applicable' ? 'notApplicable' : status;
}

/**
 * Which verdicts of a stream of any length a capped format lists: the gravest, of each kind the first that come. The header's counts say
 * beforehand how many there are, so that nothing is held back.
 * @param most how many are listed altogether
 * @returns a function that says of each verdict, in the order of the stream, whether it is listed
 */
export function quota({ summary }: Pick<ReportHeader, 'summary'>, most: number): (verdict: ReportVerdict) => boolean {
  const { failed, verdicts, waived } = summary;
  const counts = { ...failed, unknown: verdicts.unknown, waived, pass: verdicts.pass, notApplicable: verdicts.notApplicable };
  const left = new Map<Class, number>();
  let room = most;
  for (const one of classes) {
    left.set(one, Math.min(counts[one], room));
    room -= left.get(one) ?? 0;
  }
  return (verdict) => {
    const one = classOf(verdict);
    const remaining = left.get(one) ?? 0;
    left.set(one, remaining - 1);
    return remaining > 0;
  };
}
