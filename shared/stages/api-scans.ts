import type { Executions } from '../cloud/executions.ts';
import { parseScope, type Scope, type Start } from '../contract/events.ts';
import { PLAN, runKey } from '../contract/keys.ts';
import { makeRunId, parseRunId, type RunId } from '../contract/run-id.ts';
import { loadJson } from '../store/json.ts';
import type { Store } from '../store/store.ts';
import { absentCluster } from './api-clusters.ts';
import { ApiError, type ApiRequest, type ApiResponse, json, notFound, only, parameters } from './api-request.ts';
import { isSealed, lockHolder } from './lock.ts';

export interface ScansPorts {
  readonly store: Store;
  readonly executions: Executions;
  readonly now: () => Date;
  /** An integer of 32 random bits. */
  readonly random: () => number;
  /** The accounts that the deployment scans, where they are a fixed list. */
  readonly accounts?: readonly string[];
}

/**
 * `POST /scans` starts a scan of everything, or of the accounts, Regions and clusters that its body names: 202 with the run id.
 * `GET /scans/{id}` says how far it is.
 * @throws ApiError, EventError: refusals; StoreError, CloudError
 */
export async function handleScans(request: ApiRequest, ports: ScansPorts): Promise<ApiResponse> {
  const [scans, id, ...rest] = request.segments;
  if (scans !== 'scans' || rest.length > 0) throw notFound();
  if (id === undefined) {
    only('POST', request);
    parameters(request);
    return startScan(scopeOf(request.body), ports);
  }
  only('GET', request);
  parameters(request);
  const run = parseRunId(id);
  if (run === undefined) throw noSuchScan();
  return scanStatus(run, ports);
}

function scopeOf(body: string): Scope {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ApiError(400, 'The body is not JSON.');
  }
  if (value === null) throw new ApiError(400, 'The body is no object.');
  return parseScope(value);
}

async function startScan(scope: Scope, { store, executions, now, random, accounts }: ScansPorts): Promise<ApiResponse> {
  const stranger = accounts && scope.accounts?.find((account) => !accounts.includes(account));
  if (stranger !== undefined) throw new ApiError(422, `The account ${stranger} is none that is scanned here.`);
  const absent = await absentCluster(store, scope);
  if (absent !== undefined)
    throw new ApiError(
      422,
      `No cluster is called ${absent.cluster} in the last report (run ${absent.run}): to find one that is newer, name its account or Region instead.`,
    );
  const holder = await lockHolder(store, executions, now());
  if (holder !== undefined) throw new ApiError(409, `A scan is under way (run ${holder.run}): ask again when it has ended.`);
  const run = makeRunId(now(), random());
  const start: Start = { trigger: 'request', run, scope };
  const { started } = await executions.start(run, start);
  if (!started) throw new ApiError(409, 'Another scan was started in this moment: ask again.');
  return json(202, { run, status: 'starting' }, { location: `/scans/${run}` });
}

async function scanStatus(run: RunId, { store, executions, now }: ScansPorts): Promise<ApiResponse> {
  const [sealed, holder, state, accounts] = await Promise.all([
    isSealed(store, run),
    lockHolder(store, executions, now()),
    executions.state(executions.named(run)),
    plannedAccounts(store, run),
  ]);
  const isRunning = state === 'running' || holder?.run === run;
  if (!sealed && !isRunning && state === undefined && accounts === undefined) throw noSuchScan();
  const status = sealed ? 'sealed' : !isRunning ? 'ended without a report' : accounts === undefined ? 'starting' : 'running';
  return json(200, { run, status, ...(accounts !== undefined && { progress: await progressOf(store, run, accounts) }) });
}

const noSuchScan = () =>
  new ApiError(404, 'There is no such scan, or none yet: one that was started just now is known in a few seconds.', {
    'retry-after': '5',
  });

const planLimits = { maxBytes: 16 * 1024 * 1024 };

/** How many accounts the plan means; undefined where there is no plan yet. */
async function plannedAccounts(store: Store, run: RunId): Promise<number | undefined> {
  const plan = (await loadJson(store, runKey(run, PLAN), planLimits)) as { readonly accounts?: unknown } | undefined | null;
  return Array.isArray(plan?.accounts) ? plan.accounts.length : undefined;
}

/** Results against what is known of so far: the accounts of the plan, the Regions and clusters that were read. */
async function progressOf(store: Store, run: RunId, accounts: number) {
  const found = { snapshots: { account: 0, region: 0, cluster: 0 }, results: { account: 0, region: 0, cluster: 0 } };
  for (const folder of ['snapshots', 'results'] as const)
    for await (const { key } of store.list(`${runKey(run, folder)}/`))
      found[folder][key.endsWith('/_account.json.gz') ? 'account' : key.endsWith('/_region.json.gz') ? 'region' : 'cluster'] +=
        1;
  const { snapshots, results } = found;
  return {
    accounts: { known: accounts, done: results.account },
    regions: { known: snapshots.region, done: results.region },
    clusters: { known: snapshots.cluster, done: results.cluster },
  };
}
