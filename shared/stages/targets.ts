import { isGone } from '../clients/errors.ts';
import type { Cause } from '../engine/facts.ts';
import type { Subject } from '../engine/subject.ts';
import { isUnknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import type { Plan, PlannedAccount } from './plan.ts';
import { keyOf } from './results.ts';
import { selfManagedIn } from './self-managed.ts';
import type { Snapshot } from './snapshot.ts';

/** A Region of an account that is to be collected, or the reason why it is not. */
export interface PlannedRegion {
  readonly name: string;
  readonly skipped?: Cause;
}

/**
 * The Regions of an account that the plan means: those that were asked for, else every enabled one. A Region that the account has not
 * enabled is skipped; where the account's Regions are unknown, those that were asked for are tried.
 */
export function regionsOf(stage: { readonly plan: Pick<Plan, 'regions'> }, account: Snapshot): readonly PlannedRegion[] {
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

/** A cluster that EKS lists: described, or only named because it could not be. */
interface ListedByEks {
  readonly name: string;
  readonly arn: string;
  readonly described?: Stored<'clusters'>;
  readonly gone?: string;
  readonly vpcId?: undefined;
}

/** A cluster that is not EKS's: only instances name it. */
interface SelfManaged extends Pick<Stored<'selfManagedClusters'>, 'name' | 'vpcId'> {
  readonly arn?: undefined;
  readonly described?: undefined;
  readonly gone?: undefined;
}

export type ListedCluster = ListedByEks | SelfManaged;

/** The clusters of a Region that the plan means: those of EKS in order of their names, then the others. */
export function clustersOf({ plan }: { readonly plan: Pick<Plan, 'clusters'> }, region: Snapshot): readonly ListedCluster[] {
  const fact = region.facts.clusters;
  if (region.ended !== undefined || fact === undefined || !fact.known) return [];
  const described = fact.items.map((item): ListedByEks => ({ name: item.name, arn: item.arn, described: item }));
  const named = fact.missing.map(
    ({ id, why }): ListedByEks => ({ name: id.split('/').at(-1) ?? id, arn: id, ...(isGone({ why }) ? { gone: why } : {}) }),
  );
  const byArn = new Map<string, ListedByEks[]>();
  for (const one of [...described, ...named]) byArn.set(one.arn, [...(byArn.get(one.arn) ?? []), one]);
  const meant = ({ name }: ListedCluster) => plan.clusters === undefined || plan.clusters.includes(name);
  const ofEks = [...byArn.values()]
    .filter((same) => same.some(meant))
    .map(onlyOne)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const others = selfManagedIn(region.facts);
  const selfManaged = others.known ? others.items.map(({ name, vpcId }): SelfManaged => ({ name, vpcId })) : [];
  return [...ofEks, ...selfManaged.filter(meant)];
}

/** An ARN is one target. What is said of it twice contradicts itself: it is named, and no description of it is believed. */
function onlyOne(same: readonly ListedByEks[]): ListedByEks {
  const [{ name, arn, gone }] = same as readonly [ListedByEks];
  if (same.length === 1) return same[0] as ListedByEks;
  const allGone = gone !== undefined && same.every((one) => one.gone !== undefined);
  return allGone ? { name, arn, gone } : { name, arn };
}

/** An account as a target of a plan. */
export const accountTarget = ({ partition }: Pick<Plan, 'partition'>, account: PlannedAccount) =>
  ({ kind: 'account', partition, ...describe(account) }) as const;

/** A Region of an account as a target of a plan. */
export const regionTarget = ({ partition }: Pick<Plan, 'partition'>, account: PlannedAccount, region: string) =>
  ({ kind: 'region', partition, ...describe(account), region }) as const;

/** A cluster of a Region, as a target. */
export const clusterTarget = (region: Snapshot, cluster: ListedCluster) =>
  ({ ...region.target, kind: cluster.arn === undefined ? 'kubernetes' : 'eks', cluster: identity(cluster) }) as const;

/** What a cluster's place in the run is called. */
export const clusterKeyOf = (region: Snapshot, cluster: ListedCluster): string => keyOf(clusterTarget(region, cluster).cluster);

const describe = ({ id, name, organizationalUnit }: PlannedAccount) => ({
  account: id,
  ...(name === undefined ? {} : { accountName: name }),
  ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
});

function identity({ name, arn, described }: ListedCluster): NonNullable<Subject['target']['cluster']> {
  const { version, createdAt, tags } = described ?? {};
  return {
    name,
    ...(arn === undefined ? {} : { arn }),
    version: typeof version === 'string' ? version : 'unknown',
    ...(typeof createdAt === 'string' ? { createdAt } : {}),
    ...(tags === undefined || isUnknown(tags) ? {} : { tags: tags as Readonly<Record<string, string>> }),
  };
}
