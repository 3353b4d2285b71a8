import type { CheckHead } from '../checks/check.ts';
import type { Aws } from '../clients/aws.ts';
import type { GetLimits } from '../clients/kubernetes/limits.ts';
import { closure } from '../engine/order.ts';
import type { Subject } from '../engine/subject.ts';
import type { Reads, Scope } from '../facts/fact.ts';
import { type CollectedName, type Fact, type FactName, type FactsOfTarget, facts } from '../facts/index.ts';
import type { RunWriter } from '../store/run.ts';
import type { Inside } from './inside.ts';
import type { Plan } from './plan.ts';
import type { Snapshot } from './snapshot.ts';

/** What the stages that read need: the plan, AWS, and the run that they write to. */
export interface Stage {
  readonly plan: Plan;
  readonly run: Pick<RunWriter, 'saveJson'>;
  readonly aws: Aws;
  /** The selected checks. */
  readonly checks: readonly CheckHead[];
  readonly signal?: AbortSignal | undefined;
  /** Tries what the internet reaches of a cluster, where the plan says so. */
  readonly probe?: (region: Snapshot, cluster: Subject['target'], facts: FactsOfTarget) => Promise<Fact<'probes'>>;
  /** Where facts from inside of networks that cannot be reached may be. */
  readonly inside?: Inside;
  /** Bounds of requests to clusters, where they are not the ordinary ones. */
  readonly kubernetesLimits?: Partial<GetLimits>;
}

/** The facts to collect in a scope: every one, or, where the checks were narrowed, what the selected ones need. */
export function factsToCollect({ plan, checks }: Pick<Stage, 'plan' | 'checks'>, scope: Scope): readonly CollectedName[] {
  // What is tried is what was computed.
  const probed: readonly FactName[] = plan.probe === true ? ['exposures'] : [];
  const wanted = plan.narrowed
    ? closure([...alwaysNeeded, ...instancesFor(plan, checks), ...probed, ...checks.flatMap(namesOf)], facts)
    : new Set(Object.keys(facts));
  return (Object.keys(facts) as FactName[]).filter((name): name is CollectedName => {
    const definition = facts[name];
    return wanted.has(name) && definition.scope === scope && 'reads' in definition && isAsked(definition.reads, plan);
  });
}

/** What is read on request only is not read without one, and checks of it are absent (engine/select.ts). */
const isAsked = ({ onRequest }: Reads, plan: Plan): boolean => onRequest === undefined || plan[onRequest] !== undefined;

/** Whether a fact is of the cluster's own API. */
export const isOfKubernetes = (name: CollectedName): boolean => !('aws' in facts[name].reads);

/** Without these no target would be found. */
const alwaysNeeded: readonly FactName[] = ['regions', 'clusters', 'clusterPresence'];

/** Instances name the clusters that are not EKS's: nobody looks for those where every check is about EKS, unless one is asked for by name. */
const instancesFor = ({ clusters }: Plan, checks: Stage['checks']): readonly FactName[] =>
  clusters !== undefined || checks.some(({ scope, provider }) => scope === 'cluster' && provider !== 'eks')
    ? ['instances']
    : [];

const namesOf = (check: CheckHead): readonly FactName[] =>
  check.each === undefined ? check.needs : [check.each, ...check.needs];
