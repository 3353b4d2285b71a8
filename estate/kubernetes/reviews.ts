import type { Catalogue } from './catalogue.ts';
import { type Answer, failure } from './status.ts';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs?: readonly string[];
}

/** What the scanner's role in a cluster is called (`postern permissions`). */
const scannersRole = 'postern';

/**
 * Answers a SelfSubjectAccessReview. Whoever asks has the rights of the ClusterRole `postern` of that cluster, as RBAC matches them; without
 * such a role, those to get and list all but Secrets.
 */
export function reviewAnswer(cluster: Catalogue, body: string): Answer {
  const review = parsed(body);
  const asked = review?.spec?.resourceAttributes;
  if (review?.kind !== 'SelfSubjectAccessReview' || asked === undefined)
    return failure(400, 'the body is no SelfSubjectAccessReview');
  const { verb = '', group = '', resource = '', subresource } = asked;
  const name = subresource === undefined ? resource : `${resource}/${subresource}`;
  const role = cluster.find('rbac.authorization.k8s.io', 'v1', 'clusterroles')?.items.find(isScanners);
  const allowed =
    role === undefined
      ? ['get', 'list'].includes(verb) && subresource === undefined && !['secrets', '*'].includes(resource)
      : ((role.rules ?? []) as readonly Rule[]).some(
          ({ apiGroups = [], resources = [], verbs = [] }) => has(apiGroups, group) && has(resources, name) && has(verbs, verb),
        );
  return { status: 201, body: { ...review, metadata: {}, status: { allowed } } };
}

const isScanners = ({ metadata }: { readonly metadata: { readonly name: string } }): boolean => metadata.name === scannersRole;
const has = (list: readonly string[], one: string): boolean => list.includes('*') || list.includes(one);

interface Review {
  readonly kind?: string;
  readonly spec?: {
    readonly resourceAttributes?: { readonly [K in 'verb' | 'group' | 'resource' | 'subresource']?: string };
  };
}

function parsed(body: string): Review | undefined {
  try {
    return JSON.parse(body) as Review;
  } catch {
    return undefined;
  }
}
