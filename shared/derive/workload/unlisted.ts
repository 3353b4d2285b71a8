import { controllerResources } from '../../facts/controllers.ts';
import { type Missing, type Unknown, unknown } from '../../facts/fact.ts';
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

/** The kinds of Kubernetes that stand between another one of its kinds and pods. */
const between = new Map([
  ['ReplicaSet', 'Deployment'],
  ['Job', 'CronJob'],
]);
const kinds = new Map(
  controllerResources.map(({ group, resource, kind }) => [group === '' ? resource : `${resource}.${group}`, kind]),
);

interface Unread {
  readonly kind: string;
  readonly reason: Unknown;
}

/**
 * Says of a top why a pod that belongs to it may be elsewhere or unread: any pod of its namespace that is missing, or a controller between
 * them (without its ReplicaSet a pod does not lead to a Deployment). What is not of Kubernetes may own controllers of every kind.
 */
export function doubts(controllers: readonly Missing[], pods: readonly Missing[]): (top: Top) => Unknown | undefined {
  const own: ReadonlySet<string> = new Set(kinds.values());
  const ofAll: Unread[] = [];
  const ofNamespace = new Map<string, Unread[]>();
  for (const { id, why, action } of [...controllers, ...pods]) {
    const [kind = '', namespace, name] = id.split('/');
    const one = { kind: name === undefined ? (kinds.get(id) ?? '') : kind, reason: unknown(why, action) };
    if (name === undefined || namespace === undefined) ofAll.push(one);
    else ofNamespace.set(namespace, [...(ofNamespace.get(namespace) ?? []), one]);
  }
  return ({ kind: top, namespace }) => {
    const mayLead = ({ kind }: Unread) => !own.has(kind) || between.get(kind) === top || (!own.has(top) && top !== 'Pod');
    return [...ofAll, ...(ofNamespace.get(namespace) ?? [])].find(mayLead)?.reason;
  };
}
