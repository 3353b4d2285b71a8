import type { Severity } from './check.ts';

const ascending: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** The worse the higher; what is no finding is below them all. */
export const rank = (severity: Severity | undefined): number => (severity === undefined ? -1 : ascending.indexOf(severity));

/** The worst severity of what was found; none where nothing is a finding. */
export const worst = (found: readonly { readonly severity: Severity | undefined }[]): Severity | undefined =>
  ascending.findLast((severity) => found.some((one) => one.severity === severity));

/** One step less; the lowest stays. */
export const lessened = (severity: Severity | undefined): Severity | undefined => ascending[Math.max(0, rank(severity) - 1)];
