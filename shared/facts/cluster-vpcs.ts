import * as v from 'valibot';
import { many, member } from './fact.ts';

/** The VPCs of a Region in which a cluster stands: its `vpcId`, else its subnets'. */
export const clusterVpcs = many({
  scope: 'region',
  from: ['clusters', 'subnets', 'vpcs'],
  bounds: ['clusters', 'subnets', 'vpcs'],
  item: 'vpc',
  none: 'no VPC of this Region holds an EKS cluster',
  id: ({ id }) => ({ id }),
  schema: v.object({ id: v.string(), isDefault: member(v.boolean()), clusters: v.array(v.string()) }),
});
