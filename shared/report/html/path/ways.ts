import type { Evidence } from '../../../checks/check.ts';

/** A way from the internet to a port, step by step. */
export type Way = readonly Evidence[];

/** Evidence as ways that can be drawn, and the rest, in the order that it came. */
export interface Ways {
  readonly ways: readonly Way[];
  readonly rest: readonly Evidence[];
}

/** A way begins with `internet` and ends with `port`; one that does not end, because the evidence was cut, is none. */
export function waysOf(evidence: readonly Evidence[]): Ways {
  const ways: Way[] = [];
  const rest: Evidence[] = [];
  let open: Evidence[] = [];
  for (const step of evidence) {
    if (step.kind === 'internet') {
      rest.push(...open);
      open = [step];
    } else if (open.length === 0) rest.push(step);
    else {
      open.push(step);
      if (step.kind === 'port') ways.push(open.splice(0));
    }
  }
  return { ways, rest: [...rest, ...open] };
}

/** Steps of a way that are drawn: the first and the last of a longer one. */
const mostSteps = 18;
const lastSteps = 7;

/** The steps of a way that are drawn, and how many were left out in its middle, before the last ones. */
export interface Shown {
  readonly first: Way;
  readonly left: number;
  readonly last: Way;
}

export function shownOf(way: Way): Shown {
  if (way.length <= mostSteps) return { first: way.slice(0, -1), left: 0, last: way.slice(-1) };
  const first = way.slice(0, mostSteps - lastSteps);
  return { first, left: way.length - mostSteps, last: way.slice(-lastSteps) };
}
