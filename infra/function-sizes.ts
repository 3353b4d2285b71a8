/** Seconds that each function of the machine has; `plan` reads large organizations one call at a time (docs/decisions/010-organizational-units.md). */
export const functionSeconds = { plan: 900, collect: 900, scan: 600, publish: 900 } as const;

/** Memory of each in MB, where `deployment.memory` says nothing; 1,769 MB are one processor (docs/benchmarks.md has what they cost). */
export const functionMegabytes = { plan: 512, collect: 1_024, scan: 768, publish: 2_048 } as const;
