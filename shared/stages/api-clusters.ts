import type { Scope } from '../contract/events.ts';
import type { RunId } from '../contract/run-id.ts';
import type { ReportTarget } from '../report/report.ts';
import { StoreError } from '../store/error.ts';
import { sealedRuns } from '../store/manifest.ts';
import { readRun } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import { openTargets } from './sealed-report.ts';

/** How many reports are looked at for one of everything. */
const MOST = 20;

/**
 * A cluster that is asked for by name and that the last report of everything does not know, though nothing was hidden from it. Undefined
 * where there is no such report, or where it cannot tell.
 */
export async function absentCluster(
  store: Store,
  { accounts, regions, clusters }: Scope,
): Promise<{ readonly cluster: string; readonly run: RunId } | undefined> {
  if (clusters === undefined) return undefined;
  const report = await lastOfEverything(store);
  const inScope = report?.targets.filter(
    ({ account = '', region }) =>
      (accounts?.includes(account) ?? true) && (region === undefined || (regions?.includes(region) ?? true)),
  );
  if (report === undefined || inScope === undefined || inScope.some(mayHide)) return undefined;
  const known = new Set(inScope.map(({ cluster }) => cluster?.name));
  const cluster = clusters.find((name) => !known.has(name));
  return cluster === undefined ? undefined : { cluster, run: report.run };
}

/** Whether a target may hold clusters that no report knows: it was not entered, or its lists were not read. */
const mayHide = ({ cluster, status, missing }: ReportTarget): boolean =>
  cluster === undefined &&
  (status === 'failed' ||
    missing.some(({ fact, item }) => tags.includes(fact) || (item === undefined && lists.includes(fact))));

const lists = ['regions', 'clusters'];
/** An instance that was not read may be tagged as one of a cluster that is not EKS's. */
const tags = ['instances', 'selfManagedClusters'];

async function lastOfEverything(store: Store) {
  let tried = 0;
  for await (const id of sealedRuns(store)) {
    if (++tried > MOST) return undefined;
    const found = await targetsOf(store, id);
    if (found?.run.trigger === 'schedule') return { run: id, targets: found.targets };
  }
  return undefined;
}

/** A report that cannot be read tells nothing. */
async function targetsOf(store: Store, id: RunId) {
  try {
    const reader = await readRun(store, id);
    return reader && (await openTargets(reader));
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'corrupt') return undefined;
    throw error;
  }
}
