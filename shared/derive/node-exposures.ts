import { isUnknown, tag, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation, type Inputs } from './derive.ts';
import { compare, onePerReason, split } from './exposure/split.ts';
import { known } from './membership/estate.ts';
import { scalingGroupTag } from './membership/placement.ts';

type Part = Stored<'nodeExposures'>;
type Member = Stored<'clusterInterfaces'>;
type Instance = Stored<'instances'>;

/** Whose an interface is, and why more may be reachable of that one than is known. */
interface Owner extends Pick<Part, 'type' | 'id' | 'name' | 'role' | 'controlPlane'> {
  readonly doubt?: Unknown;
}

/** Nodes and pods by who makes them, with what the internet reaches of each. A node group without an instance is there, too. */
export const nodeExposures = derivation('nodeExposures', (inputs): Fact<'nodeExposures'> => {
  const { clusterInterfaces, exposures, nodeGroups } = inputs;
  if (!exposures.known) return exposures;
  if (!clusterInterfaces.known) return clusterInterfaces;
  const ownerOf = ownersOf(inputs);
  const members = new Map<string, { owner: Owner; ids: Set<string> }>();
  const add = (owner: Owner, id?: string): void => {
    const key = `${owner.type} ${owner.id}`;
    const known = members.get(key);
    const ids = known?.ids ?? new Set();
    if (id !== undefined) ids.add(id);
    members.set(key, { owner: known === undefined ? owner : merged(known.owner, owner), ids });
  };
  if (nodeGroups.known) for (const group of nodeGroups.items) add(ofNodeGroup(group));
  for (const item of clusterInterfaces.items) if (item.role === 'node' || item.role === 'pod') add(ownerOf(item), item.id);
  const rows = Map.groupBy(exposures.value.rows, ({ id }) => id);
  // A node of which it is not known whose it is may be anybody's.
  const anybodys = [...members.values()].find(
    ({ owner }) => owner.role === 'node' && owner.type !== 'node-group' && owner.doubt,
  )?.owner.doubt;
  const items = [...members.values()].map(({ owner: { doubt, ...owner }, ids }): Part => {
    const own = [...ids].flatMap((id) => rows.get(id) ?? []).filter(({ via }) => via === 'direct');
    const unread = doubt ?? (owner.role === 'node' ? anybodys : undefined);
    return { ...owner, interfaces: ids.size, ...split(own), complete: unread ?? exposures.value.complete[owner.role] };
  });
  const groups = isUnknown(nodeGroups) ? [{ ...nodeGroups, id: 'nodeGroups' }] : nodeGroups.missing;
  return {
    known: true,
    items: items.sort((a, b) => compare(a.id, b.id)),
    missing: onePerReason([...clusterInterfaces.missing, ...groups]),
  };
});

const merged = (one: Owner, other: Owner): Owner => ({ ...one, controlPlane: one.controlPlane || other.controlPlane });

const ofNodeGroup = ({ arn, name, autoScalingGroups }: Stored<'nodeGroups'>): Owner => ({
  type: 'node-group',
  id: arn,
  name,
  role: 'node',
  controlPlane: false,
  ...(isUnknown(autoScalingGroups) ? { doubt: autoScalingGroups } : {}),
});

/** By the instance's Auto Scaling group, which may be a managed node group's. An instance that could not be read may be of any. */
function ownersOf({ instances, networkInterfaces, nodeGroups }: Inputs<'nodeExposures'>): (item: Member) => Owner {
  const found = new Map(instances.known ? instances.items.map((one) => [one.id, one]) : []);
  const managed = new Map(
    nodeGroups.known
      ? nodeGroups.items.flatMap((group) => known(group.autoScalingGroups, []).map((name) => [name, group] as const))
      : [],
  );
  const undescribed = new Map(
    networkInterfaces.known
      ? networkInterfaces.items.flatMap(({ id, description }) => (isUnknown(description) ? [[id, description] as const] : []))
      : [],
  );
  return ({ id, role, instanceId }) => {
    const plain = { role: role === 'pod' ? ('pod' as const) : ('node' as const), controlPlane: false };
    const itself = { type: 'network-interface' as const, id, name: id, ...plain };
    if (plain.role === 'pod') {
      // Its description might say that it is the control plane's, or a load balancer's.
      const doubt = undescribed.get(id);
      return doubt === undefined ? itself : { ...itself, doubt };
    }
    if (instanceId === undefined) {
      const doubt = unknown(`to which instance ${id} is attached could not be read`);
      return { ...itself, doubt };
    }
    const alone = { type: 'instance' as const, id: instanceId, name: instanceId, ...plain };
    const tags = found.get(instanceId)?.tags ?? absent(instanceId, instances);
    if (isUnknown(tags)) return { ...alone, doubt: tags };
    const controlPlane = isControlPlane(tags);
    const name = tag(tags, scalingGroupTag);
    if (name === undefined) return { ...alone, controlPlane };
    const group = managed.get(name);
    if (group !== undefined) return { ...ofNodeGroup(group), controlPlane };
    return { type: 'auto-scaling-group', id: name, name, ...plain, controlPlane };
  };
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
