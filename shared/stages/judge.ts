import type { Check, CheckHead } from '../checks/check.ts';
import type { Derivation } from '../derive/derive.ts';
import { evaluate } from '../engine/evaluate.ts';
import { settled } from '../engine/settled.ts';
import type { Subject } from '../engine/subject.ts';
import { withUnseen } from '../engine/unseen.ts';
import type { Result } from '../engine/verdict.ts';
import type { FactsOfTarget } from '../facts/index.ts';
import { factsOfNamed } from './kubeconfig.ts';
import type { Plan } from './plan.ts';
import { factsOfSelfManaged, selfManagedIn } from './self-managed.ts';
import { runFacts, type Snapshot } from './snapshot.ts';
import { unseenIn } from './unseen.ts';

/** Judges one target from the snapshots alone: the account's, the Region's, its own. */
export function judge(
  plan: Plan,
  checks: readonly Check[],
  derivations: readonly Derivation[],
  snapshots: readonly [...Snapshot[], Snapshot],
): Result {
  const own = snapshots.at(-1) as Snapshot;
  const facts = inherited(...snapshots);
  const subject: Subject = { ...own, facts: { ...facts, ...notOfEks(own, facts), ...runFacts(plan, own.target) } };
  return completed(plan, checks, own, evaluate(subject, checks, derivations));
}

/** The result of a target that ended before anything was to be judged: checks need only be known by name. Undefined for any other. */
export function settle(plan: Plan, checks: readonly CheckHead[], own: Snapshot): Result | undefined {
  const result = settled(own, checks);
  return result && completed(plan, checks, own, result);
}

function completed(plan: Plan, checks: readonly CheckHead[], own: Snapshot, result: Result): Result {
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
