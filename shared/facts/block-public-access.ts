import * as v from 'valibot';
import { member, one } from './fact.ts';

/**
 * VPC Block Public Access of a Region (EC2 DescribeVpcBlockPublicAccessOptions, DescribeVpcBlockPublicAccessExclusions). What is in force in
 * a subnet that says so itself is `subnets.internetGatewayBlockMode`: a shared VPC follows its owner's account.
 */
export const blockPublicAccess = one({
  scope: 'region',
  reads: { aws: ['ec2:DescribeVpcBlockPublicAccessOptions', 'ec2:DescribeVpcBlockPublicAccessExclusions'] },
  schema: v.object({
    mode: member(v.picklist(['off', 'block-bidirectional', 'block-ingress'])),
    /** Each of a VPC or of a subnet. Not asked for, and none, where the mode is off. */
    exclusions: member(
      v.array(
        v.object({
          id: v.string(),
          vpcId: v.optional(v.string()),
          subnetId: v.optional(v.string()),
          mode: v.picklist(['allow-bidirectional', 'allow-egress']),
          /** create-complete, update-in-progress, delete-complete, disable-complete, …: not all of them are in force. */
          state: v.string(),
        }),
      ),
    ),
  }),
});
