import type { NetworkFacts } from '../../derive/exposure/exposure.ts';
import { networkFactNames } from '../../facts/exposures.ts';
import { unknown } from '../../facts/fact.ts';
import type { FactsOfTarget } from '../../facts/index.ts';

/** Facts as exposures are derived from: one that nobody read is unknown. */
export const networkFacts = (given: FactsOfTarget): NetworkFacts =>
  Object.fromEntries(
    networkFactNames.map((name) => [name, given[name] ?? unknown(`the fact ${name} was not collected`)]),
  ) as unknown as NetworkFacts;
