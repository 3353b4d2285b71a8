import * as v from 'valibot';
import { many, member } from './fact.ts';

/** The VPCs of a Region in which a cluster stands: its `vpcId`, else its subnets', else its instances'. */
export const clusterVpcs = many({
  scope: 'region',
  from: ['clusters', 'selfManagedClusters', 'subnets', 'vpcs'],
  bounds: ['clusters', 'selfManagedClusters', 'subnets', 'vpcs'],
  item: 'vpc',
  none: 'no VPC of this Region holds a cluster',
  id: ({ id }) => ({ id }),
  schema: v.object({ id: v.string(), isDefault: member(v.boolean()), clusters: v.array(v.string()) }),
});
