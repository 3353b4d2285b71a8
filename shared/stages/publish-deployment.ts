import type { Check } from '../checks/check.ts';
import type { Announcer } from '../cloud/announce.ts';
import type { Executions } from '../cloud/executions.ts';
import type { PublishEvent } from '../contract/events.ts';
import type { RunId } from '../contract/run-id.ts';
import type { Derivation } from '../derive/derive.ts';
import { checksDigest } from '../engine/checks-digest.ts';
import type { Store } from '../store/store.ts';
import { releaseLock, takeLock } from './lock.ts';
import type { Plan } from './plan.ts';
import type { Deployment } from './plan-deployment.ts';
import type { ReportFormat } from './publish.ts';
import { type CloudPublication, type Outcome, publishCloud } from './publish-cloud.ts';
import { loadPlan } from './snapshot.ts';
import { storedRun } from './stored-run.ts';

export interface DeploymentPublication extends Pick<Deployment, 'frameworks' | 'version'> {
  readonly checks: readonly Check[];
  readonly store: Store;
  readonly executions: Pick<Executions, 'state'>;
  readonly derivations: readonly Derivation[];
  readonly formats: readonly ReportFormat[];
  readonly announcer: Announcer;
  readonly link: CloudPublication['link'];
  readonly now: () => Date;
  /** Told how the run came out once it is sealed; again whenever this is run again. */
  readonly onSealed: (outcome: Outcome, plan: Plan) => void;
}

/** Another execution has the lock: to be tried again when that has ended. */
class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** What the execution ends with. */
export interface Published extends Outcome {
  readonly run: RunId;
  readonly announced: boolean;
}

/**
 * Publishes a run of the deployment with the checks that its plan names, and releases the lock. An execution that was redriven may have lost
 * the lock: it takes it again.
 * @throws BusyError, SnapshotError, StoreError, CloudError
 */
export async function publishDeployment(
  { executions, version, onSealed, ...publication }: DeploymentPublication,
  { run, execution }: PublishEvent,
): Promise<Published> {
  const { store, now } = publication;
  const holder = await takeLock({ store, executions, execution, run, now: now() });
  if (holder !== 'taken') throw new BusyError(`run ${holder.run} is under way: redrive this execution when that has ended`);
  const plan = await loadPlan(storedRun(store, run));
  const checks = publication.checks.filter(({ id }) => plan.checks.includes(id));
  const outcome = await publishCloud({
    ...publication,
    ...{ run, plan, checks, checksDigest: checksDigest(version, checks) },
    frameworks: publication.frameworks.filter(({ id }) => plan.frameworks.includes(id)),
    onSealed: (sealed) => onSealed(sealed, plan),
  });
  await releaseLock(store, execution);
  return { run, ...outcome };
}
