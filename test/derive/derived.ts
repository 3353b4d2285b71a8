import { base, list } from '../../shared/checks/base.ts';
import { derivations } from '../../shared/derive/index.ts';
import { bench } from '../../shared/engine/facts.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { DerivedName, Fact, FactsOfTarget } from '../../shared/facts/index.ts';

export const denied = unknown('AccessDenied: x:Y', 'x:Y');
export const reason = { why: denied.why, action: 'x:Y' };

/** Facts with other interfaces than the base's, which its instances then do not name. */
export const settled = (facts: FactsOfTarget): FactsOfTarget =>
  facts.networkInterfaces === undefined
    ? facts
    : { instances: list(base.instances.items.map((item) => ({ ...item, networkInterfaceIds: [] }))), ...facts };

/** A derived fact of the base with some of its facts changed. */
export function derived<Name extends DerivedName>(name: Name, changed: FactsOfTarget = {}): Fact<Name> {
  const facts = bench({ ...base, ...changed }, derivations, [name], (fact, error) => {
    throw new Error(`${fact} was not derived`, { cause: error });
  });
  return facts.get(name) as Fact<Name>;
}
