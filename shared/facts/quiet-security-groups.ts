import * as v from 'valibot';
import { one } from './fact.ts';

/**
 * The security groups of which it is proven that the internet reaches none of the cluster's interfaces that carry them, whatever their rules
 * say. A group that is not among them may be reachable or not.
 */
export const quietSecurityGroups = one({
  scope: 'cluster',
  from: ['clusterInterfaces', 'exposures'],
  bounds: ['clusterInterfaces', 'exposures'],
  schema: v.object({ ids: v.array(v.string()) }),
});
