import { resolve } from 'node:path';
import type { KubernetesConnection } from '../shared/clients/kubernetes/connection.ts';
import { KubernetesError } from '../shared/clients/kubernetes/errors.ts';
import { eksClusterArn } from '../shared/clients/partition.ts';
import { settingsOf } from '../shared/config/thresholds.ts';
import { makeRunId } from '../shared/contract/run-id.ts';
import { derivations } from '../shared/derive/index.ts';
import { oneLine } from '../shared/report/text.ts';
import { nearIds } from '../shared/stages/exposure-near.ts';
import { insideStore, saveInside } from '../shared/stages/inside.ts';
import { makePlan } from '../shared/stages/plan.ts';
import { scanNamed } from '../shared/stages/scan-kubeconfig.ts';
import { clusterKey } from '../shared/store/cluster-key.ts';
import { openRun } from '../shared/store/run.ts';
import { version } from '../shared/version.ts';
import { type Io, UsageError } from './io.ts';
import type { ScopeOptions } from './options.ts';
import { progress } from './progress.ts';
import type { ScanInput, ScanOutput } from './scan-input.ts';

/** The file's reader is loaded when a file is named, and not before. */
const reader = () => import('../shared/clients/kubernetes/kubeconfig.ts');

/** Flags that say what of AWS to look at, and how. */
const ofAws = ['region', 'cluster', 'account', 'organization', 'roleName', 'externalId', 'probe', 'rate'] as const;

/** Scans the one cluster that a kubeconfig names, by its API alone: no AWS credentials are needed, or looked for. @throws UsageError, StoreError */
export async function scanKubeconfig(io: Io, file: string, input: ScanInput): Promise<ScanOutput> {
  const { options, selection } = input;
  const of = refuseAws(options, input.judged);
  const startedAt = io.now();
  const runId = makeRunId(startedAt, io.random());
  const { context, connection } = await opened(io, file, options.context);
  const shown = progress(io);
  try {
    const plan = makePlan({
      ...{ runId, startedAt, version, trigger: 'cli', partition: 'aws', accounts: [], kubernetes: 'auto' },
      kubeconfig: {
        ...{ context, server: connection.server.href },
        ...(of && { inside: { ...of, authorities: [...connection.authorities] } }),
      },
      checks: selection.checks.map(({ id }) => id),
      frameworks: selection.frameworks.map(({ id }) => id),
      narrowed: selection.narrowed,
      settings: settingsOf(input.config),
    });
    const store = of === undefined ? input.store : insideStore(input.store, placeOfInside(of));
    const run = openRun(store, runId);
    const { judged } = input;
    const outcome = await scanNamed({
      plan,
      run,
      connection,
      judged,
      derivations,
      checks: selection.checks,
      signal: io.signal,
    });
    io.signal.throwIfAborted();
    shown.report({ stage: 'scan', done: 1, total: 1, label: context });
    return { plan, run, outcome, ...(of && { sealed: (at: Date) => saveInside(store, runId, at.toISOString()) }) };
  } finally {
    shown.end();
    connection.close();
  }
}

/** An EKS cluster by its names. */
interface NamedCluster {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
}

const placeOfInside = ({ account, region, cluster }: NamedCluster) => ({
  ...{ account, region },
  cluster: clusterKey(eksClusterArn(account, region, cluster)),
});

/**
 * The EKS cluster that is read from inside its network, where the flags say so: whoever only reads may say whose facts they are.
 * @throws UsageError for other flags that are about AWS, of which nothing is looked at
 */
function refuseAws(options: ScopeOptions, judged: boolean): NamedCluster | undefined {
  const { account, region, cluster } = options;
  const named = judged ? undefined : namedCluster(account, region, cluster);
  const given = ofAws.find((name) => {
    if (named !== undefined && Object.hasOwn(named, name)) return false;
    const value: unknown = options[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  const flag = given ?? (options.kubernetes === 'off' ? 'kubernetes' : undefined);
  if (flag === undefined) return named;
  const name = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--kubeconfig reads one cluster by its own API, and nothing of AWS; leave out --${name}`);
}

/** @throws UsageError where some of the three say which cluster it is, and not all, or more than one */
function namedCluster(...flags: readonly (readonly string[])[]): NamedCluster | undefined {
  if (flags.every(({ length }) => length === 0)) return undefined;
  const [account, region, cluster] = flags.map((values) => (values.length === 1 ? values[0] : undefined));
  if (account === undefined || region === undefined || cluster === undefined)
    throw new UsageError(
      '--kubeconfig is one cluster: say whose facts they are with one --account, one --region and one --cluster',
    );
  return { account, region, cluster };
}

/** The context that is meant, and its API server. @throws UsageError */
async function opened(
  io: Io,
  name: string,
  asked: string | undefined,
): Promise<{ readonly context: string; readonly connection: KubernetesConnection }> {
  const file = resolve(io.cwd, name);
  try {
    const { kubeconfigConnection, kubeconfigContexts } = await reader();
    const { current, names } = await kubeconfigContexts(file);
    const context = asked ?? current;
    if (context === undefined)
      throw new UsageError(`${name} has no current context; name one with --context${list('it has', names)}`);
    if (!names.includes(context))
      throw new UsageError(`--context ${context}: ${name} has no such context${near(context, names)}`);
    const connection = await kubeconfigConnection(file, context);
    const { length } = context + connection.server.href;
    if (length <= longest) return { context, connection };
    connection.close();
    throw new UsageError(`${name}: the context's name and its server's address have ${length} characters; shorten the name`);
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    throw new UsageError(error.action === undefined ? error.message : `${error.message}; ${error.action}`);
  }
}

/** What a plan and a report take of both. */
const longest = 1_000;
const most = 5;

const near = (context: string, names: readonly string[]): string => {
  const meant = nearIds(context, names);
  return meant.length > 0 ? list('perhaps you mean', meant) : list('it has', names);
};

const list = (words: string, names: readonly string[]): string => {
  const shown = names.slice(0, most).map((name) => oneLine(name, 80));
  return shown.length === 0 ? '' : `; ${words}: ${shown.join(', ')}${names.length > most ? ' …' : ''}`;
};
