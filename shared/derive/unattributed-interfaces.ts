import type { Fact } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { onePerReason, split } from './exposure/split.ts';

/** The interfaces that nothing places, each with what the internet reaches of it, by itself or through a load balancer. */
export const unattributedInterfaces = derivation(
  'unattributedInterfaces',
  ({ clusterInterfaces, exposures }): Fact<'unattributedInterfaces'> => {
    if (!exposures.known) return exposures;
    if (!clusterInterfaces.known) return clusterInterfaces;
    const rows = Map.groupBy(exposures.value.rows, ({ id }) => id);
    const complete = exposures.value.complete.unattributed;
    const items = clusterInterfaces.items
      .filter(({ role }) => role === 'unattributed')
      .map(({ id }) => ({ id, ...split(rows.get(id) ?? []), complete }));
    return { known: true, items, missing: onePerReason(clusterInterfaces.missing) };
  },
);
