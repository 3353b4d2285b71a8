import { demoDate } from '../../estate/demo/index.ts';
import type { RunningEstate } from '../../estate/server.ts';
import type { Check } from '../../shared/checks/check.ts';
import { checks as every } from '../../shared/checks/index.ts';
import { type Aws, type AwsLimits, createAws } from '../../shared/clients/aws.ts';
import type { GetLimits } from '../../shared/clients/kubernetes/limits.ts';
import { sdk } from '../../shared/clients/services.ts';
import { defaultSettings } from '../../shared/config/defaults.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import { selectChecks } from '../../shared/engine/select.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import type { PipelineOutcome } from '../../shared/stages/outcome.ts';
import { runPipeline } from '../../shared/stages/pipeline.ts';
import { makePlan, type Plan } from '../../shared/stages/plan.ts';
import type { Snapshot } from '../../shared/stages/snapshot.ts';
import type { RunWriter } from '../../shared/store/run.ts';

/** How a scan is to be done, where it is not as usual. */
export interface Way {
  readonly regions?: readonly string[];
  readonly clusters?: readonly string[];
  readonly accounts?: readonly string[];
  readonly kubernetes?: 'auto' | 'off';
  readonly checks?: readonly Check[];
  readonly limits?: Partial<AwsLimits>;
  readonly kubernetesLimits?: Partial<GetLimits>;
  readonly signal?: AbortSignal;
  /** Stands in for AWS as the stages speak to it. */
  readonly aws?: (aws: Aws) => Aws;
}

export interface Scanned {
  readonly plan: Plan;
  readonly results: readonly Result[];
  /** By their paths in the run. */
  readonly snapshots: ReadonlyMap<string, Snapshot>;
  readonly outcome: PipelineOutcome;
}

/** Those of what is seen on request only are left out, as they are in a scan that was not asked for them. */
export const ordinary: readonly Check[] = selectChecks(every, [], { globs: [], frameworks: [] }).checks;

const patient: Partial<AwsLimits> = { attempts: 1, connectMs: 5_000, answerMs: 5_000, callMs: 10_000 };

/** Plans and scans a running estate as far as its results, in memory. @throws what the plan throws */
export async function scanEstate(estate: RunningEstate, way: Way = {}): Promise<Scanned> {
  const real = createAws(sdk, {
    endpoint: estate.url,
    region: 'us-east-1',
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    role: { name: 'postern-member', sessionName: 'postern-test' },
    rate: 1,
    limits: { ...patient, ...way.limits },
    ...(way.signal === undefined ? {} : { signal: way.signal }),
  });
  const aws = way.aws?.(real) ?? real;
  try {
    const { account: caller, partition } = await aws.identity();
    const { checks = ordinary } = way;
    const plan = makePlan({
      runId: makeRunId(demoDate, 1),
      startedAt: demoDate,
      version: '0.0.0',
      trigger: 'cli',
      partition,
      caller,
      accounts: (way.accounts ?? [caller]).map((id) => ({ id })),
      ...(way.regions === undefined ? {} : { regions: [...way.regions] }),
      ...(way.clusters === undefined ? {} : { clusters: [...way.clusters] }),
      checks: checks.map(({ id }) => id),
      frameworks: [],
      narrowed: way.checks !== undefined,
      kubernetes: way.kubernetes ?? 'auto',
      settings: defaultSettings,
    });
    const { run, saved } = memory(plan.run.id as RunWriter['id']);
    const { signal, kubernetesLimits } = way;
    const outcome = await runPipeline({
      plan,
      run,
      aws,
      checks,
      derivations,
      judged: true,
      progress: () => undefined,
      ...(signal && { signal }),
      ...(kubernetesLimits && { kubernetesLimits }),
    });
    const below = <T>(folder: string) =>
      [...saved].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, value]) => [path, value as T] as const);
    const results = below<Result>('results').sort(([a], [b]) => (a < b ? -1 : 1));
    return { plan, outcome, results: results.map(([, result]) => result), snapshots: new Map(below<Snapshot>('snapshots')) };
  } finally {
    real.close();
  }
}

/** A run that is kept in memory, each object as it would be read back. */
function memory(id: RunWriter['id']) {
  const saved = new Map<string, unknown>();
  const nothing = { etag: '', size: 0, sha256: '' };
  const run: RunWriter = {
    id,
    where: (path) => path,
    save: () => Promise.reject(new Error('only JSON is saved here')),
    saveJson: async (path, value) => {
      if (saved.has(path)) throw new RangeError(`${path} is written once`);
      saved.set(path, JSON.parse(JSON.stringify(value)));
      return nothing;
    },
    seal: () => Promise.reject(new Error('nothing is sealed here')),
  };
  return { run, saved };
}

/** `target check type:id` → status, for every verdict; and the status of each target. */
export function verdictsOf(results: readonly Result[]): ReadonlyMap<string, string> {
  return new Map(
    results.flatMap(({ target, verdicts }) =>
      verdicts.map(({ check, resource, status }): [string, string] => [
        `${nameOf(target)} ${check} ${resource.type}:${resource.id}`,
        status,
      ]),
    ),
  );
}

export const nameOf = ({ account, region, cluster }: Result['target']): string =>
  [account, region, cluster?.name].filter(Boolean).join('/');
