import { type Aws, createAws } from '../shared/clients/aws.ts';
import { AwsError } from '../shared/clients/errors.ts';
import { ordinaryCredentials, ordinaryRegion } from '../shared/clients/ordinary.ts';
import { sdk } from '../shared/clients/services.ts';
import { defaultRate, defaultRoleName } from '../shared/config/defaults.ts';
import type { Config } from '../shared/config/schema.ts';
import { settingsOf } from '../shared/config/thresholds.ts';
import { makeRunId, type RunId } from '../shared/contract/run-id.ts';
import { derivations } from '../shared/derive/index.ts';
import { oneLine } from '../shared/report/text.ts';
import { insideOf } from '../shared/stages/inside.ts';
import type { PipelineOutcome } from '../shared/stages/outcome.ts';
import { type Pipeline, runPipeline } from '../shared/stages/pipeline.ts';
import { makePlan, type Plan, type PlannedAccount } from '../shared/stages/plan.ts';
import { AccountsError, plannedAccounts } from '../shared/stages/planned-accounts.ts';
import { probingClusters } from '../shared/stages/probe/cluster.ts';
import { openRun } from '../shared/store/run.ts';
import { version } from '../shared/version.ts';
import { type Io, UsageError } from './io.ts';
import { scanKubeconfig } from './kubeconfig.ts';
import type { ScopeOptions } from './options.ts';
import { narrate, proberOf } from './probing.ts';
import { progress } from './progress.ts';
import type { ScanInput, ScanOutput } from './scan-input.ts';

/** Plans and runs a scan as far as its results; publishing them is another step. @throws UsageError, AwsError, StoreError */
export async function scan(io: Io, input: ScanInput): Promise<ScanOutput> {
  const { kubeconfig, context } = input.options;
  if (kubeconfig !== undefined) return scanKubeconfig(io, kubeconfig, input);
  if (context !== undefined) throw new UsageError('--context is one of a kubeconfig; name the file with --kubeconfig');
  const startedAt = io.now();
  const runId = makeRunId(startedAt, io.random());
  const aws = await openAws(io, input, runId);
  const shown = progress(io);
  try {
    const plan = await planned(io, aws, input, runId, startedAt);
    const run = openRun(input.store, runId);
    const { checks } = input.selection;
    const prober = proberOf(io, aws, input.options);
    const pipeline: Pipeline = {
      plan,
      run,
      aws,
      checks,
      derivations,
      judged: input.judged,
      signal: io.signal,
      progress: shown.report,
      inside: insideOf(input.store, io.now),
      ...(prober && { probe: probingClusters(prober, plan, derivations, input.options.probeFrom) }),
    };
    const outcome = await runPipeline(pipeline);
    io.signal.throwIfAborted();
    refuseUnfound(plan, outcome);
    narrate(io, prober);
    return { plan, run, outcome };
  } finally {
    shown.end();
    aws.close();
  }
}

async function openAws(io: Io, { options, config, aws }: ScanInput, runId: RunId): Promise<Aws> {
  const externalId = options.externalId ?? config.externalId;
  const role = {
    name: options.roleName ?? config.roleName ?? defaultRoleName,
    sessionName: `postern-${runId}`,
    ...(externalId === undefined ? {} : { externalId }),
  };
  const region = aws?.region ?? (await ordinaryRegion());
  const credentials = aws?.credentials ?? ordinaryCredentials(region);
  const rate = rateOf(options, config);
  return createAws(sdk, { ...aws, region, credentials, role, rate, signal: io.signal });
}

/** The share of the APIs' rate: a flag's, else the file's. */
export const rateOf = (options: Pick<ScopeOptions, 'rate'>, config: Pick<Config, 'rate'>): number =>
  options.rate ?? config.rate ?? defaultRate;

async function planned(io: Io, aws: Aws, input: ScanInput, runId: RunId, startedAt: Date): Promise<Plan> {
  const { options, config, selection } = input;
  const { account: caller, partition } = await callerOf(aws);
  const regions = options.region.length > 0 ? options.region : config.regions;
  return makePlan({
    runId,
    startedAt,
    version,
    trigger: 'cli',
    partition,
    caller,
    accounts: await accountsOf(io, aws, input, caller),
    ...(regions === undefined ? {} : { regions: [...new Set(regions)] }),
    ...(options.cluster.length === 0 ? {} : { clusters: [...new Set(options.cluster)] }),
    checks: selection.checks.map(({ id }) => id),
    frameworks: selection.frameworks.map(({ id }) => id),
    narrowed: selection.narrowed,
    kubernetes: options.kubernetes,
    ...(options.probe && { probe: options.probe }),
    ...(config.secrets && { secrets: config.secrets }),
    settings: settingsOf(config),
  });
}

/** Who calls. @throws UsageError, AwsError */
export const callerOf = (aws: Aws): ReturnType<Aws['identity']> =>
  aws.identity().catch((error: unknown) => {
    throw isUnknownKey(error) ? new UsageError(`${unknownKey} (${error.why})`) : error;
  });

/** STS answers in every Region: what it turns down is the key, not the Region. */
const isUnknownKey = (error: unknown): error is AwsError => error instanceof AwsError && error.kind === 'not-enabled';
const unknownKey = 'AWS does not know these credentials: check the access key and its secret, or AWS_PROFILE';

/** Flags over the configuration; the organization's exclusions hold for both. @throws UsageError, AwsError, Refusal */
async function accountsOf(io: Io, aws: Aws, { options, config }: ScanInput, caller: string): Promise<PlannedAccount[]> {
  const named = options.account.length > 0 ? options.account : config.accounts;
  const organization = options.organization ?? config.organization;
  const choice = {
    ...config,
    ...(named === undefined ? {} : { accounts: [...named] }),
    ...(organization === undefined ? {} : { organization }),
  };
  const note = (line: string) => io.err(`${oneLine(line, 500)}\n`);
  return [
    ...(await plannedAccounts(aws, choice, caller, note).catch((error: unknown) => {
      throw error instanceof AccountsError ? new UsageError(error.message) : error;
    })),
  ];
}

/** A name that nothing bears is a typing error, and must not end as a pass. Where not all could be seen, it may be there. */
function refuseUnfound({ regions, clusters }: Plan, seen: PipelineOutcome): void {
  const absent = (asked: readonly string[] | undefined, { names, all }: PipelineOutcome['regions']) =>
    all ? asked?.find((name) => !names.has(name)) : undefined;
  const region = absent(regions, seen.regions);
  if (region !== undefined) throw new UsageError(`--region ${region}: no account that was scanned has such a Region`);
  const cluster = absent(clusters, seen.clusters);
  if (cluster !== undefined)
    throw new UsageError(`--cluster ${cluster}: no account and Region that was scanned has such a cluster`);
}
