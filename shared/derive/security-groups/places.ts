import { isUnknown, type Missing, type Unknown, unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';
import { missing as missingOf } from '../membership/doubts.ts';

type Evidence = Stored<'clusterSecurityGroups'>['evidence'][number];

/** Where one group sits. */
export interface Place {
  readonly roles: Set<string>;
  readonly evidence: Evidence[];
  /** The distinct sets of other groups on the same interface, by their ids joined. */
  readonly together: Map<string, readonly string[]>;
}

interface Places {
  readonly places: ReadonlyMap<string, Place>;
  readonly missing: readonly Missing[];
  /** True where no interface is missing or in doubt: any of them may carry any group. */
  readonly complete: true | Unknown;
}

/** As many interfaces as evidence shows of a group: enough to follow, whatever the size of the cluster. */
const shown = 3;

/** The groups of the cluster's interfaces, by id, with what hides more of them. Interfaces that nothing places are not the cluster's. */
export function placesOf(cluster: Stored<'cluster'>, interfaces: Fact<'clusterInterfaces'>): Places {
  const places = new Map<string, Place>();
  const missing: Missing[] = interfaces.known ? [...interfaces.missing] : [missingOf('network interfaces', interfaces)];
  const put = (ids: readonly string[], role: string, evidence: Evidence): void => {
    for (const id of ids) note(places, id, ids, role, evidence);
  };
  for (const { id, role, securityGroupIds, evidence } of interfaces.known ? interfaces.items : []) {
    if (role === 'unattributed') continue;
    if (isUnknown(securityGroupIds)) missing.push(missingOf(id, securityGroupIds));
    else
      put(securityGroupIds, role, { kind: 'network-interface', id, says: `${role} interface: ${evidence[0]?.says ?? role}` });
  }
  const { arn, clusterSecurityGroupId: own, securityGroupIds: additional } = cluster;
  for (const member of [own, additional]) if (isUnknown(member)) missing.push(missingOf(arn, member));
  const ids = [...(typeof own === 'string' ? [own] : []), ...(isUnknown(additional) ? [] : additional)];
  put(ids, 'control-plane', { kind: 'cluster', id: arn, says: 'EKS puts it on the interfaces of the control plane' });
  const [first] = missing;
  return { places, missing: unique(missing), complete: first === undefined ? true : unknown(first.why, first.action) };
}

function note(places: Map<string, Place>, id: string, ids: readonly string[], role: string, evidence: Evidence): void {
  const place = places.get(id) ?? { roles: new Set<string>(), evidence: [], together: new Map<string, readonly string[]>() };
  places.set(id, place);
  if (place.evidence.length < shown) place.evidence.push(evidence);
  place.roles.add(role);
  const others = [...new Set(ids)].filter((other) => other !== id).sort();
  if (others.length > 0) place.together.set(others.join(' '), others);
}

const unique = (missing: readonly Missing[]): readonly Missing[] => [
  ...new Map(missing.map((item) => [item.id, item])).values(),
];
