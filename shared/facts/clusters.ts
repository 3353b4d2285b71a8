import * as v from 'valibot';
import { many, member, tagsSchema } from './fact.ts';

/** EKS clusters of a Region (EKS ListClusters, DescribeCluster `cluster`). Members keep the API's names, without `resourcesVpcConfig`. */
export const clusterSchema = v.object({
  name: v.string(),
  arn: v.string(),
  status: member(v.string()),
  createdAt: member(v.string()),
  version: member(v.string()),
  platformVersion: member(v.string()),
  endpoint: member(v.string()),
  /** Base64 of the PEM certificate, as EKS gives it. */
  certificateAuthority: member(v.string()),
  endpointPublicAccess: member(v.boolean()),
  endpointPrivateAccess: member(v.boolean()),
  /** Still returned while the public endpoint is off: never read it without `endpointPublicAccess`. */
  publicAccessCidrs: member(v.array(v.string())),
  vpcId: member(v.string()),
  subnetIds: member(v.array(v.string())),
  clusterSecurityGroupId: member(v.string()),
  /** The additional security groups of the control plane's interfaces. */
  securityGroupIds: member(v.array(v.string())),
  /** Empty where EKS returns none: what that means depends on the version (see encryption/secrets). */
  encryptionConfig: member(v.array(v.object({ resources: v.array(v.string()), keyArn: v.string() }))),
  /** `cluster.health.issues`; absent and empty both mean that EKS reports none. */
  healthIssues: member(v.array(v.object({ code: v.string(), message: v.string(), resourceIds: v.array(v.string()) }))),
  /** `upgradePolicy.supportType`: STANDARD is upgraded at the end of standard support, EXTENDED is paid for. */
  supportType: member(v.string()),
  tags: member(tagsSchema),
});

export const clusters = many({
  scope: 'region',
  reads: { aws: ['eks:ListClusters', 'eks:DescribeCluster'] },
  item: 'cluster',
  none: 'no EKS cluster in this Region',
  id: ({ arn, name }) => ({ id: arn, name }),
  schema: clusterSchema,
});
