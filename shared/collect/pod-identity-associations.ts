import { isGone } from '../clients/errors.ts';
import type { Stored } from '../facts/index.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { eksNames } from './eks.ts';
import { gather } from './items.ts';
import { flag, optional, type Reader, reader, structure, text } from './read.ts';
import { missingOf, Unidentified } from './reason.ts';

const ACTION = 'eks:DescribePodIdentityAssociation';

/** Each is described by a call of its own, for the list has no role. One that was deleted since it was listed is left out. */
export const podIdentityAssociations = collector('podIdentityAssociations', async (context, { cluster }) => {
  const clusterName = cluster.value.name;
  const ask = (nextToken: string | undefined) =>
    context.call('eks', 'ListPodIdentityAssociations', {
      clusterName,
      maxResults: 100,
      ...(nextToken !== undefined && { nextToken }),
    });
  const ids = await eksNames('eks:ListPodIdentityAssociations', ask, [
    'associations',
    ({ associations }) =>
      Array.isArray(associations) ? associations.map((one) => structure(one).associationId) : associations,
  ]);
  const gathering = gather('podIdentityAssociations');
  await forEachOf(ids, async (associationId) => {
    try {
      const { association } = await context.call('eks', 'DescribePodIdentityAssociation', { clusterName, associationId });
      gathering.add(described(structure(association), associationId, reader(ACTION)));
    } catch (error) {
      const missing = missingOf(associationId, error);
      if (!isGone(missing)) gathering.miss(missing);
    }
  });
  return gathering.done();
});

function described(
  association: Readonly<Record<string, unknown>>,
  asked: string,
  from: Reader,
): Stored<'podIdentityAssociations'> {
  const id = from.id(association.associationId, 'associationId');
  if (id !== asked) throw new Unidentified(`${ACTION} answered for another association`);
  return {
    id,
    namespace: from(text, association.namespace, 'namespace'),
    serviceAccount: from(text, association.serviceAccount, 'serviceAccount'),
    roleArn: from(text, association.roleArn, 'roleArn'),
    ...optional(from, 'targetRoleArn', text, association.targetRoleArn, 'targetRoleArn'),
    ...optional(from, 'ownerArn', text, association.ownerArn, 'ownerArn'),
    ...optional(from, 'disableSessionTags', flag, association.disableSessionTags, 'disableSessionTags'),
  };
}
