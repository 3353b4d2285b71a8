import { isUnknown, unknown } from '../facts/fact.ts';
import type { Fact } from '../facts/index.ts';
import { ownRights as definition } from '../facts/own-rights.ts';
import { derivation } from './derive.ts';

/** The answers together: one right that was granted is enough, whatever could not be asked. */
export const scannerRights = derivation('scannerRights', ({ ownRights }): Fact<'scannerRights'> => {
  if (!ownRights.known) return ownRights;
  const { items, missing } = ownRights;
  const allowed = items.filter((right) => right.allowed === true);
  const unanswered = items.map((right) => right.allowed).find(isUnknown);
  const [first] = missing;
  const complete = unanswered ?? (first === undefined ? (true as const) : unknown(first.why, first.action));
  return {
    known: true,
    value: {
      asked: items.length + missing.length,
      allowed: allowed.map((right) => definition.id(right).id).sort(),
      everything: allowed.some(({ verb, group, resource }) => verb === '*' && group === '*' && resource === '*'),
      complete,
    },
  };
});
