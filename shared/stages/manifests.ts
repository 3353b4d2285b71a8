import type { Check } from '../checks/check.ts';
import { MANIFESTS } from '../contract/keys.ts';
import type { Derivation } from '../derive/derive.ts';
import { evaluate } from '../engine/evaluate.ts';
import { verdictId } from '../engine/identity.ts';
import type { Resource, Result } from '../engine/verdict.ts';
import { worstOfEach } from '../engine/worst.ts';
import type { FactName, Stored } from '../facts/index.ts';
import type { RunWriter } from '../store/run.ts';
import type { ManifestFacts } from './manifest-facts.ts';

/**
 * Lists whose items manifests hold whole, each by itself. What a check needs besides must be the run's own: of a cluster's other objects
 * manifests say nothing, so a check that reads them is absent, and not unknown.
 */
const answerable: ReadonlySet<FactName> = new Set(['workloads', 'podSecurity', 'configMaps', 'services']);
/** `credentialPlaces` says where else something was seen, and decides nothing. */
const besides: ReadonlySet<FactName> = new Set(['settings', 'clock', 'credentialPlaces']);

/** Whether manifests alone can answer a check. */
export const answeredByManifests = ({ each, needs }: Pick<Check, 'each' | 'needs'>): boolean =>
  each !== undefined && answerable.has(each) && needs.every((name: FactName) => besides.has(name));

const target = { kind: 'files', partition: '' } as const;

/** Judges what manifests hold: one verdict for each check and object, with its file and line. */
export function judgeManifests(
  read: Pick<ManifestFacts, 'facts' | 'places'>,
  given: {
    readonly checks: readonly Check[];
    readonly derivations: readonly Derivation[];
    readonly settings: Stored<'settings'>;
    readonly now: Date;
  },
): Result {
  const facts = {
    ...read.facts,
    settings: { known: true, value: given.settings },
    clock: { known: true, value: { now: given.now.toISOString() } },
  } as const;
  const result = evaluate({ target, facts }, given.checks, given.derivations);
  return placed(result, read.places);
}

/** Says of what could not be read which object it is, and where: the engine knows such items by an id alone. */
function placed(result: Result, places: ReadonlyMap<string, Resource>): Result {
  const verdicts = result.verdicts.map((verdict) => {
    // The words of the list itself are those of a cluster.
    if (verdict.status === 'not-applicable' && verdict.resource.type === 'files')
      return { ...verdict, because: 'no object among the manifests is of this kind' };
    const resource = verdict.status === 'unknown' ? places.get(verdict.resource.id) : undefined;
    return resource === undefined ? verdict : { ...verdict, resource, id: verdictId(result.target, verdict.check, resource) };
  });
  return { ...result, verdicts: worstOfEach(verdicts) };
}

/** Saves the verdicts where reports are made of: `results/`, like those of any target. */
export const saveManifestResult = (run: Pick<RunWriter, 'saveJson'>, result: Result) => run.saveJson(MANIFESTS, result);
