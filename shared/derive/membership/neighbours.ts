import { isUnknown, tag, type Unknown } from '../../facts/fact.ts';
import type { Inputs } from '../derive.ts';
import { type Estate, type Interface, instanceIdOf, known } from './estate.ts';
import { instanceOfTrunk, isBelied, trunkTag } from './placement.ts';
import { isTaggedOf } from './tags.ts';

/** The other clusters that may stand in a cluster's VPC: their names, and the groups that EKS gave them. */
interface Neighbours {
  readonly names: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

export function neighboursOf({ cluster, vpcId }: Estate, lists: Inputs<'clusterInterfaces'>): Neighbours {
  const { clusters, selfManagedClusters: others } = lists;
  const isHere = (other: { readonly name: string; readonly vpcId: string | Unknown }): boolean =>
    other.name !== cluster.name && (isUnknown(other.vpcId) || isUnknown(vpcId) || other.vpcId === vpcId);
  const described = clusters.known ? clusters.items.filter(isHere) : [];
  const undescribed = (clusters.known ? clusters.missing : []).map(({ id }) => id.split('/').at(-1) ?? id);
  const named = others.known ? others.items.filter(isHere) : [];
  const names = [...described.map(({ name }) => name), ...undescribed, ...named.map(({ name }) => name)];
  return {
    names: new Set(names.filter((name) => name !== cluster.name)),
    groups: new Set(described.flatMap(({ clusterSecurityGroupId: id }) => (isUnknown(id) ? [] : [id]))),
  };
}

/**
 * Whether another cluster places an interface, by what would place it in this one. Each is a target of its own, where it is judged: a tag
 * cannot hide it. One look for all of them, however many names somebody writes into tags.
 */
export function isOfNeighbour(item: Interface, estate: Estate, { names, groups }: Neighbours): boolean {
  if (names.size === 0) return false;
  const instanceId = instanceIdOf(item, estate);
  const tags = known(item.tags, {});
  return (
    isTaggedOf(tags, names) ||
    known(item.securityGroupIds, []).some((id) => groups.has(id)) ||
    isNodeOf(instanceId ?? trunkInstance(tags, estate), estate, names) ||
    (instanceId === undefined && isDescribed(item, estate, names))
  );
}

const trunkInstance = (tags: Readonly<Record<string, string>>, estate: Estate): string | Unknown | undefined =>
  instanceOfTrunk(tag(tags, trunkTag) ?? '', estate);

function isNodeOf(id: string | Unknown | undefined, estate: Estate, names: ReadonlySet<string>): boolean {
  const instance = typeof id === 'string' ? estate.instances.get(id) : undefined;
  return instance !== undefined && instance.state !== 'terminated' && isTaggedOf(known(instance.tags, {}), names);
}

/** As the control plane's, or a load balancer's. */
function isDescribed(item: Interface, estate: Estate, names: ReadonlySet<string>): boolean {
  const description = known(item.description, '');
  const [, name] = /^Amazon EKS (.+)$/.exec(description) ?? [];
  if (name !== undefined) return names.has(name) && !isBelied(item, { role: 'control-plane' });
  const balancer = estate.loadBalancers.get(description);
  return balancer !== undefined && isTaggedOf(known(balancer.tags, {}), names) && !isBelied(item, { role: 'load-balancer' });
}
