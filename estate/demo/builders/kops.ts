import { idOf } from './ids.ts';
import { type Node, type NodeOwner, node } from './instances.ts';
import { type Parts, together } from './parts.ts';
import type { Network } from './places.ts';
import { type Rule, securityGroup } from './security-groups.ts';

export interface KopsSpec {
  /** A domain, as kOps wants one. */
  readonly name: string;
  readonly created: string;
  /** Who reaches the API server, on the control plane's own public address. */
  readonly api: readonly Rule[];
  readonly workers: number;
}

/** A cluster that kOps made, with the topology "public": EKS does not know it; only the tags of what it is made of do. */
export function kopsCluster(network: Network, { name, created, api, workers }: KopsSpec): Parts {
  const owner: NodeOwner = { arn: `kubernetes.io/cluster/${name}`, name, network };
  const owned = { KubernetesCluster: name, [`kubernetes.io/cluster/${name}`]: 'owned' };
  const nodes = securityGroup(network, {
    name: `nodes.${name}`,
    description: 'Security group for nodes',
    ingress: (id) => [{ groups: [id] }],
    tags: { ...owned, Name: `nodes.${name}` },
  });
  const controlPlane = securityGroup(network, {
    name: `masters.${name}`,
    description: 'Security group for masters',
    ingress: (id) => [{ groups: [id, nodes.ref.GroupId] }, ...api],
    tags: { ...owned, Name: `masters.${name}` },
  });
  const zone = network.publicSubnets[0];
  if (zone === undefined) throw new Error(`${name}: no subnet for its nodes`);
  const launched = (group: string, role: string, index: number): Node => {
    const isControlPlane = role === 'control-plane';
    const machine = {
      name: `${group}.${name}`,
      created,
      isPublic: true,
      instanceType: 't3.medium',
      imageId: idOf('ami', 'ubuntu'),
    };
    return node(owner, machine, {
      subnet: zone,
      groups: [isControlPlane ? controlPlane.ref : nodes.ref],
      tags: {
        ...owned,
        Name: `${group}.${name}`,
        [`k8s.io/role/${role}`]: '1',
        'kops.k8s.io/instancegroup': group,
        'aws:autoscaling:groupName': `${group}${isControlPlane ? '.masters' : ''}.${name}`,
      },
      index,
    });
  };
  const all = [
    launched(`control-plane-${zone.zone}`, 'control-plane', 0),
    ...Array.from({ length: workers }, (_, index) => launched(`nodes-${zone.zone}`, 'node', index)),
  ];
  return together(nodes.parts, controlPlane.parts, ...all.map(({ parts }) => parts));
}
