import * as v from 'valibot';
import { evidenceSchema } from './cluster-interfaces.ts';
import { many, member } from './fact.ts';

/** Clusters of a Region that are not EKS's, as the tags of instances name them: of kOps, Cluster API, or any that the cloud provider serves. */
export const selfManagedClusters = many({
  scope: 'region',
  from: ['clusters', 'instances'],
  bounds: ['clusters', 'instances'],
  item: 'cluster',
  none: 'no instance of this Region names a cluster that EKS does not list',
  id: ({ name }) => ({ id: name, name }),
  schema: v.object({
    name: v.string(),
    /** Unknown where its instances are in several, or in none that is known. */
    vpcId: member(v.string()),
    /** Some of the instances that name it. */
    evidence: v.array(evidenceSchema),
  }),
});
