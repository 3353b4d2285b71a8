import { unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';

/** What only EKS would say. A check of it declares that it is about EKS (`provider`); one that forgot to is unknown, and passes nothing. */
const ofEks = unknown('not an EKS cluster');

/**
 * A cluster that is not EKS's, or of which only its own API is read, as derivations and collectors take one. Nothing in AWS lists its subnets,
 * and EKS gave it no groups.
 * @param id what stands where an EKS cluster has its ARN
 */
export const selfManaged = (
  { name, vpcId }: Pick<Stored<'selfManagedClusters'>, 'name' | 'vpcId'>,
  id = nameOfTag(name),
): Stored<'cluster'> => ({
  name,
  arn: id,
  vpcId,
  subnetIds: [],
  securityGroupIds: [],
  ...{ status: ofEks, createdAt: ofEks, version: ofEks, platformVersion: ofEks, endpoint: ofEks, certificateAuthority: ofEks },
  ...{ endpointPublicAccess: ofEks, endpointPrivateAccess: ofEks, publicAccessCidrs: ofEks },
  ...{ encryptionConfig: ofEks, healthIssues: ofEks, supportType: ofEks, tags: ofEks },
});

/** What stands where an EKS cluster has its ARN: unique in its account and Region, and the same in every run. */
export const nameOfTag = (name: string): string => `kubernetes.io/cluster/${name}`;
