import { tag } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { clusterTag, type Estate, type Interface, instanceIdOf, known } from './estate.ts';

type Member = Stored<'clusterInterfaces'>;
type Evidence = Member['evidence'][number];
export type Placement = Pick<Member, 'role' | 'evidence'>;

/** Set by EC2 Auto Scaling; nobody else can set a tag that begins with `aws:`. */
export const scalingGroupTag = 'aws:autoscaling:groupName';
/** Set by the VPC resource controller on the interface of a pod that has security groups of its own. */
export const trunkTag = 'vpcresources.k8s.aws/trunk-eni-id';
export const elbDescription = 'ELB ';

/**
 * Where an interface belongs in the cluster, with what places it there; `undefined` where nothing does.
 *
 * Descriptions and most tags can be written by whoever may call EC2 in the account. A forged one can add a member, and its findings with it;
 * none can take one away: what is attached to an instance is a node whatever its description says.
 */
export function placementOf(item: Interface, estate: Estate): Placement | undefined {
  const marks = ownMarks(item, estate);
  const instanceId = instanceIdOf(item, estate);
  if (instanceId !== undefined) {
    const evidence = [...(typeof instanceId === 'string' ? instanceMarks(instanceId, estate) : []), ...marks];
    return evidence.length === 0 ? undefined : { role: 'node', evidence };
  }
  return controlPlane(item, estate) ?? loadBalancer(item, estate) ?? pod(item, marks, estate);
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

/** A pod with security groups of its own (a branch of a node's trunk interface), or on Fargate. */
function pod({ id, tags }: Interface, marks: readonly Evidence[], estate: Estate): Placement | undefined {
  const trunkId = tag(known(tags, {}), trunkTag);
  const trunk = trunkId === undefined ? undefined : estate.interfaces.get(trunkId);
  const instanceId = trunk === undefined ? undefined : instanceIdOf(trunk, estate);
  const ofNode = typeof instanceId === 'string' && instanceMarks(instanceId, estate).length > 0;
  const branch = ofNode
    ? [{ kind: 'network-interface', id, says: `tagged ${trunkTag}=${trunkId}, an interface of a node` }]
    : [];
  const evidence = [...branch, ...marks];
  return evidence.length === 0 ? undefined : { role: 'pod', evidence };
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
function instanceMarks(id: string, estate: Estate): readonly Evidence[] {
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
