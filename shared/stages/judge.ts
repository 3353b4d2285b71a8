import type { Derivation } from '../derive/derive.ts';
import { evaluate, type Subject } from '../engine/evaluate.ts';
import { withUnseen } from '../engine/unseen.ts';
import type { Result } from '../engine/verdict.ts';
import type { FactsOfTarget } from '../facts/index.ts';
import { factsOfNamed } from './kubeconfig.ts';
import type { Plan } from './plan.ts';
import { factsOfSelfManaged, selfManagedIn } from './self-managed.ts';
import { runFacts, type Snapshot } from './snapshot.ts';
import type { Stage } from './stage.ts';
import { unseenIn } from './unseen.ts';

/** Judges one target from the snapshots alone: the account's, the Region's, its own. */
export function judge(
  plan: Plan,
  checks: Stage['checks'],
  derivations: readonly Derivation[],
  snapshots: readonly [...Snapshot[], Snapshot],
): Result {
  const own = snapshots.at(-1) as Snapshot;
  const facts = inherited(...snapshots);
  const subject: Subject = { ...own, facts: { ...facts, ...notOfEks(own, facts), ...runFacts(plan, own.target) } };
  const result = evaluate(subject, checks, derivations);
  const unseen = unseenIn(plan, own);
  return unseen === undefined ? result : withUnseen(result, checks, unseen);
}

/** Facts that a snapshot gives to the targets inside of it. */
const inherited = (...snapshots: readonly Snapshot[]): FactsOfTarget =>
  Object.assign({}, ...snapshots.map(({ facts }) => facts));

/** A cluster that is not EKS's is what the instances of its Region say of it. */
function notOfEks({ target }: Snapshot, facts: FactsOfTarget): FactsOfTarget {
  if (target.kind !== 'kubernetes' || target.cluster === undefined) return {};
  if (target.account === undefined) return factsOfNamed(target.cluster);
  const found = selfManagedIn(facts);
  const own = found.known ? found.items.find(({ name }) => name === target.cluster?.name) : undefined;
  return own === undefined ? {} : { cluster: factsOfSelfManaged(own).cluster };
}
