import { eksAuthorities } from '../clients/kubernetes/connection.ts';
import { anyRequest, type KubernetesErrorKind } from '../clients/kubernetes/errors.ts';
import { type Unknown, unknown } from '../facts/fact.ts';
import type { CollectedName, FactsOfTarget } from '../facts/index.ts';
import { plainLine } from '../text/plain-line.ts';
import { type Found, findInside } from './inside.ts';
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
 * never mixed with what was read from here; or one reason for all of it, with why facts from inside are not used.
 */
export async function reachedFromInside(
  stage: Stage,
  target: Snapshot['target'],
  { described }: Pick<ListedCluster, 'described'>,
  facts: FactsOfTarget,
  outcomes: Outcomes,
): Promise<Reached> {
  if (stage.signal?.aborted === true || !unanswered(outcomes)) return { facts };
  const names = factsToCollect(stage, 'cluster').filter(isOfKubernetes);
  const reason = reasonFor(names, facts);
  if (reason === undefined) return { facts };
  const found = await lookInside(stage, target, described);
  if (found === undefined || 'why' in found) {
    const why = found === undefined ? reason : because(reason, `facts from inside its network ${found.why}`);
    return { facts: { ...facts, ...Object.fromEntries(names.map((name) => [name, why])) } };
  }
  const none = because(reason, 'the facts from inside its network do not hold it');
  const taken = Object.fromEntries(names.map((name) => [name, found.facts[name] ?? none]));
  return { facts: { ...facts, ...taken }, inside: found.inside };
}

async function lookInside(
  { inside }: Stage,
  { account, region, cluster }: Snapshot['target'],
  described: ListedCluster['described'],
): Promise<Found | undefined> {
  const { endpoint, certificateAuthority } = described ?? {};
  if (inside === undefined || account === undefined || region === undefined || cluster === undefined) return undefined;
  if (typeof endpoint !== 'string' || typeof certificateAuthority !== 'string') return undefined;
  const authorities = eksAuthorities({ endpoint, certificateAuthority });
  return findInside(inside, { account, region, cluster, authorities });
}

const LONGEST = 1_000;

/** Why nothing of it was read: each request says the same of itself. */
function reasonFor(names: readonly CollectedName[], facts: FactsOfTarget): Unknown | undefined {
  const first = names.map((name) => facts[name]).find((fact) => fact !== undefined && !fact.known);
  if (first === undefined || first.known) return undefined;
  return unknown(`the API server was not reached: ${anyRequest(first.why)}`, first.action);
}

const because = ({ why, action }: Unknown, more: string): Unknown => unknown(plainLine(`${why}; ${more}`, LONGEST), action);
