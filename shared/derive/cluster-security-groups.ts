import { isUnknown, type Missing, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import type { Inputs } from './derive.ts';
import { derivation } from './derive.ts';
import { type Place, placesOf } from './security-groups/places.ts';
import { type Rules, rulesOf } from './security-groups/rules.ts';

type Group = Stored<'clusterSecurityGroups'>;

/**
 * The security groups that sit on the cluster's own interfaces, each with its rules of ingress. The control plane's are known from the
 * cluster itself, even where no interface could be read; what an unread interface, group or prefix list hides is missing or unknown.
 */
export const clusterSecurityGroups = derivation('clusterSecurityGroups', (inputs): Fact<'clusterSecurityGroups'> => {
  const { cluster, clusterInterfaces, securityGroups } = inputs;
  if (!cluster.known) return cluster;
  const { places, missing, complete } = placesOf(cluster.value, clusterInterfaces);
  const found = new Map(securityGroups.known ? securityGroups.items.map((group) => [group.id, group]) : []);
  const rules = memoised((id) => rulesOfGroup(id, found, inputs));
  const items: Group[] = [];
  const unread: Missing[] = [...missing];
  for (const id of [...places.keys()].sort()) {
    const group = found.get(id);
    if (group === undefined) unread.push(absent(id, securityGroups));
    else items.push({ ...item(group, rules(id), places.get(id) as Place, rules), placesComplete: complete });
  }
  return { known: true, items, missing: unread };
});

function item(
  { id, name }: Stored<'securityGroups'>,
  own: Rules,
  place: Place,
  rules: (id: string) => Rules,
): Omit<Group, 'placesComplete'> {
  return {
    id,
    name,
    ...own,
    roles: [...place.roles].sort(),
    evidence: [...place.evidence],
    together: [...place.together.values()].map((ids) => ids.map((other) => ({ id: other, ...rules(other) }))),
  };
}

function rulesOfGroup(
  id: string,
  groups: ReadonlyMap<string, Stored<'securityGroups'>>,
  { securityGroups, prefixLists }: Inputs<'clusterSecurityGroups'>,
): Rules {
  const group = groups.get(id);
  const ingress = group === undefined ? asUnknown(absent(id, securityGroups)) : group.ingress;
  return isUnknown(ingress) ? { ingress, complete: ingress } : rulesOf(id, ingress, prefixLists);
}

function absent(id: string, groups: Fact<'securityGroups'>): Missing {
  if (!groups.known) return { id, ...asReason(groups) };
  return groups.missing.find((item) => item.id === id) ?? { id, why: `EC2 lists no security group ${id}` };
}

const asUnknown = ({ why, action }: Missing): Unknown => unknown(why, action);
const asReason = ({ why, action }: Unknown) => (action === undefined ? { why } : { why, action });

function memoised<T>(compute: (key: string) => T): (key: string) => T {
  const values = new Map<string, T>();
  return (key) => {
    const value = values.get(key) ?? compute(key);
    values.set(key, value);
    return value;
  };
}
