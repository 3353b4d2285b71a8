import { tag, type Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { type Estate, type Interface, instanceIdOf, known } from './estate.ts';
import { clusterTag } from './tags.ts';

type Member = Stored<'clusterInterfaces'>;
type Evidence = Member['evidence'][number];
export type Placement = Pick<Member, 'role' | 'evidence'>;

/** Set by EC2 Auto Scaling; nobody else can set a tag that begins with `aws:`. */
export const scalingGroupTag = 'aws:autoscaling:groupName';
/** Set by the VPC resource controller on the interface of a pod that has security groups of its own. */
export const trunkTag = 'vpcresources.k8s.aws/trunk-eni-id';
export const elbDescription = 'ELB ';

/**
 * Where an interface belongs in the cluster, with what places it there; `undefined` where nothing does. Of several roles it has the gravest:
 * node, pod, then control plane and load balancer, where checks expect the internet or nothing.
 *
 * Descriptions and most tags can be written by whoever may call EC2 in the account. A forged one can add a member, and its findings with it;
 * none can take one away or make it milder: what is attached to an instance is a node, and a branch of a node's trunk is a pod, whatever
 * their descriptions say; and a description that type or requester belie makes a pod.
 */
export function placementOf(item: Interface, estate: Estate): Placement | undefined {
  const marks = ownMarks(item, estate);
  const instanceId = instanceIdOf(item, estate);
  if (instanceId !== undefined) {
    const evidence = [...(typeof instanceId === 'string' ? instanceMarks(instanceId, estate) : []), ...marks];
    return evidence.length === 0 ? undefined : { role: 'node', evidence };
  }
  const branch = branchMarks(item, estate);
  const described = controlPlane(item, estate) ?? loadBalancer(item, estate);
  if (described !== undefined && branch.length === 0 && !isBelied(item, described)) return described;
  const evidence = [...branch, ...(described?.evidence ?? []), ...marks];
  return evidence.length === 0 ? undefined : { role: 'pod', evidence };
}

/** EKS names the interfaces of its control plane `Amazon EKS <cluster name>`, in the account of the cluster (EKS user guide, network requirements). */
function controlPlane({ id, description, requesterId }: Interface, { cluster }: Estate): Placement | undefined {
  if (description !== `Amazon EKS ${cluster.name}`) return undefined;
  const requester = typeof requesterId === 'string' ? `, requested by ${requesterId}` : '';
  return {
    role: 'control-plane',
    evidence: [{ kind: 'network-interface', id, says: `described as "${description}"${requester}` }],
  };
}

function loadBalancer({ description }: Interface, { cluster, loadBalancers }: Estate): Placement | undefined {
  const found = loadBalancers.get(known(description, ''));
  if (found === undefined) return undefined;
  const mark = clusterTag(known(found.tags, {}), cluster.name);
  return mark === undefined
    ? undefined
    : { role: 'load-balancer', evidence: [{ kind: found.kind, id: found.id, says: `tagged ${mark}` }] };
}

/**
 * Whether EC2 itself says that an interface is not what its description says: it is one of a node for pods, or neither an AWS service nor an
 * account of one requested it. EKS does so in a session of a role that is called AmazonEKS.
 */
export function isBelied({ interfaceType, requesterId, ownerId }: Interface, { role }: Pick<Placement, 'role'>): boolean {
  if (interfaceType === 'branch' || interfaceType === 'trunk') return true;
  if (typeof requesterId !== 'string' || requesterId.startsWith('amazon-')) return false;
  if (/^[0-9]{12}$/.test(requesterId)) return requesterId === ownerId;
  return !(role === 'control-plane' && /^AROA[^:]*:AmazonEKS$/.test(requesterId));
}

/** What makes an interface a branch of a node's trunk interface: a pod with security groups of its own. */
function branchMarks({ id, tags }: Interface, estate: Estate): readonly Evidence[] {
  const trunkId = tag(known(tags, {}), trunkTag);
  const instanceId = trunkId === undefined ? undefined : instanceOfTrunk(trunkId, estate);
  return typeof instanceId === 'string' && instanceMarks(instanceId, estate).length > 0
    ? [{ kind: 'network-interface', id, says: `tagged ${trunkTag}=${trunkId}, an interface of a node` }]
    : [];
}

/** The instance of a trunk interface, which may be one that only the instance names. */
export function instanceOfTrunk(trunkId: string, estate: Estate): string | Unknown | undefined {
  const trunk = estate.interfaces.get(trunkId);
  return trunk === undefined ? estate.instanceOfInterface.get(trunkId) : instanceIdOf(trunk, estate);
}

/** What on the interface itself places it, whatever it is attached to. */
function ownMarks({ id, securityGroupIds, tags }: Interface, { cluster }: Estate): readonly Evidence[] {
  const { clusterSecurityGroupId: group } = cluster;
  const mark = clusterTag(known(tags, {}), cluster.name);
  return [
    ...(typeof group === 'string' && known(securityGroupIds, []).includes(group)
      ? [{ kind: 'security-group', id: group, says: `the cluster security group, on ${id}` }]
      : []),
    ...(mark === undefined ? [] : [{ kind: 'network-interface', id, says: `tagged ${mark}` }]),
  ];
}

/** What makes an instance a node of the cluster. One that is terminated is none any more; one that is stopped can be started. */
export function instanceMarks(id: string, estate: Estate): readonly Evidence[] {
  const instance = estate.instances.get(id);
  if (instance === undefined || instance.state === 'terminated') return [];
  const tags = known(instance.tags, {});
  const nodeGroup = estate.nodeGroupOfScalingGroup.get(tag(tags, scalingGroupTag) ?? '');
  const mark = clusterTag(tags, estate.cluster.name);
  return [
    ...(nodeGroup === undefined
      ? []
      : [{ kind: 'node-group', id: nodeGroup, says: `has the Auto Scaling group ${tag(tags, scalingGroupTag)} of ${id}` }]),
    ...(mark === undefined ? [] : [{ kind: 'instance', id, says: `tagged ${mark}` }]),
  ];
}
