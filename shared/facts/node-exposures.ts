import * as v from 'valibot';
import { reachedSchema } from './exposures.ts';
import { many, member } from './fact.ts';

/**
 * What the internet reaches of nodes and pods by their own addresses, by who makes them: a managed node group, an Auto Scaling group, an
 * instance of neither, the interface of a pod. Nodes come and go; what is said of their group stays the same.
 */
export const nodeExposures = many({
  scope: 'cluster',
  from: ['clusterInterfaces', 'exposures', 'instances', 'networkInterfaces', 'nodeGroups'],
  bounds: ['clusterInterfaces', 'exposures', 'instances', 'networkInterfaces', 'nodeGroups'],
  item: 'node-group',
  none: 'this cluster has no node and no pod with an interface of its own',
  id: ({ type, id, name }) => ({ type, id, name }),
  schema: v.object({
    type: v.picklist(['node-group', 'auto-scaling-group', 'instance', 'network-interface']),
    /** The ARN of a node group, the name of an Auto Scaling group, the id of the others. */
    id: v.string(),
    name: v.string(),
    role: v.picklist(['node', 'pod']),
    /** Whether its instances are tagged as nodes of a control plane that its owner runs (kOps, Cluster API). */
    controlPlane: v.boolean(),
    /** How many interfaces it has. */
    interfaces: v.number(),
    /** What is reachable for certain. */
    reached: v.array(reachedSchema),
    /** What is reachable unless something unread forbids it: `certain` says what, and is to be read before a judgement that relies on it. */
    perhaps: v.array(v.object({ ...reachedSchema.entries, certain: member(v.literal(true)) })),
    /** True where nothing else can be reachable; else why it may be: to be read before a judgement that one more could change. */
    complete: member(v.literal(true)),
  }),
});
