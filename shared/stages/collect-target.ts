import { EventError, type TargetEvent } from '../contract/events.ts';
import { snapshotPath } from '../contract/keys.ts';
import { collectAccount, collectRegion } from './collect.ts';
import { settle } from './judge.ts';
import { loadSnapshotAt } from './snapshot.ts';
import { type Desk, openDesk, saveOnce, snapshotOf, type TargetWork } from './target-desk.ts';
import { clusterKeyOf, clustersOf, regionsOf } from './targets.ts';

/** What follows from an account: its Regions; from a Region: its clusters, each by its key, and the Region itself, unless it is done. */
export type Collected =
  | { readonly regions: readonly { readonly region: string }[] }
  | { readonly targets: readonly { readonly cluster?: string }[] };

/**
 * Collects an account or a Region of it, unless that was done before, and names what is to be done next. A Region that holds nothing to read is
 * judged at once: most Regions of most accounts have no cluster, and a function of its own for each of them would cost more than all else.
 * @throws EventError for what the run does not mean; SnapshotError, StoreError
 */
export async function collectTarget(work: TargetWork, event: TargetEvent): Promise<Collected> {
  const { run, account, region, cluster } = event;
  if (cluster !== undefined) throw new EventError('a cluster is collected as it is scanned');
  const desk = await openDesk(work, run, account);
  const { stage } = desk;
  if (region === undefined) {
    const own = await snapshotOf(desk, { account }, () => collectAccount(stage, desk.account));
    // One that is skipped needs no function to say so: whoever asks for a hundred Regions would pay for a hundred. `publish` says it.
    const entered = regionsOf(stage, own).filter(({ skipped }) => skipped === undefined);
    return { regions: entered.map(({ name }) => ({ region: name })) };
  }
  const planned = await plannedRegion(desk, region);
  const own = await snapshotOf(desk, { account, region }, () => collectRegion(stage, desk.account, planned));
  const settled = settle(stage.plan, stage.checks, own);
  if (settled !== undefined) {
    await saveOnce(desk, settled);
    return { targets: [] };
  }
  return { targets: [...clustersOf(stage, own).map((one) => ({ cluster: clusterKeyOf(own, one) })), {}] };
}

async function plannedRegion({ stage, source, account }: Desk, region: string) {
  const ofAccount = await loadSnapshotAt(source, snapshotPath({ account: account.id }));
  const planned = regionsOf(stage, ofAccount).find(({ name }) => name === region);
  if (planned === undefined) throw new EventError('the run does not mean this Region');
  return planned;
}
