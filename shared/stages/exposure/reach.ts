import type { Derivation } from '../../derive/derive.ts';
import type { Located, NetworkFacts } from '../../derive/exposure/exposure.ts';
import type { Answer, Question } from '../../derive/exposure/reach.ts';
import type { FactsOfTarget } from '../../facts/index.ts';
import type { ReachAnswer } from '../../report/exposure/reach.ts';
import { unevaluatedDoors, vpcsOf } from './doors.ts';
import { networkFacts } from './facts.ts';
import type { NetworkPlace } from './place.ts';
import { interfacesNamed, matchesIn } from './search.ts';

/** What judges a network by one question: given, as checks are. */
export interface ReachWork {
  readonly reach: (network: NetworkFacts, question: Question, place: Located) => Answer;
  readonly derivations: readonly Derivation[];
}

/** Reads the rest of the network in which something was found, and answers the question about it. */
export async function answerTo(
  place: NetworkPlace,
  question: Question,
  { reach, derivations }: ReachWork,
): Promise<Omit<ReachAnswer, 'what' | 'from'>> {
  const { facts, unread } = await place.network();
  const { partition, account, region = '' } = place;
  const { found, unknown, ...answer } = reach(networkFacts(facts), question, { partition, account, region });
  const target = { account, region };
  const resource = { type: question.to.kind, id: question.to.id };
  // It was there a moment ago, or an instance's interfaces do not name it.
  const lost =
    found && unread === undefined ? [] : [{ resource, why: unread?.why ?? 'no network interface that was read is its own' }];
  return {
    ...answer,
    rows: answer.rows.map((row) => ({ target, ...row })),
    unknown: [...lost, ...unknown, ...(answer.reachable ? [] : doorsTo(facts, question, derivations))],
  };
}

/** What may lead to it all the same: the ways into its VPC that anybody may use and that were not evaluated. */
function doorsTo(facts: FactsOfTarget, { to }: Question, derivations: readonly Derivation[]): Answer['unknown'] {
  const interfaces = new Set(matchesIn(facts, to).flatMap((id) => interfacesNamed(facts, id)));
  return unevaluatedDoors(facts, derivations, { vpcs: vpcsOf(facts, interfaces), anonymous: true });
}
