import { isDeniedByPolicy, isNotEnabled } from '../clients/errors.ts';
import { contextOf } from '../collect/collector.ts';
import { accountCollectors } from '../collect/of-account.ts';
import { regionCollectors } from '../collect/of-region.ts';
import { snapshotPath } from '../contract/keys.ts';
import type { Cause } from '../engine/facts.ts';
import type { Unknown } from '../facts/fact.ts';
import type { Fact } from '../facts/index.ts';
import type { PlannedAccount } from './plan.ts';
import { read } from './read.ts';
import type { Snapshot } from './snapshot.ts';
import { factsToCollect, type Stage } from './stage.ts';
import { accountTarget, type PlannedRegion, regionTarget } from './targets.ts';

/** Reads what is of an account as a whole, and writes its snapshot. An account that cannot be entered has `ended` as failed. */
export async function collectAccount(stage: Stage, account: PlannedAccount): Promise<Snapshot> {
  const { plan, aws } = stage;
  const target = accountTarget(plan, account);
  if (account.refused !== undefined) {
    const cause = { fact: 'accounts', why: account.refused, action: 'add it to the accounts of postern.yaml and deploy again' };
    return save(stage, { schema, target, facts: {}, ended: { status: 'failed', cause } });
  }
  const entry = await aws.credentials(account.id).then(
    () => undefined,
    (error: unknown) => cause('credentials', error),
  );
  if (entry !== undefined) return save(stage, { schema, target, facts: {}, ended: { status: 'failed', cause: entry } });
  const context = contextOf(
    aws,
    { account: account.id, region: aws.region, partition: plan.partition },
    noCluster,
    stage.signal,
  );
  const { facts, errors } = await read(accountCollectors, factsToCollect(stage, 'account'), context, {}, target);
  return save(stage, { schema, target, facts, errors });
}

/** Reads a Region of an account, Region-wide, and writes its snapshot. A Region without a cluster ends after the first look. */
export async function collectRegion(stage: Stage, account: PlannedAccount, region: PlannedRegion): Promise<Snapshot> {
  const { plan, aws } = stage;
  const target = regionTarget(plan, account, region.name);
  if (region.skipped !== undefined)
    return save(stage, { schema, target, facts: {}, ended: { status: 'skipped', cause: region.skipped } });
  const context = contextOf(
    aws,
    { account: account.id, region: region.name, partition: plan.partition },
    noCluster,
    stage.signal,
  );
  const first = await read(regionCollectors, ['clusters', 'clusterPresence'], context, {}, target);
  const { clusters, clusterPresence } = first.facts;
  const ended = endOf(clusters);
  if (ended !== undefined) return save(stage, { schema, target, ...first, ended });
  if (clusterPresence?.known && !clusterPresence.value.present)
    return save(stage, { schema, target, ...first, notApplicable: 'no cluster in this Region' });
  const rest = await read(regionCollectors, factsToCollect(stage, 'region'), context, first.facts, target);
  return save(stage, { schema, target, facts: { ...first.facts, ...rest.facts }, errors: [...first.errors, ...rest.errors] });
}

const schema = 'postern/snapshot@1';

/**
 * A Region that a policy closes, or that turns our credentials down, cannot be seen at all. What the account itself calls not enabled was
 * skipped before; anything else that looks like it may as well be a key that was taken away, and nothing may be left out for that.
 */
function endOf(clusters: Fact<'clusters'> | undefined): Snapshot['ended'] {
  if (clusters === undefined || clusters.known || !(isNotEnabled(clusters) || isDeniedByPolicy(clusters))) return undefined;
  return { status: 'failed', cause: { fact: 'clusters', ...reason(clusters) } };
}

const reason = ({ why, action }: Unknown) => (action === undefined ? { why } : { why, action });

function cause(fact: string, error: unknown): Cause {
  const { why, action } = error as { readonly why?: string; readonly action?: string };
  if (why === undefined) throw error;
  return { fact, why, ...(action === undefined ? {} : { action }) };
}

const noCluster = () => Promise.reject(new Error('this target has no cluster'));

async function save(stage: Stage, snapshot: Snapshot): Promise<Snapshot> {
  const { account = '', region } = snapshot.target;
  await stage.run.saveJson(snapshotPath(region === undefined ? { account } : { account, region }), snapshot);
  return snapshot;
}
