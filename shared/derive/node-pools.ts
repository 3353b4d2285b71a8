import { tag, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { compare } from './lists/order.ts';
import { externalsOf } from './nodes/external.ts';
import { serverMinor, systemsOf } from './nodes/systems.ts';

type Pool = Stored<'nodePools'>;
type Node = Stored<'nodes'>;

/** Labels by which nodes say who makes them: EKS, Karpenter and EKS Auto Mode, eksctl, kOps. */
const labels = [
  ['eks.amazonaws.com/nodegroup', 'eks-node-group'],
  ['karpenter.sh/nodepool', 'karpenter-node-pool'],
  ['alpha.eksctl.io/nodegroup-name', 'eksctl-node-group'],
  ['kops.k8s.io/instancegroup', 'kops-instance-group'],
] as const;

/**
 * Nodes come and go: what is said is said of what makes them. A node that could not be read is missing, and may be of any pool.
 */
export const nodePools = derivation('nodePools', ({ nodes, kubernetesVersion, exposures }): Fact<'nodePools'> => {
  if (!nodes.known) return nodes;
  const server = serverMinor(kubernetesVersion);
  const [missing] = nodes.missing;
  const pools = new Map<string, Pick<Pool, 'maker' | 'name'> & { readonly nodes: Node[] }>();
  for (const node of nodes.items) {
    const pool = makerOf(node);
    const key = JSON.stringify([pool.maker, pool.name]);
    const own = pools.get(key) ?? { ...pool, nodes: [] };
    pools.set(key, own);
    own.nodes.push(node);
  }
  const items = [...pools.values()].map(
    ({ maker, name, nodes: own }): Pool => ({
      maker,
      name,
      nodes: own.length,
      ...(missing === undefined ? {} : { whole: unknown(missing.why, missing.action) }),
      systems: systemsOf(own, server),
      external: externalsOf(own, exposures),
    }),
  );
  return { known: true, items: items.sort((a, b) => compare(a.maker + a.name, b.maker + b.name)), missing: nodes.missing };
});

function makerOf(node: Node): Pick<Pool, 'maker' | 'name'> {
  if (tag(node.labels, 'eks.amazonaws.com/compute-type') === 'fargate') return { maker: 'fargate', name: 'fargate' };
  for (const [label, maker] of labels) {
    const name = tag(node.labels, label);
    if (name !== undefined && name !== '') return { maker, name };
  }
  return { maker: 'node', name: node.name };
}
