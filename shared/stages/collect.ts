import { isDeniedByPolicy, isNotEnabled } from '../clients/errors.ts';
import { contextOf } from '../collect/collector.ts';
import { snapshotPath } from '../contract/keys.ts';
import type { Cause } from '../engine/facts.ts';
import type { Unknown } from '../facts/fact.ts';
import type { Fact, FactsOfTarget } from '../facts/index.ts';
import type { Plan, PlannedAccount } from './plan.ts';
import { read } from './read.ts';
import type { Snapshot } from './snapshot.ts';
import { factsToCollect, type Stage } from './stage.ts';

/** A Region of an account that is to be collected, or the reason why it is not. */
export interface PlannedRegion {
  readonly name: string;
  readonly skipped?: Cause;
}

/** Reads what is of an account as a whole, and writes its snapshot. An account that cannot be entered has `ended` as failed. */
export async function collectAccount(stage: Stage, account: PlannedAccount): Promise<Snapshot> {
  const { plan, aws } = stage;
  const target = accountTarget(plan, account);
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
  const { facts, errors } = await read(factsToCollect(stage, 'account'), context, {}, target);
  return save(stage, { schema, target, facts, errors });
}

/**
 * The Regions of an account that the plan means: those that were asked for, else every enabled one. A Region that the account has not
 * enabled is skipped; where the account's Regions are unknown, those that were asked for are tried.
 */
export function regionsOf(stage: Pick<Stage, 'plan'>, account: Snapshot): readonly PlannedRegion[] {
  const asked = stage.plan.regions;
  const known = account.facts.regions;
  if (account.ended !== undefined) return [];
  if (known === undefined || !known.known) return (asked ?? []).map((name) => ({ name }));
  const status = new Map(known.items.map(({ name, optInStatus }) => [name, optInStatus]));
  const enabled = (name: string): boolean => status.has(name) && status.get(name) !== 'not-opted-in';
  return [...(asked ?? [...status.keys()].filter(enabled))]
    .sort()
    .map((name) =>
      enabled(name)
        ? { name }
        : { name, skipped: { fact: 'regions', item: name, why: 'this Region is not enabled in this account' } },
    );
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
  const first = await read(['clusters', 'clusterPresence'], context, {}, target);
  const { clusters, clusterPresence } = first.facts;
  const ended = endOf(clusters);
  if (ended !== undefined) return save(stage, { schema, target, ...first, ended });
  if (clusterPresence?.known && !clusterPresence.value.present)
    return save(stage, { schema, target, ...first, notApplicable: 'no cluster in this Region' });
  const rest = await read(factsToCollect(stage, 'region'), context, first.facts, target);
  return save(stage, { schema, target, facts: { ...first.facts, ...rest.facts }, errors: [...first.errors, ...rest.errors] });
}

/** An account as a target of a plan. */
export const accountTarget = ({ partition }: Pick<Plan, 'partition'>, account: PlannedAccount) =>
  ({ kind: 'account', partition, ...describe(account) }) as const;

/** A Region of an account as a target of a plan. */
export const regionTarget = ({ partition }: Pick<Plan, 'partition'>, account: PlannedAccount, region: string) =>
  ({ kind: 'region', partition, ...describe(account), region }) as const;

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

const describe = ({ id, name, organizationalUnit }: PlannedAccount) => ({
  account: id,
  ...(name === undefined ? {} : { accountName: name }),
  ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
});

async function save(stage: Stage, snapshot: Snapshot): Promise<Snapshot> {
  const { account = '', region } = snapshot.target;
  await stage.run.saveJson(snapshotPath(region === undefined ? { account } : { account, region }), snapshot);
  return snapshot;
}

/** Facts that a snapshot gives to the targets inside of it. */
export const inherited = (...snapshots: readonly Snapshot[]): FactsOfTarget =>
  Object.assign({}, ...snapshots.map(({ facts }) => facts));
