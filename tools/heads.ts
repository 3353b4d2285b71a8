import type { Check, CheckHead } from '../shared/checks/check.ts';

/** What the catalogue has of a check. */
export const headOf = ({ id, severity, scope, provider, each, needs }: Check): CheckHead =>
  ({
    id,
    severity,
    scope,
    ...(provider === undefined ? {} : { provider }),
    ...(each === undefined ? {} : { each }),
    needs,
  }) as CheckHead;
