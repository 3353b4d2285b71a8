import type { Check } from '../checks/check.ts';
import { facts as definitions, type FactName, type FactsOfTarget } from '../facts/index.ts';
import type { Target } from './verdict.ts';

type About = Pick<Check, 'provider' | 'each' | 'needs'>;

/** The facts that a check reads. */
export const wantedBy = ({ each, needs }: Pick<Check, 'each' | 'needs'>): readonly FactName[] =>
  each === undefined ? needs : [each, ...needs];

/** Why a check has nothing to say of a target, whatever its facts; undefined where it has. `given` are the facts that nothing is derived for. */
export function inapplicable(
  check: About,
  { kind, account }: Pick<Target, 'kind' | 'account'>,
  given: FactsOfTarget,
): string | undefined {
  if (kind !== 'kubernetes') return undefined;
  if (account !== undefined) return check.provider === 'eks' ? 'not an EKS cluster' : undefined;
  return check.provider === 'eks' || needsAccount(wantedBy(check), given)
    ? 'its AWS account is not looked at: scan the account'
    : undefined;
}

/** Whether a fact is among them, or among what they are derived from, that only an account can tell. */
function needsAccount(names: readonly FactName[], given: FactsOfTarget): boolean {
  const seen = new Set<FactName>();
  const visit = (name: FactName): boolean => {
    if (seen.has(name) || given[name] !== undefined) return false;
    seen.add(name);
    const definition = definitions[name];
    if ('from' in definition) return (definition.from as readonly FactName[]).some(visit);
    return definition.scope === 'run' ? name === 'target' : !('reads' in definition && !('aws' in definition.reads));
  };
  return names.some(visit);
}
