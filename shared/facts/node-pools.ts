import * as v from 'valibot';
import { many, member } from './fact.ts';

const sources = ['exposures', 'kubernetesVersion', 'nodes'] as const;
/** Who makes nodes, as their labels say; `node` is one that nobody claims. */
const maker = v.picklist([
  'eks-node-group',
  'fargate',
  'karpenter-node-pool',
  'eksctl-node-group',
  'kops-instance-group',
  'node',
]);

/** Nodes of a cluster by who makes them: what runs on them, and which addresses of the internet Kubernetes knows of them. */
export const nodePools = many({
  scope: 'cluster',
  from: sources,
  bounds: sources,
  item: 'node-pool',
  none: 'this cluster has no node',
  id: ({ maker, name }) => ({ id: maker === name ? name : `${maker}/${name}`, name }),
  schema: v.object({
    maker,
    name: v.string(),
    /** How many nodes it has. */
    nodes: v.number(),
    /** Why there may be more of them: to be read before a judgement that one more could change. Absent where all were read. */
    whole: v.exactOptional(member(v.literal(true))),
    /** Distinct systems, each with at most three of its nodes. */
    systems: v.array(
      v.object({
        nodes: v.array(v.string()),
        count: v.number(),
        /** status.nodeInfo; unknown where the kubelet has not reported. */
        kubelet: member(v.string()),
        runtime: member(v.string()),
        kernel: member(v.string()),
        osImage: member(v.string()),
        /** By how many minor versions the kubelet is older than the API server; negative where it is newer. */
        behind: member(v.number()),
        kubeletMinor: member(v.number()),
      }),
    ),
    /** Nodes with an ExternalIP, and what the internet reaches of each by AWS's account, as `tcp 22, 30000-32767`. */
    external: v.array(
      v.object({
        node: v.string(),
        addresses: v.array(v.string()),
        instanceId: v.exactOptional(v.string()),
        reached: member(v.array(v.object({ says: v.string(), internet: v.boolean() }))),
      }),
    ),
  }),
});
