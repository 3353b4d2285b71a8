import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { node } from '../../shared/checks/base-kubernetes.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { nodePools } from '../../shared/facts/node-pools.ts';
import { denied, derived, reason } from './derived.ts';

type Node = Stored<'nodes'>;
const pools = (
  nodes: readonly Node[],
  facts: FactsOfTarget = {},
  missing: readonly (typeof reason & { id: string })[] = [],
) => {
  const fact = derived('nodePools', { nodes: list(nodes, missing), ...facts });
  return fact.known ? fact.items : expect.unreachable();
};
const labelled = (labels: Record<string, string>, name = 'n'): Node => ({ ...node, name, labels });
const ids = (...nodes: Node[]) => pools(nodes).map((pool) => nodePools.id(pool).id);

describe('nodePools', () => {
  it.each([
    [{ 'eks.amazonaws.com/nodegroup': 'general', 'alpha.eksctl.io/nodegroup-name': 'x' }, 'eks-node-group/general'],
    [{ 'karpenter.sh/nodepool': 'default' }, 'karpenter-node-pool/default'],
    [{ 'alpha.eksctl.io/nodegroup-name': 'ng-1' }, 'eksctl-node-group/ng-1'],
    [{ 'kops.k8s.io/instancegroup': 'nodes-a' }, 'kops-instance-group/nodes-a'],
    [{ 'eks.amazonaws.com/compute-type': 'fargate' }, 'fargate'],
    [{}, 'node/n'],
    [{ 'eks.amazonaws.com/nodegroup': '' }, 'node/n'],
  ])('%j is %s', (labels, id) => {
    expect(ids(labelled(labels))).toEqual([id]);
  });

  it('holds each distinct system once, with a few names', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...node, name, ...(name === 'e' ? { osImage: 'Flatcar' } : {}) }));
    expect(pools(nodes)[0]?.systems.map(({ nodes: names, count, osImage }) => [names, count, osImage])).toEqual([
      [['a', 'b', 'c'], 4, node.osImage],
      [['e'], 1, 'Flatcar'],
    ]);
  });

  it.each([
    ['v1.33.0', 1],
    ['v1.35.1-eks-0', -1],
    ['v1.34+', 0],
    ['1.34.0', undefined],
    ['v2.0.0', undefined],
    ['v1.34567.0', undefined],
  ])('kubelet %s is %s behind', (kubeletVersion, expected) => {
    const behind = pools([{ ...node, kubeletVersion }])[0]?.systems[0]?.behind;
    expect(typeof behind === 'number' ? behind : undefined).toBe(expected);
  });

  it('says that a node which was not read may be of any pool', () => {
    expect(pools([node], {}, [{ ...reason, id: 'other' }])[0]?.whole).toEqual(denied);
    expect(derived('nodePools', { nodes: denied })).toEqual(denied);
  });
});
