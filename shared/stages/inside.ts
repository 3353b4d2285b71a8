import { insideFolder, LATEST, snapshotPath } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import type { Target } from '../engine/verdict.ts';
import type { FactsOfTarget } from '../facts/index.ts';
import { duration, time } from '../report/words.ts';
import { storeBelow } from '../store/below.ts';
import { StoreError } from '../store/error.ts';
import { saveJson } from '../store/json.ts';
import { readRun } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import { namedTarget } from './kubeconfig.ts';
import { latestRun } from './latest.ts';
import { turns } from './pool.ts';
import { placeOf } from './results.ts';
import { loadPlan, loadSnapshotAt, SnapshotError } from './snapshot.ts';

/** Where facts from inside of private networks may be, and the time that they are as old as. */
export interface Inside {
  readonly store: Store;
  readonly now: () => Date;
  /** Snapshots may be of many megabytes, and of anybody: one is read at a time. */
  readonly inTurn: ReturnType<typeof turns>;
}

/** Looks in a scan's own results. */
export const insideOf = (store: Store, now: () => Date): Inside => ({ store, now, inTurn: turns(1) });

/** An EKS cluster whose API server could not be reached. */
export interface Unreached {
  readonly account: string;
  readonly region: string;
  readonly cluster: NonNullable<Target['cluster']>;
  /** SHA-256 of the certificates that EKS gives as its authority. */
  readonly authorities: readonly string[];
}

/** Facts that may be used, or why those that are there may not. */
export type Found =
  | { readonly facts: FactsOfTarget; readonly inside: NonNullable<Target['inside']> }
  | { readonly why: string };

const HOUR = 3_600_000;
/** What is used is younger than this. */
const OLDEST_MS = 24 * HOUR;
/** Two clocks may differ by so much. */
const SKEW_MS = 5 * 60_000;

/** The store of what is read inside the network of a cluster: in a scan's results, in a place that only names of AWS decide. */
export const insideStore = (store: Store, place: Parameters<typeof insideFolder>[0]): Store =>
  storeBelow(store, insideFolder(place));

/** Says which run was read last. It is written over whatever stands there: to read it would take a right more. @throws StoreError */
export const saveInside = (store: Store, run: RunId, sealedAt: string) =>
  saveJson(store, LATEST, { schema: 'postern/latest@1', run, sealedAt });

/**
 * The newest facts of a cluster's API that were read inside its network, if they are of this cluster and young enough. What is there was
 * written by whoever may write there: it goes through the same schemas and bounds as any snapshot. Undefined where there is nothing.
 */
export async function findInside({ store, now, inTurn }: Inside, unreached: Unreached): Promise<Found | undefined> {
  const { account, region, cluster } = unreached;
  try {
    const own = insideStore(store, { account, region, cluster: placeOf({ account, region, cluster }).cluster ?? '' });
    const id = await latestRun(own);
    return id === undefined ? undefined : await inTurn(() => factsOf(own, id, now(), unreached));
  } catch (error) {
    if (error instanceof StoreError || error instanceof SnapshotError) return { why: `cannot be used: ${error.message}` };
    throw error;
  }
}

async function factsOf(store: Store, id: RunId, now: Date, unreached: Unreached): Promise<Found> {
  const run = await readRun(store, id);
  if (run === undefined) return { why: `cannot be used: the run ${id} was never finished` };
  const { kubeconfig, clock } = await loadPlan(run);
  const of = kubeconfig?.inside;
  const { account, region, cluster } = unreached;
  if (kubeconfig === undefined || of === undefined)
    return { why: `cannot be used: the run ${id} does not say of which cluster` };
  if (of.account !== account || of.region !== region || of.cluster !== cluster.name)
    return { why: 'are not used: they are of another cluster' };
  if (!of.authorities.some((one) => unreached.authorities.includes(one)))
    return {
      why: `are not used: the server that gave them has another certificate authority than EKS says of ${cluster.name}`,
    };
  const age = now.getTime() - Date.parse(clock);
  if (age < -SKEW_MS)
    return { why: `are not used: they are said to be of ${time(clock)}, which is yet to come; set the clocks` };
  if (age >= OLDEST_MS)
    return { why: `are not used: they are ${duration(clock, now.toISOString())} old, and under 24 h is taken` };
  const { facts } = await loadSnapshotAt(run, snapshotPath(placeOf(namedTarget(kubeconfig))));
  return { facts, inside: { run: id, collectedAt: clock, ageSeconds: Math.max(0, Math.floor(age / 1_000)) } };
}
