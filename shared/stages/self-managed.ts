import { selfManaged } from '../derive/membership/self-managed.ts';
import { selfManagedClusters } from '../derive/self-managed-clusters.ts';
import { bench, type Cause } from '../engine/facts.ts';
import { isUnknown } from '../facts/fact.ts';
import type { Fact, FactsOfTarget, Stored } from '../facts/index.ts';

const none = { known: true, items: [], missing: [] } as const;

/** The clusters of a Region that are not EKS's. A Region that was found empty at the first look has none. */
export function selfManagedIn(region: FactsOfTarget): Fact<'selfManagedClusters'> {
  if (region.clusterPresence?.known && !region.clusterPresence.value.present) return none;
  const judged = bench(region, [selfManagedClusters], ['selfManagedClusters'], (_, error) => {
    throw error;
  });
  return judged.get('selfManagedClusters') as Fact<'selfManagedClusters'>;
}

/** Why a Region may hold more of them; `item` is what was not read, where the rest was. */
export function unreadSelfManaged(region: FactsOfTarget): Pick<Cause, 'why' | 'action' | 'item'> | undefined {
  const found = selfManagedIn(region);
  const unread = isUnknown(found) ? found : found.missing[0];
  if (unread === undefined) return undefined;
  const { why, action } = unread;
  return { why, ...(action !== undefined && { action }), ...('id' in unread && { item: unread.id }) };
}

/** What is known of one without a call: its place, and that it has no node groups and pod identities of EKS's. */
export const factsOfSelfManaged = (cluster: Pick<Stored<'selfManagedClusters'>, 'name' | 'vpcId'>) =>
  ({
    cluster: { known: true, value: selfManaged(cluster) },
    nodeGroups: none,
    podIdentityAssociations: none,
  }) as const satisfies FactsOfTarget;
