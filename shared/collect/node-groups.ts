import * as v from 'valibot';
import { isGone } from '../clients/errors.ts';
import type { Stored } from '../facts/index.ts';
import { healthIssues } from './clusters.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { eksNames } from './eks.ts';
import { gather } from './items.ts';
import { optional, type Reader, reader, structure, tagRecord, text, texts } from './read.ts';
import { missingOf, Unidentified } from './reason.ts';

const ACTION = 'eks:DescribeNodegroup';

/** Without source groups EKS opens the port to everyone, and gives none: that absence is the open state, not an unknown one. */
const remoteAccess = v.pipe(
  v.object({ ec2SshKey: v.optional(v.string()), sourceSecurityGroups: v.optional(v.array(v.string()), []) }),
  v.transform(({ ec2SshKey, sourceSecurityGroups }) => ({
    ...(ec2SshKey !== undefined && { ec2SshKey }),
    sourceSecurityGroups,
  })),
);
const launchTemplate = v.pipe(
  v.object({ id: v.optional(v.string()), name: v.optional(v.string()), version: v.optional(v.string()) }),
  v.transform(({ id, name, version }) => ({
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
  })),
);
const groupNames = v.pipe(
  v.array(v.object({ name: v.string() })),
  v.transform((groups) => groups.map(({ name }) => name)),
);

/** Managed node groups. One that was deleted since it was listed is left out: it is no part of the cluster any more. */
export const nodeGroups = collector('nodeGroups', async (context, { cluster }) => {
  const clusterName = cluster.value.name;
  const ask = (nextToken: string | undefined) =>
    context.call('eks', 'ListNodegroups', { clusterName, maxResults: 100, ...(nextToken !== undefined && { nextToken }) });
  const names = await eksNames('eks:ListNodegroups', ask, ['nodegroups', (page) => page.nodegroups]);
  const gathering = gather('nodeGroups');
  await forEachOf(names, async (nodegroupName) => {
    try {
      const { nodegroup } = await context.call('eks', 'DescribeNodegroup', { clusterName, nodegroupName });
      gathering.add(described(structure(nodegroup), nodegroupName, reader(ACTION)));
    } catch (error) {
      const missing = missingOf(nodegroupName, error);
      if (!isGone(missing)) gathering.miss(missing);
    }
  });
  return gathering.done();
});

function described(group: Readonly<Record<string, unknown>>, asked: string, from: Reader): Stored<'nodeGroups'> {
  const name = from.id(group.nodegroupName, 'nodegroupName');
  if (name !== asked) throw new Unidentified(`${ACTION} answered for another node group`);
  const resources = structure(group.resources);
  const securityGroup = 'resources.remoteAccessSecurityGroup';
  return {
    name,
    arn: from.id(group.nodegroupArn, 'nodegroupArn'),
    status: from(text, group.status, 'status'),
    version: from(text, group.version, 'version'),
    releaseVersion: from(text, group.releaseVersion, 'releaseVersion'),
    amiType: from(text, group.amiType, 'amiType'),
    subnetIds: from(texts, group.subnets, 'subnets'),
    nodeRole: from(text, group.nodeRole, 'nodeRole'),
    ...optional(from, 'remoteAccess', remoteAccess, group.remoteAccess, 'remoteAccess'),
    ...optional(from, 'launchTemplate', launchTemplate, group.launchTemplate, 'launchTemplate'),
    autoScalingGroups: from(groupNames, resources.autoScalingGroups, 'resources.autoScalingGroups'),
    ...optional(from, 'remoteAccessSecurityGroup', text, resources.remoteAccessSecurityGroup, securityGroup),
    healthIssues: from(healthIssues, structure(group.health).issues, 'health.issues'),
    tags: from(tagRecord, group.tags, 'tags'),
  };
}
