import * as v from 'valibot';
import { many, member } from './fact.ts';

/** What a scanner is asked whether it may do, in any namespace: none of it is needed, and each is more than reading. */
export const questions = [
  { verb: '*', group: '*', resource: '*' },
  { verb: 'list', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'secrets' },
  { verb: 'create', group: '', resource: 'pods' },
  { verb: 'patch', group: 'apps', resource: 'deployments' },
  { verb: 'create', group: '', resource: 'pods/exec' },
  { verb: 'get', group: '', resource: 'pods/exec' },
  { verb: 'update', group: '', resource: 'pods/ephemeralcontainers' },
  { verb: 'get', group: '', resource: 'nodes/proxy' },
  { verb: 'create', group: '', resource: 'serviceaccounts/token' },
  { verb: 'impersonate', group: '', resource: 'users' },
  { verb: 'bind', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
  { verb: 'escalate', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
  { verb: 'patch', group: '', resource: 'namespaces' },
] as const;

/**
 * The scanner's own rights in a cluster beyond reading, as the API server's authorisers decide them, whichever those are
 * (SelfSubjectAccessReview, which stores nothing: docs/decisions/018-own-rights.md).
 */
export const ownRights = many({
  scope: 'cluster',
  reads: { kubernetesByDefault: ['create selfsubjectaccessreviews.authorization.k8s.io'] },
  after: ['cluster'],
  item: 'right',
  none: 'no right was asked for',
  id: ({ verb, group, resource }) => ({ id: `${verb} ${resource}${group === '' || group === '*' ? '' : `.${group}`}` }),
  schema: v.object({ verb: v.string(), group: v.string(), resource: v.string(), allowed: member(v.boolean()) }),
});
