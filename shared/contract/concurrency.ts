/**
 * How much of a run goes on at the same time: the state machine's bounds (infra/), and what each function may take of an API budget that
 * it shares with others (functions/). At most 40 × 4 × 3 = 480 functions, well below the 1,000 that Lambda gives an account.
 */
export const concurrency = {
  /** Accounts at a time, where the deployment does not say otherwise. */
  accounts: 40,
  /** Regions of an account at a time: each has API limits of its own. */
  regions: 4,
  /** Targets of a Region at a time: its clusters, and the Region itself. They share its limits, and would wait for them, billed. */
  targets: 3,
} as const;
