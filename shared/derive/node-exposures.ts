import { isUnknown, type Missing, tag, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation, type Inputs } from './derive.ts';
import { compare, onePerReason } from './lists/order.ts';
import { split } from './lists/split.ts';
import { known } from './membership/estate.ts';
import { scalingGroupTag } from './membership/placement.ts';

type Part = Stored<'nodeExposures'>;
type Member = Stored<'clusterInterfaces'>;
type Instance = Stored<'instances'>;

/** Whose an interface is. */
type Owner = Pick<Part, 'type' | 'id' | 'name' | 'role' | 'controlPlane'>;

/** Why it cannot be said whose it is; `anybodys` where it may be any node group's. */
interface Doubt extends Missing {
  readonly anybodys: boolean;
}

/**
 * Nodes and pods by who makes them, with what the internet reaches of each. A node group without an instance is there, too. A node of which it
 * cannot be said whose it is is missing, under its own name: the next run shall not find it under another.
 */
export const nodeExposures = derivation('nodeExposures', (inputs): Fact<'nodeExposures'> => {
  const { clusterInterfaces, exposures, nodeGroups } = inputs;
  if (!exposures.known) return exposures;
  if (!clusterInterfaces.known) return clusterInterfaces;
  const { members, doubts } = membersOf(clusterInterfaces.items, inputs);
  const rows = Map.groupBy(exposures.value.rows, ({ id }) => id);
  const anybodys = doubts.find((one) => one.anybodys);
  const items = members.map(({ owner, ids }): Part => {
    const own = [...ids].flatMap((id) => rows.get(id) ?? []).filter(({ via }) => via === 'direct');
    const unread = owner.role === 'node' && anybodys !== undefined ? unknown(anybodys.why, anybodys.action) : undefined;
    return { ...owner, interfaces: ids.size, ...split(own), complete: unread ?? exposures.value.complete[owner.role] };
  });
  const groups = isUnknown(nodeGroups) ? [{ ...nodeGroups, id: 'nodeGroups' }] : nodeGroups.missing;
  return {
    known: true,
    items: items.sort((a, b) => compare(a.id, b.id)),
    missing: onePerReason([...doubts, ...clusterInterfaces.missing, ...groups]),
  };
});

interface Members {
  readonly owner: Owner;
  readonly ids: Set<string>;
}

function membersOf(items: readonly Member[], inputs: Inputs<'nodeExposures'>): { members: Members[]; doubts: Doubt[] } {
  const ownerOf = ownersOf(inputs);
  const members = new Map<string, Members>();
  const doubts: Doubt[] = [];
  const add = (owner: Owner, id?: string): void => {
    const key = `${owner.type} ${owner.id}`;
    const known = members.get(key);
    const ids = known?.ids ?? new Set();
    if (id !== undefined) ids.add(id);
    const controlPlane = owner.controlPlane || known?.owner.controlPlane === true;
    members.set(key, { owner: { ...owner, controlPlane }, ids });
  };
  if (inputs.nodeGroups.known) for (const group of inputs.nodeGroups.items) add(ofNodeGroup(group));
  for (const item of items) {
    if (item.role !== 'node' && item.role !== 'pod') continue;
    const owner = ownerOf(item);
    if ('why' in owner) doubts.push(owner);
    else add(owner, item.id);
  }
  return { members: [...members.values()], doubts };
}

const ofNodeGroup = ({ arn, name }: Stored<'nodeGroups'>): Owner => ({
  type: 'node-group',
  id: arn,
  name,
  role: 'node',
  controlPlane: false,
});

/** By the instance's Auto Scaling group, which may be a managed node group's. */
function ownersOf({ instances, networkInterfaces, nodeGroups }: Inputs<'nodeExposures'>): (item: Member) => Owner | Doubt {
  const found = new Map(instances.known ? instances.items.map((one) => [one.id, one]) : []);
  const managed = managedOf(nodeGroups);
  const undescribed = new Map(
    networkInterfaces.known
      ? networkInterfaces.items.flatMap(({ id, description }) => (isUnknown(description) ? [[id, description] as const] : []))
      : [],
  );
  return ({ id, role, instanceId }) => {
    if (role === 'pod') {
      // Its description might say that it is the control plane's, or a load balancer's.
      const unread = undescribed.get(id);
      if (unread !== undefined) return doubt(id, unread, false);
      return { type: 'network-interface', id, name: id, role, controlPlane: false };
    }
    if (instanceId === undefined) return doubt(id, unknown(`to which instance ${id} is attached could not be read`), true);
    const tags = found.get(instanceId)?.tags ?? absent(instanceId, instances);
    if (isUnknown(tags)) return doubt(instanceId, tags, true);
    const controlPlane = isControlPlane(tags);
    const name = tag(tags, scalingGroupTag);
    if (name === undefined) return { type: 'instance', id: instanceId, name: instanceId, role: 'node', controlPlane };
    const group = managed.groups.get(name);
    if (group !== undefined) return { ...ofNodeGroup(group), controlPlane };
    if (managed.unread !== undefined) return doubt(name, managed.unread, false);
    const tagged = tag(tags, 'eks:nodegroup-name');
    if (tagged !== undefined) return doubt(name, unlisted(name, tagged), false);
    return { type: 'auto-scaling-group', id: name, name, role: 'node', controlPlane };
  };
}

/** EKS tags the instances of its node groups: one that is gone between two calls leaves them for a while. */
const unlisted = (name: string, nodeGroup: string): Unknown =>
  unknown(
    `the Auto Scaling group ${name} is tagged as that of the node group ${nodeGroup}, which EKS does not list`,
    'scan again',
  );

const doubt = (id: string, { why, action }: Pick<Unknown, 'why' | 'action'>, anybodys: boolean): Doubt => ({
  id,
  why,
  ...(action === undefined ? {} : { action }),
  anybodys,
});

/** Node groups by their Auto Scaling groups, and what hides that there are more of them. */
function managedOf(nodeGroups: Fact<'nodeGroups'>) {
  if (isUnknown(nodeGroups)) return { groups: new Map<string, Stored<'nodeGroups'>>(), unread: nodeGroups };
  const pairs = nodeGroups.items.flatMap((group) => known(group.autoScalingGroups, []).map((name) => [name, group] as const));
  const unread = nodeGroups.missing[0] ?? nodeGroups.items.map((group) => group.autoScalingGroups).find(isUnknown);
  return { groups: new Map(pairs), unread };
}

/** kOps tags instances with their role, the AWS provider of Cluster API too. */
const isControlPlane = (tags: Exclude<Instance['tags'], Unknown>): boolean =>
  ['k8s.io/role/control-plane', 'k8s.io/role/master'].some((key) => tag(tags, key) === '1') ||
  tag(tags, 'sigs.k8s.io/cluster-api-provider-aws/role') === 'control-plane';

function absent(id: string, instances: Fact<'instances'>): Unknown {
  if (isUnknown(instances)) return instances;
  const missing = instances.missing.find((one) => one.id === id);
  return missing === undefined ? unknown(`EC2 lists no instance ${id}`) : unknown(missing.why, missing.action);
}
