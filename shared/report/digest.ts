import type { Severity } from '../checks/check.ts';
import type { ReportHeader, ReportVerdict } from './report.ts';
import { severities } from './words.ts';

/** How much of a stream of any length is kept for a page: everything is counted, this much is shown. */
export interface Limits {
  /** Verdicts of one check and severity. */
  readonly perGroup: number;
  /** Verdicts of one kind in all; beyond it the least severe give way. */
  readonly perKind: number;
  /** Evidence of one verdict. */
  readonly evidence: number;
}

type Kind = 'fail' | 'unknown' | 'waived';

/** A verdict that is shown, and how much evidence was left out of it. */
export interface Listed {
  readonly verdict: ReportVerdict;
  readonly moreEvidence: number;
}

/** All verdicts of one kind, severity and check: how many, on how many targets, and those that are shown. */
export interface Group {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly check: string;
  readonly count: number;
  readonly targets: number;
  readonly listed: readonly Listed[];
}

export type TargetCounts = Readonly<Record<Severity | 'unknown' | 'waived' | 'pass', number>>;

export interface Digest {
  /** By severity, then the most widespread first, then by check. */
  readonly groups: readonly Group[];
  /** What each target of the header has. */
  readonly byTarget: readonly TargetCounts[];
}

interface Growing {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly check: string;
  count: number;
  targets: number;
  lastTarget: number;
  readonly listed: Listed[];
}

const rank = (severity: Severity): number => severities.indexOf(severity);

/** Reads the stream once, in memory that does not grow with it. Passes are counted from the header's tallies. */
export async function digest(header: ReportHeader, verdicts: AsyncIterable<ReportVerdict>, limits: Limits): Promise<Digest> {
  const groups = new Map<string, Growing>();
  const byTarget = header.targets.map(() => ({ critical: 0, high: 0, medium: 0, low: 0, unknown: 0, waived: 0, pass: 0 }));
  const kept: Record<Kind, number> = { fail: 0, unknown: 0, waived: 0 };
  for (const tally of header.tallies) {
    const counts = byTarget[tally.target];
    if (counts !== undefined) counts.pass += tally.pass;
  }
  for await (const verdict of verdicts) {
    if (verdict.status !== 'fail' && verdict.status !== 'unknown') continue;
    const kind: Kind = verdict.status === 'unknown' ? 'unknown' : verdict.waiver === undefined ? 'fail' : 'waived';
    const counts = byTarget[verdict.target];
    if (counts !== undefined) counts[kind === 'fail' ? verdict.severity : kind] += 1;
    const group = groupOf(groups, kind, verdict);
    group.count += 1;
    if (group.lastTarget !== verdict.target) group.targets += 1;
    group.lastTarget = verdict.target;
    if (group.listed.length >= limits.perGroup) continue;
    group.listed.push(trimmed(verdict, limits.evidence));
    kept[kind] += 1;
    if (kept[kind] > limits.perKind) {
      giveWay(groups.values(), kind);
      kept[kind] -= 1;
    }
  }
  return { groups: [...groups.values()].sort(byGravity), byTarget };
}

function groupOf(groups: Map<string, Growing>, kind: Kind, { check, severity }: ReportVerdict): Growing {
  const key = `${kind} ${severity} ${check}`;
  const found = groups.get(key);
  if (found !== undefined) return found;
  const group: Growing = { kind, severity, check, count: 0, targets: 0, lastTarget: -1, listed: [] };
  groups.set(key, group);
  return group;
}

const trimmed = (verdict: ReportVerdict, limit: number): Listed => ({
  verdict: { ...verdict, evidence: verdict.evidence.slice(0, limit) },
  moreEvidence: Math.max(0, verdict.evidence.length - limit),
});

/** Takes one verdict out of the fullest of the least severe groups. */
function giveWay(groups: Iterable<Growing>, kind: Kind): void {
  let last: Growing | undefined;
  for (const group of groups) {
    if (group.kind !== kind || group.listed.length === 0) continue;
    const lower = last === undefined ? 1 : rank(group.severity) - rank(last.severity);
    if (last === undefined || lower > 0 || (lower === 0 && group.listed.length > last.listed.length)) last = group;
  }
  last?.listed.pop();
}

const byGravity = (a: Group, b: Group): number =>
  rank(a.severity) - rank(b.severity) ||
  b.targets - a.targets ||
  b.count - a.count ||
  Number(a.check > b.check) - Number(a.check < b.check);
