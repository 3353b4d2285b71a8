import type { ReportTarget } from './report.ts';
import { targetStatuses } from './words.ts';

/** One reason why something could not be read, and every target that has it: a permission missing in a thousand clusters is one line. */
export interface Gap {
  readonly why: string;
  readonly action?: string;
  /** Facts that it hides, in the words of the engine. */
  readonly facts: readonly string[];
  /** Indices into the report's targets. */
  readonly targets: readonly number[];
}

/** All reasons, those of failed targets first, then the most widespread. */
export function gaps(targets: readonly ReportTarget[]): readonly Gap[] {
  const found = new Map<string, { why: string; action?: string; facts: Set<string>; targets: number[]; gravity: number }>();
  for (const [index, target] of targets.entries()) {
    for (const { why, action, fact } of target.missing) {
      const key = JSON.stringify([why, action]);
      const gap = found.get(key) ?? {
        why,
        ...(action === undefined ? {} : { action }),
        facts: new Set(),
        targets: [],
        gravity: 9,
      };
      found.set(key, gap);
      gap.facts.add(fact);
      gap.gravity = Math.min(gap.gravity, targetStatuses.indexOf(target.status));
      if (gap.targets.at(-1) !== index) gap.targets.push(index);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.gravity - b.gravity || b.targets.length - a.targets.length)
    .map(({ gravity: _, facts, ...gap }) => ({ ...gap, facts: [...facts].sort() }));
}
