import { eksAuthorities } from '../clients/kubernetes/connection.ts';
import type { KubernetesErrorKind } from '../clients/kubernetes/errors.ts';
import { type Unknown, unknown } from '../facts/fact.ts';
import type { CollectedName, FactsOfTarget } from '../facts/index.ts';
import { plainLine } from '../text/plain-line.ts';
import { findInside } from './inside.ts';
import type { Snapshot } from './snapshot.ts';
import { factsToCollect, isOfKubernetes, type Stage } from './stage.ts';
import type { ListedCluster } from './targets.ts';

/** What came of asking an API server, each kind once. */
export type Outcomes = ReadonlySet<'answered' | KubernetesErrorKind>;

/** What is known of a cluster, and whether that is from inside its network. */
export type Reached = { readonly facts: FactsOfTarget; readonly inside?: NonNullable<Snapshot['target']['inside']> };

/** No path to it: whoever refuses, or answers with something else, was reached. */
const unanswered = (outcomes: Outcomes): boolean =>
  outcomes.size > 0 && [...outcomes].every((outcome) => outcome === 'unreachable' || outcome === 'timeout');

/**
 * Where the API server of an EKS cluster could not be reached: all that was read of it inside its network (docs/decisions/025-facts-from-inside.md),
 * never mixed with what was read from here; or why that is not used, beside why it was not reached.
 */
export async function reachedFromInside(
  stage: Stage,
  { account, region, cluster }: Snapshot['target'],
  { described }: Pick<ListedCluster, 'described'>,
  facts: FactsOfTarget,
  outcomes: Outcomes,
): Promise<Reached> {
  const { endpoint, certificateAuthority } = described ?? {};
  if (stage.inside === undefined || stage.signal?.aborted === true || !unanswered(outcomes)) return { facts };
  if (account === undefined || region === undefined || cluster === undefined) return { facts };
  if (typeof endpoint !== 'string' || typeof certificateAuthority !== 'string') return { facts };
  const authorities = eksAuthorities({ endpoint, certificateAuthority });
  const found = await findInside(stage.inside, { account, region, cluster, authorities });
  if (found === undefined) return { facts };
  const names = factsToCollect(stage, 'cluster').filter(isOfKubernetes);
  if ('why' in found) return { facts: { ...facts, ...unused(names, facts, `facts from inside its network ${found.why}`) } };
  const absent = names.filter((name) => found.facts[name] === undefined);
  const taken = Object.fromEntries(names.flatMap((name) => (absent.includes(name) ? [] : [[name, found.facts[name]]])));
  const none = unused(absent, facts, 'the facts from inside its network do not hold it');
  return { facts: { ...facts, ...taken, ...none }, inside: found.inside };
}

const LONGEST = 1_000;

/** What stays unknown, with both reasons. */
const unused = (names: readonly CollectedName[], facts: FactsOfTarget, why: string): FactsOfTarget =>
  Object.fromEntries(
    names.flatMap((name): [CollectedName, Unknown][] => {
      const fact = facts[name];
      return fact === undefined || fact.known ? [] : [[name, unknown(plainLine(`${fact.why}; ${why}`, LONGEST), fact.action)]];
    }),
  );
