import * as v from 'valibot';
import { isUnknown, type Unknown, unknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { eksNames } from './eks.ts';
import { gather } from './items.ts';
import { flag, type Reader, reader, structure, tagRecord, text, texts, time } from './read.ts';
import { missingOf, Unidentified } from './reason.ts';

const ACTION = 'eks:DescribeCluster';

/** EKS leaves it out where no key was given: an empty list. An entry without its key's ARN cannot be judged. */
const encryptionConfig = v.pipe(
  v.optional(v.array(v.object({ resources: v.array(v.string()), provider: v.object({ keyArn: v.string() }) })), []),
  v.transform((entries) => entries.map(({ resources, provider }) => ({ resources, keyArn: provider.keyArn }))),
);
/** Absent and empty both mean that EKS reports none. */
export const healthIssues = v.optional(
  v.array(
    v.object({ code: v.string(), message: v.optional(v.string(), ''), resourceIds: v.optional(v.array(v.string()), []) }),
  ),
  [],
);

/**
 * EKS clusters with their descriptions. A cluster that was listed and then is not found is missing with a reason of which `isGone`
 * (clients/errors.ts) is true: whoever plans the scan is to be told, and not to wonder where it went.
 */
export const clusters = collector('clusters', async (context) => {
  const ask = (nextToken: string | undefined) =>
    context.call('eks', 'ListClusters', { maxResults: 100, ...(nextToken !== undefined && { nextToken }) });
  const names = await eksNames('eks:ListClusters', ask, ['clusters', (page) => page.clusters]);
  const gathering = gather('clusters');
  const { partition, region, account } = context;
  await forEachOf(names, async (name) => {
    const arn = `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
    try {
      const { cluster } = await context.call('eks', 'DescribeCluster', { name });
      gathering.add(described(structure(cluster), { name, arn }, reader(ACTION)));
    } catch (error) {
      gathering.miss(missingOf(arn, error));
    }
  });
  return gathering.done();
});

/** Name and ARN must be those that were asked for: otherwise one cluster's answer could stand for another. */
function described(
  cluster: Readonly<Record<string, unknown>>,
  asked: { readonly name: string; readonly arn: string },
  from: Reader,
): Stored<'clusters'> {
  const name = from.id(cluster.name, 'cluster.name');
  const arn = from.id(cluster.arn, 'cluster.arn');
  if (name !== asked.name || arn !== asked.arn) throw new Unidentified(`${ACTION} answered for another cluster`);
  const vpc = structure(cluster.resourcesVpcConfig);
  const at = (member: string) => `resourcesVpcConfig.${member}`;
  const endpointPublicAccess = from(flag, vpc.endpointPublicAccess, at('endpointPublicAccess'));
  return {
    name,
    arn,
    status: from(text, cluster.status, 'status'),
    createdAt: from(time, cluster.createdAt, 'createdAt'),
    version: from(text, cluster.version, 'version'),
    platformVersion: from(text, cluster.platformVersion, 'platformVersion'),
    endpoint: from(text, cluster.endpoint, 'endpoint'),
    certificateAuthority: from(text, structure(cluster.certificateAuthority).data, 'certificateAuthority.data'),
    endpointPublicAccess,
    endpointPrivateAccess: from(flag, vpc.endpointPrivateAccess, at('endpointPrivateAccess')),
    publicAccessCidrs: publicCidrs(from(texts, vpc.publicAccessCidrs, at('publicAccessCidrs')), endpointPublicAccess),
    vpcId: from(text, vpc.vpcId, at('vpcId')),
    subnetIds: from(texts, vpc.subnetIds, at('subnetIds')),
    clusterSecurityGroupId: from(text, vpc.clusterSecurityGroupId, at('clusterSecurityGroupId')),
    securityGroupIds: from(texts, vpc.securityGroupIds, at('securityGroupIds')),
    encryptionConfig: from(encryptionConfig, cluster.encryptionConfig ?? undefined, 'encryptionConfig'),
    healthIssues: from(healthIssues, structure(cluster.health).issues, 'health.issues'),
    supportType: from(text, structure(cluster.upgradePolicy).supportType, 'upgradePolicy.supportType'),
    tags: from(tagRecord, cluster.tags, 'tags'),
  };
}

/** EKS never answers with an empty list while the public endpoint is on (its default is 0.0.0.0/0): such an answer is not to be believed. */
function publicCidrs(cidrs: string[] | Unknown, access: boolean | Unknown): string[] | Unknown {
  if (isUnknown(cidrs) || cidrs.length > 0 || access === false) return cidrs;
  return unknown(
    `${ACTION} gave an empty resourcesVpcConfig.publicAccessCidrs, which EKS does not while the public endpoint is on`,
  );
}
