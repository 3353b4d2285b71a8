import type { ReportTarget } from './report.ts';
import { requestsTogether } from './requests.ts';
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

/** More reasons than this for items of one list of one target are told as one: a role without rights on ten kinds is one thing to mend. */
const mostReasons = 3;

/** What is missing of a target; the many reasons of one list are told as its first and all that is to be done. */
function condensed(missing: ReportTarget['missing']): ReportTarget['missing'] {
  const byFact = Map.groupBy(requestsTogether(missing), ({ fact, item }) => (item === undefined ? '' : fact));
  return [...byFact].flatMap(([fact, entries]) => {
    const [first] = entries;
    if (fact === '' || first === undefined || new Set(entries.map(({ why }) => why)).size <= mostReasons) return entries;
    const actions = [...new Set(entries.map(({ action }) => action).filter((action) => action !== undefined))];
    const why = `${entries.length} parts of ${fact} could not be read; the first: ${first.why}`;
    return [actions.length === 0 ? { fact, why } : { fact, why, action: actions.join('; ') }];
  });
}

/** All reasons, those of failed targets first, then the most widespread. */
export function gaps(targets: readonly ReportTarget[]): readonly Gap[] {
  const found = new Map<string, Growing>();
  for (const [target, { missing, status }] of targets.entries()) {
    for (const { why, action, fact, item } of condensed(missing)) {
      const key = JSON.stringify([why, action]);
      const words = action === undefined ? { why } : { why, action };
      const gap = found.get(key) ?? { ...words, facts: new Set(), concerned: [], gravity: targetStatuses.length };
      found.set(key, gap);
      gap.facts.add(fact);
      gap.gravity = Math.min(gap.gravity, targetStatuses.indexOf(status));
      if (gap.concerned.at(-1)?.target !== target) gap.concerned.push({ target, items: [] });
      const items = gap.concerned.at(-1)?.items;
      // What is missing in several lists for one reason is one thing: a document of a manifest.
      if (item !== undefined && items?.at(-1) !== item) items?.push(item);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.gravity - b.gravity || b.concerned.length - a.concerned.length)
    .map(({ gravity: _, facts, ...gap }) => ({ ...gap, facts: [...facts].sort() }));
}
