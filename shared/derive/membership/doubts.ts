import { isUnknown, type Missing, tag, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { type Estate, type Interface, instanceIdOf, known } from './estate.ts';
import { elbDescription, instanceMarks, instanceOfTrunk, type Placement, scalingGroupTag, trunkTag } from './placement.ts';

type Instance = Stored<'instances'>;
type List = { readonly known: true; readonly missing: readonly Missing[] } | Unknown;

/**
 * What could not be read and might have placed an interface that nothing places. Each is named by what is unread (a node group, an instance,
 * a whole list), so that one denied call is one reason, however many interfaces it leaves in doubt.
 */
export function doubtsOf(item: Interface, estate: Estate): readonly Missing[] {
  const instanceId = instanceIdOf(item, estate);
  const own = [item.securityGroupIds, item.tags, ...(instanceId === undefined ? [item.description] : [])].filter(isUnknown);
  return [
    ...own.map((member) => missing(item.id, member)),
    ...clusterGroupDoubt(item, estate),
    ...(isUnknown(instanceId) ? [missing(item.id, instanceId)] : []),
    ...(typeof instanceId === 'string' ? instanceDoubts(instanceId, estate) : []),
    ...(instanceId === undefined ? [...loadBalancerDoubts(item, estate), ...trunkDoubts(item, estate)] : []),
  ];
}

/**
 * What could not be read and might give a placed interface a graver role: what is described as the control plane's or a load balancer's may be
 * a pod's.
 */
export function doubtsOfRole(item: Interface, { role }: Placement, estate: Estate): readonly Missing[] {
  if (role !== 'control-plane' && role !== 'load-balancer') return [];
  const own = [item.tags, item.interfaceType, item.requesterId, item.ownerId].filter(isUnknown);
  return [...own.map((member) => missing(item.id, member)), ...trunkDoubts(item, estate)];
}

/**
 * Interfaces that instances name and EC2's list of interfaces does not have, as when a node starts between the two calls: of each instance
 * that is the cluster's, or may be.
 */
export function unlisted(instance: Instance, estate: Estate): readonly Missing[] {
  const { id, networkInterfaceIds, state, vpcId } = instance;
  if (state === 'terminated') return [];
  const isNode = instanceMarks(id, estate).length > 0;
  const elsewhere = typeof vpcId === 'string' && typeof estate.vpcId === 'string' && vpcId !== estate.vpcId;
  if (!isNode && elsewhere) return [];
  const doubts = isNode ? [] : instanceDoubts(id, estate);
  if (isUnknown(networkInterfaceIds)) return isNode ? [missing(id, networkInterfaceIds)] : doubts;
  const absent = networkInterfaceIds.filter((item) => !estate.interfaces.has(item));
  if (!isNode) return absent.length === 0 ? [] : doubts;
  const why = `the interface of ${id} was not in DescribeNetworkInterfaces`;
  return absent.map((item) => missing(item, unknown(why, 'scan again')));
}

export const missing = (id: string, { why, action }: Unknown): Missing =>
  action === undefined ? { id, why } : { id, why, action };

/** An interface that carries groups may carry the cluster's, where that is not known. */
function clusterGroupDoubt({ securityGroupIds }: Interface, { cluster }: Estate): readonly Missing[] {
  const { arn, clusterSecurityGroupId: group } = cluster;
  return isUnknown(group) && known(securityGroupIds, []).length > 0 ? [missing(arn, group)] : [];
}

function instanceDoubts(id: string, estate: Estate): readonly Missing[] {
  const { instances, nodeGroups } = estate.lists;
  const instance = estate.instances.get(id);
  if (instance === undefined)
    return unread(instances, 'instances', id) ?? [missing(id, unknown(`EC2 lists no instance ${id}`))];
  if (instance.state === 'terminated') return [];
  if (isUnknown(instance.tags)) return [missing(id, instance.tags)];
  // Only an instance of an Auto Scaling group can be of a node group.
  if (tag(instance.tags, scalingGroupTag) === undefined) return [];
  if (!nodeGroups.known) return [missing('node groups', nodeGroups)];
  const partly = nodeGroups.items.flatMap(({ arn, autoScalingGroups: groups }) =>
    isUnknown(groups) ? [missing(arn, groups)] : [],
  );
  return [...nodeGroups.missing, ...partly];
}

function loadBalancerDoubts({ description }: Interface, estate: Estate): readonly Missing[] {
  const text = known(description, '');
  if (!text.startsWith(elbDescription)) return [];
  const found = estate.loadBalancers.get(text);
  if (found !== undefined) return isUnknown(found.tags) ? [missing(found.id, found.tags)] : [];
  const { loadBalancers, classicLoadBalancers } = estate.lists;
  return text.includes('/')
    ? (unread(loadBalancers, 'load balancers') ?? [])
    : (unread(classicLoadBalancers, 'classic load balancers') ?? []);
}

function trunkDoubts({ tags }: Interface, estate: Estate): readonly Missing[] {
  const trunkId = tag(known(tags, {}), trunkTag);
  const instanceId = trunkId === undefined ? undefined : instanceOfTrunk(trunkId, estate);
  if (isUnknown(instanceId)) return [missing(trunkId ?? '', instanceId)];
  return instanceId === undefined ? [] : instanceDoubts(instanceId, estate);
}

/** What of a list is unread: all of it, one item if an id is given, else every missing item; `undefined` where it is whole. */
function unread(list: List, name: string, id?: string): readonly Missing[] | undefined {
  if (!list.known) return [missing(name, list)];
  const found = list.missing.filter((item) => id === undefined || item.id === id);
  return found.length === 0 ? undefined : found;
}
