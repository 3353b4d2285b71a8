import type { Missing } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { doubtsOf, doubtsOfRole, missing, unlisted } from './membership/doubts.ts';
import { type Estate, estateOf, type Interface, instanceIdOf, inVpc } from './membership/estate.ts';
import { isOfNeighbour, neighboursOf } from './membership/neighbours.ts';
import { type Placement, placementOf } from './membership/placement.ts';

/**
 * Membership: which network interfaces belong to the cluster, and as what. One in the cluster's VPC that nothing places, in no other cluster
 * either, is `unattributed`; where something unread might have placed it, that is missing too, so that neither is taken for a stranger's. So is
 * what might make a role graver, and an interface that only its instance names.
 */
export const clusterInterfaces = derivation('clusterInterfaces', (lists): Fact<'clusterInterfaces'> => {
  const { cluster, networkInterfaces } = lists;
  if (!cluster.known) return cluster;
  if (!networkInterfaces.known) return networkInterfaces;
  const estate = estateOf(cluster.value, lists);
  const neighbours = neighboursOf(estate, lists);
  const isTheirs = (item: Interface): boolean => isOfNeighbour(item, estate, neighbours);
  const items: Stored<'clusterInterfaces'>[] = [];
  const unread = new Map<string, Missing>(networkInterfaces.missing.map((item) => [item.id, item]));
  const note = (found: readonly Missing[]): void => {
    for (const one of found) unread.set(one.id, unread.get(one.id) ?? one);
  };
  for (const item of networkInterfaces.items) {
    const placement = placementOf(item, estate);
    const own = placement ?? (isTheirs(item) ? undefined : unattributed(item, estate));
    if (own !== undefined) items.push(member(item, own, estate));
    note(placement === undefined ? doubts(item, estate) : doubtsOfRole(item, placement, estate));
  }
  for (const instance of estate.instances.values()) note(unlisted(instance, estate));
  return { known: true, items: items.sort(byId), missing: [...unread.values()].sort(byId) };
});

function unattributed(item: Interface, estate: Estate): Placement | undefined {
  if (inVpc(item, estate) !== true) return undefined;
  const says = "in the cluster's VPC, and nothing says whose it is";
  return { role: 'unattributed', evidence: [{ kind: 'network-interface', id: item.id, says }] };
}

/** What might place an interface after all. One outside the cluster's VPC is in no doubt; where its VPC is not known, that alone is one. */
function doubts(item: Interface, estate: Estate): readonly Missing[] {
  const within = inVpc(item, estate);
  if (within !== undefined) return within ? doubtsOf(item, estate) : [];
  if (typeof estate.vpcId !== 'string') return [missing(estate.cluster.arn, estate.vpcId)];
  return typeof item.vpcId === 'string' ? [] : [missing(item.id, item.vpcId)];
}

function member(item: Interface, { role, evidence }: Placement, estate: Estate): Stored<'clusterInterfaces'> {
  const instanceId = instanceIdOf(item, estate);
  return {
    id: item.id,
    role,
    ...(typeof instanceId === 'string' ? { instanceId } : {}),
    securityGroupIds: item.securityGroupIds,
    evidence: [...evidence],
  };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
