import { controllerResources } from '../../facts/controllers.ts';
import type { Missing } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import type { Top } from './owners.ts';

/** Whether a pod has ended: nothing of it runs, and nothing will (core/v1, PodPhase). */
export const gone = ({ phase }: Stored<'pods'>): boolean => phase === 'Succeeded' || phase === 'Failed';

const resources = new Map(
  controllerResources.map(({ group, resource, kind }) => [
    `${group === '' ? 'v1' : `${group}/v1`} ${kind}`,
    group === '' ? resource : `${resource}.${group}`,
  ]),
);

/** Why a top that only its pods name is not known: its kind is one of Kubernetes, and could not be listed. */
export function unlisted(
  { apiVersion, kind }: Top,
  listed: true | undefined,
  missing: readonly Missing[],
): Omit<Missing, 'id'> | undefined {
  if (listed) return undefined;
  const resource = resources.get(`${apiVersion} ${kind}`);
  const reason = missing.find(({ id }) => id === resource);
  return reason && { why: reason.why, ...(reason.action === undefined ? {} : { action: reason.action }) };
}
