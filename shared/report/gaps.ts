import type { ReportTarget } from './report.ts';
import { targetStatuses } from './words.ts';

/** A target that a reason concerns, and the items of lists that it hides there. */
interface Concerned {
  /** Index into the report's targets. */
  readonly target: number;
  readonly items: readonly string[];
}

/** One reason why something could not be read, and every target that has it: a permission missing in a thousand clusters is one line. */
export interface Gap {
  readonly why: string;
  readonly action?: string;
  /** Facts that it hides, in the words of the engine. */
  readonly facts: readonly string[];
  readonly concerned: readonly Concerned[];
}

interface Growing {
  readonly why: string;
  readonly action?: string;
  readonly facts: Set<string>;
  readonly concerned: { target: number; items: string[] }[];
  gravity: number;
}

/** All reasons, those of failed targets first, then the most widespread. */
export function gaps(targets: readonly ReportTarget[]): readonly Gap[] {
  const found = new Map<string, Growing>();
  for (const [target, { missing, status }] of targets.entries()) {
    for (const { why, action, fact, item } of missing) {
      const key = JSON.stringify([why, action]);
      const words = action === undefined ? { why } : { why, action };
      const gap = found.get(key) ?? { ...words, facts: new Set(), concerned: [], gravity: targetStatuses.length };
      found.set(key, gap);
      gap.facts.add(fact);
      gap.gravity = Math.min(gap.gravity, targetStatuses.indexOf(status));
      if (gap.concerned.at(-1)?.target !== target) gap.concerned.push({ target, items: [] });
      if (item !== undefined) gap.concerned.at(-1)?.items.push(item);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.gravity - b.gravity || b.concerned.length - a.concerned.length)
    .map(({ gravity: _, facts, ...gap }) => ({ ...gap, facts: [...facts].sort() }));
}
