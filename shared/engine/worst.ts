import type { Severity } from '../checks/check.ts';
import type { Verdict } from './verdict.ts';

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
const gravities: readonly Verdict['status'][] = ['not-applicable', 'pass', 'unknown', 'fail'];

/** By code unit, so that the order is the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const lower = (a: Severity, b: Severity): Severity =>
  severities[Math.min(severities.indexOf(a), severities.indexOf(b))] ?? a;

const byCheckAndResource = (a: Verdict, b: Verdict): number =>
  compare(a.check, b.check) ||
  compare(a.resource.type, b.resource.type) ||
  compare(a.resource.id, b.resource.id) ||
  compare(a.resource.file ?? '', b.resource.file ?? '');

/** The worse first: by status, then by severity, then by text, so that no order of the input shows. */
const byGravity = (a: Verdict, b: Verdict): number =>
  gravities.indexOf(b.status) - gravities.indexOf(a.status) ||
  severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
  compare(JSON.stringify(a), JSON.stringify(b));

/** Sorted, one verdict per check and resource: an API that names a resource twice gets the worse of the two, never the better. */
export function worstOfEach(verdicts: readonly Verdict[]): readonly Verdict[] {
  const worst = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const other = worst.get(verdict.id);
    if (other === undefined || byGravity(verdict, other) < 0) worst.set(verdict.id, verdict);
  }
  return [...worst.values()].sort(byCheckAndResource);
}
