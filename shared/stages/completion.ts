import type { Check } from '../checks/check.ts';
import { resultPath, runKey, snapshotPath } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import type { Derivation } from '../derive/derive.ts';
import { evaluate } from '../engine/evaluate.ts';
import { withUnseen } from '../engine/unseen.ts';
import type { Result } from '../engine/verdict.ts';
import { StoreConflict, StoreError } from '../store/error.ts';
import { type OnceWriter, openOnce, openRun } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import { plainLine } from '../text/plain-line.ts';
import { judge } from './judge.ts';
import { noting } from './outcome.ts';
import type { Plan, PlannedAccount } from './plan.ts';
import { pooled } from './pool.ts';
import { loadResult, placeOf, saveResult } from './results.ts';
import { loadSnapshotAt, type Snapshot, SnapshotError, type SnapshotSource } from './snapshot.ts';
import { storedRun } from './stored-run.ts';
import { accountTarget, clustersOf, clusterTarget, type PlannedRegion, regionsOf, regionTarget } from './targets.ts';
import { unfoundIn, withUnfound } from './unfound.ts';
import { unseenIn } from './unseen.ts';

/** A run whose functions have ended, each with a result or without. */
export interface Completion {
  readonly store: Store;
  readonly run: RunId;
  readonly plan: Plan;
  /** The selected ones. */
  readonly checks: readonly Check[];
  readonly derivations: readonly Derivation[];
}

type Ended = NonNullable<Snapshot['ended']>;

// Each holds the snapshots of a Region.
const accountsAtOnce = 4;
const regionsAtOnce = 4;
/** Stored bytes from which on the snapshot of a Region is held alone: the largest take half a gigabyte each, and a tenant can have many. */
const LARGE = 1024 * 1024;

/**
 * Gives every target that the plan means a result: each account, each Region that its account means, each cluster that its Region lists.
 * A target without one has failed: all its checks are unknown. One that was not even read gets a snapshot that says so, so that the run can
 * be replayed. What has a result keeps it; to complete a run twice is to complete it once. Where something that was asked for by name is
 * nowhere, the first account says so.
 * @returns how many results were made up
 * @throws StoreError
 */
export async function completeRun(completion: Completion): Promise<number> {
  const { store, run, plan } = completion;
  const { outcome, note } = noting();
  const desk: Desk = {
    ...completion,
    note,
    writer: openOnce(store, run),
    source: storedRun(store, run),
    there: await pathsOf(store, run),
    done: new Set(),
    alone: oneByOne(),
  };
  await pooled(plan.accounts, accountsAtOnce, (account) => completeAccount(desk, account));
  await sayUnfound(desk, unfoundIn(plan, outcome));
  return desk.done.size;
}

/** A scan of a cluster that there is not would find nothing wrong, having judged nothing. */
async function sayUnfound({ store, run, plan, checks, writer }: Desk, unfound: ReturnType<typeof unfoundIn>): Promise<void> {
  const [account] = plan.accounts;
  if (account === undefined || unfound === undefined) return;
  const found = await loadResult({ store, run: writer }, resultPath({ account: account.id }));
  const said = withUnfound(found, checks, unfound);
  if (said !== found) await saveResult({ run: openRun(store, run) }, said);
}

interface Desk extends Completion {
  readonly writer: OnceWriter;
  readonly source: SnapshotSource;
  /** Takes down what was there, for what was asked for by name. */
  readonly note: (snapshot: Snapshot) => void;
  /** Paths of the snapshots and results that there are, with their sizes. */
  readonly there: ReadonlyMap<string, number>;
  /** Paths of the snapshots of targets that were completed: a list may name one twice. */
  readonly done: Set<string>;
  /** Does one thing after another. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
}

async function completeAccount(desk: Desk, account: PlannedAccount): Promise<void> {
  const { plan } = desk;
  const own = await completeTarget(desk, accountTarget(plan, account));
  desk.note(own);
  // What was asked for by name is meant whatever became of its account.
  const isLost = own.ended?.cause.fact === noResult.cause.fact;
  const regions = isLost ? (plan.regions ?? []).map((name) => ({ name })) : regionsOf({ plan }, own);
  await pooled(regions, regionsAtOnce, (region) => {
    const size = desk.there.get(snapshotPath({ account: account.id, region: region.name })) ?? 0;
    const complete = () => completeRegion(desk, account, region);
    return size < LARGE ? complete() : desk.alone(complete);
  });
}

async function completeRegion(desk: Desk, account: PlannedAccount, region: PlannedRegion): Promise<void> {
  const skipped = region.skipped === undefined ? undefined : ({ status: 'skipped', cause: region.skipped } as const);
  const own = await completeTarget(desk, regionTarget(desk.plan, account, region.name), skipped);
  desk.note(own);
  for (const cluster of clustersOf({ plan: desk.plan }, own)) {
    const { arn, gone } = cluster;
    const ended =
      gone === undefined ? undefined : ({ status: 'gone', cause: { fact: 'clusters', item: arn, why: gone } } as const);
    await completeTarget(desk, clusterTarget(own, cluster), ended);
  }
}

const noResult: Ended = {
  status: 'failed',
  cause: {
    fact: 'result',
    why: 'no result: what scanned this failed, was stopped or ran out of time',
    action: "read the error in the run's execution, and scan again",
  },
};

/** Completes one target: a result stands only beside a snapshot that can be read. @returns the snapshot, as it is or as it was made up */
async function completeTarget(desk: Desk, target: Snapshot['target'], ended: Ended = noResult): Promise<Snapshot> {
  const place = placeOf(target);
  const path = snapshotPath(place);
  const made: Snapshot = { schema: 'postern/snapshot@1', target, facts: {}, ended };
  const stored = desk.there.has(path) ? await load(desk.source, path, made) : undefined;
  const own = stored?.snapshot ?? made;
  if ((stored?.readable && desk.there.has(resultPath(place))) || desk.done.has(path)) return own;
  desk.done.add(path);
  if (stored === undefined) await unlessThere(desk.writer.saveJson(path, own));
  // What ended early is judged without being computed on; anything else might fail again as it did before.
  const result = own.ended === undefined ? failed(desk, own) : judge(desk.plan, desk.checks, desk.derivations, [own]);
  // A result beside a snapshot that cannot be read is worth nothing, and is replaced.
  const isReplaced = desk.there.has(resultPath(place));
  await (isReplaced
    ? saveResult({ run: openRun(desk.store, desk.run) }, result)
    : unlessThere(saveResult({ run: desk.writer }, result)));
  return own;
}

/** What a function that outlived its execution wrote meanwhile stays. */
const unlessThere = (saved: Promise<unknown>): Promise<unknown> =>
  saved.catch((error: unknown) => {
    if (!(error instanceof StoreConflict)) throw error;
  });

/** Read, but not judged: its checks are unknown, and so is what it could not list. */
function failed({ plan, checks, derivations }: Desk, snapshot: Snapshot): Result {
  const result = evaluate({ target: snapshot.target, facts: {}, ended: noResult }, checks, derivations);
  const unseen = unseenIn(plan, snapshot);
  return unseen === undefined ? result : withUnseen(result, checks, unseen);
}

async function load(source: SnapshotSource, path: string, made: Snapshot) {
  try {
    return { readable: true, snapshot: await loadSnapshotAt(source, path) };
  } catch (error) {
    const isBad =
      error instanceof SnapshotError ||
      (error instanceof StoreError && (error.kind === 'corrupt' || error.kind === 'too-large'));
    if (!isBad) throw error;
    const ended: Ended = { status: 'failed', cause: { fact: noResult.cause.fact, why: plainLine(error.message, 300) } };
    return { readable: false, snapshot: { ...made, ended } };
  }
}

async function pathsOf(store: Store, run: RunId): Promise<ReadonlyMap<string, number>> {
  const root = runKey(run, '');
  const paths = new Map<string, number>();
  for (const folder of ['snapshots/', 'results/'])
    for await (const { key, size } of store.list(root + folder)) paths.set(key.slice(root.length), size);
  return paths;
}

function oneByOne(): Desk['alone'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}
