import type { CheckHead } from '../checks/check.ts';
import type { Aws } from '../clients/aws.ts';
import type { Config } from '../config/schema.ts';
import { settingsOf } from '../config/thresholds.ts';
import { selectChecks } from '../engine/select.ts';
import type { Framework } from '../frameworks/framework.ts';
import { makePlan, type Plan, type PlannedAccount } from './plan.ts';
import type { Asked } from './plan-cloud.ts';
import { plannedAccounts } from './planned-accounts.ts';

/** What a deployment scans, and with what. */
export interface Deployment {
  readonly aws: Aws;
  /** `postern.yaml` of the deployment. */
  readonly config: Config;
  readonly checks: readonly CheckHead[];
  readonly frameworks: readonly Framework[];
  readonly version: string;
  /** Told in one line of what could not be had, and is not worth a night without a scan. */
  readonly note: (line: string) => void;
}

/**
 * Plans a run of the deployment, narrowed to what a request asked for. An account that was asked for and is none of the deployment's becomes
 * a target that failed, with that reason: it is not entered, and not left out in silence.
 * @throws AccountsError, SelectionError: the configuration is to be mended; AwsError, Refusal
 */
export async function planDeployment({ aws, config, note, ...lists }: Deployment, asked: Asked): Promise<Plan> {
  const { account: caller, partition } = await aws.identity();
  const all = await plannedAccounts(aws, config, caller, note);
  const { checks, frameworks, narrowed } = selected(config, lists);
  const { run: runId, startedAt, trigger, scope } = asked;
  const regions = scope.regions ?? config.regions;
  const settings = settingsOf(config);
  return makePlan({
    ...{ runId, startedAt, trigger, partition, caller, narrowed, kubernetes: 'auto', version: lists.version },
    accounts: narrowedTo(scope.accounts, all),
    ...(regions !== undefined && { regions: [...new Set(regions)] }),
    ...(config.secrets && { secrets: config.secrets }),
    ...(scope.clusters !== undefined && { clusters: [...scope.clusters] }),
    checks: checks.map(({ id }) => id),
    frameworks: frameworks.map(({ id }) => id),
    // Whose an account is does not depend on what a request was narrowed to.
    settings: { ...settings, ownAccounts: [...settings.ownAccounts, ...all.map(({ id }) => id)] },
  });
}

/** The checks and frameworks that a configuration selects. @throws SelectionError */
function selected(
  { checks: globs = [], frameworks: chosen = [], secrets }: Config,
  { checks, frameworks }: Pick<Deployment, 'checks' | 'frameworks'>,
) {
  return {
    ...selectChecks(checks, frameworks, { globs, frameworks: chosen, secrets }),
    narrowed: globs.length + chosen.length > 0,
  };
}

const narrowedTo = (asked: readonly string[] | undefined, all: readonly PlannedAccount[]): PlannedAccount[] =>
  asked === undefined
    ? [...all]
    : asked.map(
        (id) => all.find((account) => account.id === id) ?? { id, refused: `the account ${id} is none that is scanned here` },
      );
