import type { Fact } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { onePerReason } from './lists/order.ts';
import { split } from './lists/split.ts';
import { doubtsOf } from './membership/doubts.ts';
import { estateOf } from './membership/estate.ts';

/**
 * The interfaces that nothing places, each with what the internet reaches of it, by itself or through a load balancer. Where something unread
 * might place one after all, that is missing, and the interface is not among them.
 */
export const unattributedInterfaces = derivation('unattributedInterfaces', (inputs): Fact<'unattributedInterfaces'> => {
  const { cluster, clusterInterfaces, exposures } = inputs;
  if (!cluster.known) return cluster;
  if (!exposures.known) return exposures;
  if (!clusterInterfaces.known) return clusterInterfaces;
  const estate = estateOf(cluster.value, inputs);
  const isCertain = (id: string): boolean => {
    const item = estate.interfaces.get(id);
    return item !== undefined && doubtsOf(item, estate).length === 0;
  };
  const rows = Map.groupBy(exposures.value.rows, ({ id }) => id);
  const complete = exposures.value.complete.unattributed;
  const items = clusterInterfaces.items
    .filter(({ id, role }) => role === 'unattributed' && isCertain(id))
    .map(({ id }) => ({ id, ...split(rows.get(id) ?? []), complete }));
  return { known: true, items, missing: onePerReason(clusterInterfaces.missing) };
});
