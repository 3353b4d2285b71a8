import { isUnknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { compare } from './lists/order.ts';

type Member = Stored<'clusterInterfaces'>;
type Rows = Stored<'exposures'>['rows'];

/** Groups on interfaces that nothing of the internet comes to: none where an interface, its groups or a way could not be read. */
export const quietSecurityGroups = derivation(
  'quietSecurityGroups',
  ({ clusterInterfaces, exposures }): Fact<'quietSecurityGroups'> => {
    if (!exposures.known || !clusterInterfaces.known || clusterInterfaces.missing.length > 0) return of([]);
    const { rows, complete } = exposures.value;
    const reached = new Set(rows.map(({ id }) => id));
    const open = new Set<string>();
    const all = new Set<string>();
    for (const item of clusterInterfaces.items) {
      if (isUnknown(item.securityGroupIds)) return of([]);
      const isQuiet = complete[item.role] === true && !reached.has(item.id) && !leadsOn(item, rows);
      for (const id of item.securityGroupIds) {
        all.add(id);
        if (!isQuiet) open.add(id);
      }
    }
    return of([...all].filter((id) => !open.has(id)).sort(compare));
  },
);

const of = (ids: string[]): Fact<'quietSecurityGroups'> => ({ known: true, value: { ids } });

/** A load balancer that something comes in by, whether or not its own interface is a row: its evidence names it. */
const leadsOn = ({ role, evidence }: Member, rows: Rows): boolean =>
  role === 'load-balancer' &&
  rows.some(({ via }) => evidence.some(({ id }) => via === id || via.endsWith(`:loadbalancer/${id}`)));
