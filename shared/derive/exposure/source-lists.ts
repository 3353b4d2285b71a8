import type { Family } from '../../net/ip.ts';
import type { IpSet } from '../../net/ip-set.ts';
import { isWholeInternet } from '../../net/reserved.ts';

/** Sources as rows show them: the shortest list of CIDRs, and whether it is all of the internet of a family. */
export interface Sources {
  readonly sources: readonly string[];
  readonly internet: boolean;
}

/** Sources of one family, in words. */
export type SourceLists = (set: IpSet) => Sources;

interface Made {
  readonly set: IpSet;
  readonly shown: Sources;
}

/**
 * Lists that are made once for all sets that are equal: most rows of a network have one of a few sets of sources, and the internet alone is
 * a hundred CIDRs.
 */
export function sourceLists(): SourceLists {
  const made = new Map<number, Made[]>();
  return (set) => {
    const ranges = [...set.v4.ranges(), ...set.v6.ranges()];
    // Equal sets have equal sums; two sets of one sum are told apart by what is in them.
    const sum = ranges.reduce((mixed, { from, to }) => (mixed * 31 + Number(from) + 7 * Number(to)) % 1e9, ranges.length);
    const alike = made.get(sum) ?? [];
    const known = alike.find((one) => one.set.equals(set));
    if (known !== undefined) return known.shown;
    const family: Family = set.v4.isEmpty() ? 'v6' : 'v4';
    const shown = { sources: set.toCidrs(), internet: isWholeInternet(set, family) };
    made.set(sum, [...alike, { set, shown }]);
    return shown;
  };
}
