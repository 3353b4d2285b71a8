import type { Scope } from '../facts/fact.ts';
import { type CollectedName, type FactsOfTarget, facts } from '../facts/index.ts';
import type { Collector, Context } from './collector.ts';
import { accountCollectors } from './of-account.ts';
import { clusterCollectors } from './of-cluster.ts';
import { regionCollectors } from './of-region.ts';
import { type RunOptions, collectFacts as run } from './run.ts';

/** Every collector. A test asserts that this list, the folder and the facts that are read agree. */
export const collectors: readonly Collector[] = [...accountCollectors, ...regionCollectors, ...clusterCollectors];

/** The facts that are read of a target of this scope. */
export const collectedOf = (scope: Scope): readonly CollectedName[] =>
  collectors.map(({ name }) => name).filter((name) => facts[name].scope === scope);

/** Reads facts with the project's collectors (run.ts). */
export const collectFacts = (
  names: readonly CollectedName[],
  context: Context,
  given: FactsOfTarget = {},
  options: RunOptions = {},
): Promise<FactsOfTarget> => run(collectors, names, context, given, options);
