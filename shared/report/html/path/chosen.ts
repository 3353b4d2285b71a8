import type { Group, Listed } from '../../digest.ts';
import { waysOf } from './ways.ts';

/** Drawings of a page, of a group of findings, and of a finding: some 10 kB each. */
const mostOfPage = 60;
const mostOfGroup = 12;
const mostOfFinding = 3;

const kinds = ['fail', 'unknown', 'waived'] as const;

/** How many ways of each finding a page draws: the gravest groups first, of each the first ones. The others are lists. */
export function chosenOf(groups: readonly Group[]): ReadonlyMap<Listed, number> {
  const chosen = new Map<Listed, number>();
  let left = mostOfPage;
  for (const kind of kinds)
    for (const group of groups.filter((one) => one.kind === kind)) {
      let ofGroup = Math.min(mostOfGroup, left);
      for (const one of group.listed) {
        if (ofGroup === 0) break;
        const drawn = Math.min(mostOfFinding, ofGroup, waysOf(one.verdict.evidence).ways.length);
        if (drawn > 0) chosen.set(one, drawn);
        ofGroup -= drawn;
        left -= drawn;
      }
    }
  return chosen;
}
